"""TLS to a hub whose public key is pinned (RFC 7469 §2.4): only the key is compared.

No name, no authority, no date: it works at any address, and where the PC's clock is years wrong.
"""

import hmac
import ssl
from typing import Any

from desktop_app.errors import UntrustedHubError
from desktop_app.i18n import _
from desktop_app.sync.tls import pin_of_der


class PinnedContext(ssl.SSLContext):
    """Compares the key right after the handshake, before anything is sent through it."""

    pin: str

    def wrap_socket(self, *given: Any, **named: Any) -> ssl.SSLSocket:
        """Return the connected socket; raises `UntrustedHubError` and closes it for another key."""
        made = super().wrap_socket(*given, **named)
        try:
            self._compare(made.getpeercert(binary_form=True))
        except BaseException:
            made.close()
            raise
        return made

    def wrap_bio(self, *_given: Any, **_named: Any) -> ssl.SSLObject:
        """Refuse: TLS inside the TLS of a proxy, where nothing here compares the key."""
        raise unknown_certificate()

    def _compare(self, certificate: bytes | None) -> None:
        try:
            found = pin_of_der(certificate or b"")
        except ValueError:
            found = ""
        if not hmac.compare_digest(found, self.pin):
            raise another_key()


def pinned(pin: str) -> ssl.SSLContext:
    """Return the context for a hub with that pin (64 hex digits)."""
    context = PinnedContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # the pin decides
    context.pin = pin
    return context


def another_key() -> UntrustedHubError:
    """Another machine answers, or the hub has a new key that this PC was not told."""
    return UntrustedHubError(
        _("Máy trả lời không phải máy chủ của huyện (khoá TLS khác); chưa gửi gì."),
        todo=_("Hãy thử mạng khác, dùng USB, hoặc hỏi huyện xem máy chủ có đổi khoá không."),
    )


def unknown_certificate() -> UntrustedHubError:
    """The system's authorities do not vouch for whoever answers, or not on this PC's date."""
    return UntrustedHubError(
        _("Chứng thư của máy chủ không được công nhận; chưa gửi gì."),
        todo=_("Hãy kiểm tra ngày giờ của máy này và địa chỉ máy chủ, hoặc dùng USB."),
    )
