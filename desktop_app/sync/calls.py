"""One HTTP request to a hub, and what its answer means for whoever asked.

httpx is imported here, and this module on use: it is slow to import and not always needed.
"""

import json
import ssl
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx

from desktop_app.app.ports import Address
from desktop_app.errors import HubRefusedError, UnknownDeviceError, UserError
from desktop_app.i18n import _
from desktop_app.sync.lifeline import Lifeline
from desktop_app.sync.limits import KIB
from desktop_app.sync.pace import Timing
from desktop_app.sync.pinned import pinned, unknown_certificate

# Timeout, conflict, checksum mismatch (tus), locked, too early, too many, and what servers say of themselves.
_LATER = frozenset({401, 408, 409, 423, 425, 429, 460, 500, 502, 503, 504})
_LOST = frozenset({0, 408, 460})  # 0: no answer came at all
_UNKNOWN = 403  # the device that sends, or the activation that it shows
_GONE = frozenset({404, 410})
_PROBLEM = "application/problem+json"
BODY_BYTES = 64 * KIB  # of every answer but a bundle


class AgainError(Exception):
    """Something that another attempt may mend; ``asked``: seconds that the hub asks to wait."""

    def __init__(self, why: str, status: int = 0, asked: float | None = None) -> None:
        super().__init__(why)
        self.why, self.status, self.asked = why, status, asked

    @property
    def is_of_the_road(self) -> bool:
        """Whether bytes were lost on their way: cut, stalled, changed; not: the hub was busy."""
        return self.status in _LOST


class GoneError(AgainError):
    """What was asked for is not there, or not any more."""


class Calls:
    """Requests to one hub over one connection that is kept open."""

    def __init__(self, address: Address, timing: Timing) -> None:
        self._url, self._lifeline = address.url, Lifeline()
        self._client = httpx.Client(
            verify=_context(address),
            timeout=httpx.Timeout(timing.idle_s, connect=timing.connect_s),
            headers={"Accept-Encoding": "identity"},
        )

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()
        self._lifeline.let_go()

    def abort(self) -> None:
        """Cut the request under way, from any thread, and refuse every later one (`AgainError`)."""
        self._lifeline.cut()

    @contextmanager
    def stream(
        self,
        method: str,
        path: str,
        *,
        expect: Container[int],
        headers: Mapping[str, str] | None = None,
        content: Iterable[bytes] | bytes | None = None,
        document: Any = None,
        again: Container[int] = (),
    ) -> Iterator[httpx.Response]:
        """Give an answer whose status is among ``expect``, its body still to be read.

        ``again``: statuses that another attempt mends here, though not elsewhere. Raises
        `AgainError`, `GoneError`, `HubRefusedError`, `UntrustedHubError`.
        """
        if self._lifeline.is_cut:
            raise AgainError("aborted")
        with _explained(self._lifeline), self._client.stream(
            method, f"{self._url}/v1/{path}", headers=dict(headers or {}), content=content, json=document,
            extensions={"trace": self._lifeline.trace},
        ) as response:  # fmt: skip
            if response.status_code not in expect:
                raise _refusal(response, _body(response), again)
            yield response

    def ask(self, method: str, path: str, *, expect: Container[int], **more: Any) -> httpx.Headers:
        """Return the headers of an answer; raises as `stream`."""
        with self.stream(method, path, expect=expect, **more) as response:
            _body(response)
        return response.headers

    def document(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        """Return the JSON object of a 200 answer; raises as `stream`."""
        with self.stream(method, path, expect={200}, **more) as response:
            found = _object(_body(response))
        if found is None:
            raise AgainError(_another_page())
        return found


@contextmanager
def _explained(lifeline: Lifeline) -> Iterator[None]:
    """Turn the failures of a connection, which end it, into `AgainError`, or `UntrustedHubError`."""
    try:
        yield
    except httpx.RequestError as error:
        lifeline.let_go()
        if _is_certificate(error):
            raise unknown_certificate() from error
        raise AgainError(str(error) or type(error).__name__) from error
    except httpx.InvalidURL as error:
        raise UserError(_("Địa chỉ máy chủ không dùng được: {reason}.").format(reason=error)) from error


def _is_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _context(address: Address) -> ssl.SSLContext:
    """Return what a hub is known by: its pin, or the authorities that the system trusts."""
    return pinned(address.pin) if address.pin else ssl.create_default_context()


def _body(response: httpx.Response) -> bytes:
    """Return the body of an answer; raises `AgainError` for one that is longer than any of a hub's."""
    body = b""
    for piece in response.iter_raw():
        body += piece
        if len(body) > BODY_BYTES:
            raise AgainError(_another_page())
    return body


def _refusal(response: httpx.Response, body: bytes, again: Container[int]) -> Exception:
    status, is_problem = response.status_code, response.headers.get("Content-Type", "").startswith(_PROBLEM)
    detail = str((_object(body) or {}).get("detail", ""))[:300] if is_problem else ""
    asked = _seconds(response.headers.get("Retry-After"))
    if status in _LATER or status in again:
        return AgainError(detail or f"HTTP {status}", status, asked)
    # A HEAD has no body to know a hub by.
    if status in _GONE and (is_problem or response.request.method == "HEAD"):
        return GoneError(detail or f"HTTP {status}", status, asked)
    if not is_problem:
        return AgainError(_another_page(), status)
    what = _refused(status)
    kind = UnknownDeviceError if status == _UNKNOWN else HubRefusedError
    return kind(f"{what} ({detail})." if detail else f"{what}.", todo=_todo(status))


def _another_page() -> str:
    return _("nơi trả lời không phải máy chủ Mở Đường; có thể mạng đang đòi đăng nhập trên trình duyệt")


def _object(body: bytes) -> dict[str, Any] | None:
    """Return a JSON object, None for anything else."""
    try:
        found = json.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _seconds(told: str | None) -> float | None:
    return float(told) if told and told.isascii() and told.isdigit() and len(told) < 7 else None


def _refused(status: int) -> str:
    known = {
        _UNKNOWN: _("Máy chủ của huyện chưa biết máy này"),
        412: _("Máy chủ của huyện dùng phiên bản giao thức khác"),
        413: _("Gói lớn hơn mức máy chủ của huyện nhận"),
        507: _("Máy chủ của huyện hết chỗ trống"),
    }
    return known.get(status) or _("Máy chủ của huyện không nhận (HTTP {status})").format(status=status)


def _todo(status: int) -> str:
    if status == 412:
        return _("Hãy cập nhật Mở Đường; trong khi chờ vẫn nộp được bằng USB.")
    return _("Dữ liệu vẫn còn nguyên trên máy; hãy hỏi cán bộ huyện, hoặc nộp bằng USB.")
