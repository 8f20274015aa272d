"""One HTTP request to a hub, and what its answer means for whoever asked.

httpx is imported here, and this module on use: it is slow to import and not always needed.
"""

import ssl
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx

from desktop_app.app.ports import Address
from desktop_app.errors import HubRefusedError, UserError
from desktop_app.i18n import _
from desktop_app.sync.pace import Timing
from desktop_app.sync.pinned import pinned, unknown_certificate

# Timeout, conflict, checksum mismatch (tus), locked, too early, too many, and what servers say of themselves.
_LATER = frozenset({401, 408, 409, 423, 425, 429, 460, 500, 502, 503, 504})
_LOST = frozenset({0, 408, 460})  # 0: no answer came at all
_GONE = frozenset({404, 410})
_PROBLEM = "application/problem+json"


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
        self._url = address.url
        self._client = httpx.Client(
            verify=pinned(address.pin) if address.pin else True,
            timeout=httpx.Timeout(timing.idle_s, connect=timing.connect_s),
            headers={"Accept-Encoding": "identity"},
        )

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

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
        with _explained(), self._client.stream(
            method, f"{self._url}/v1/{path}", headers=dict(headers or {}), content=content, json=document
        ) as response:  # fmt: skip
            if response.status_code not in expect:
                response.read()
                raise _refusal(response, again)
            yield response

    def ask(self, method: str, path: str, *, expect: Container[int], **more: Any) -> httpx.Response:
        """Return a whole answer; raises as `stream`."""
        with self.stream(method, path, expect=expect, **more) as response:
            response.read()
        return response

    def document(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        """Return the JSON object of a 200 answer; raises as `stream`."""
        response = self.ask(method, path, expect={200}, **more)
        try:
            found = response.json()
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise AgainError(_another_page())
        return found


@contextmanager
def _explained() -> Iterator[None]:
    """Turn the failures of a connection into `AgainError`, or `UntrustedHubError`."""
    try:
        yield
    except httpx.TransportError as error:
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


def _refusal(response: httpx.Response, again: Container[int]) -> Exception:
    status, is_problem = response.status_code, response.headers.get("Content-Type", "").startswith(_PROBLEM)
    detail = _detail(response) if is_problem else ""
    if status in _LATER or status in again:
        return AgainError(detail or f"HTTP {status}", status, _seconds(response.headers.get("Retry-After")))
    # A HEAD has no body to know a hub by.
    if status in _GONE and (is_problem or response.request.method == "HEAD"):
        return GoneError(detail or f"HTTP {status}", status, _seconds(response.headers.get("Retry-After")))
    if not is_problem:
        return AgainError(_another_page(), status)
    what = _refused(status)
    return HubRefusedError(f"{what} ({detail})." if detail else f"{what}.", todo=_todo(status))


def _another_page() -> str:
    return _("nơi trả lời không phải máy chủ Mở Đường; có thể mạng đang đòi đăng nhập trên trình duyệt")


def _detail(response: httpx.Response) -> str:
    try:
        found = response.json()
    except ValueError:
        return ""
    return str(found.get("detail", ""))[:300] if isinstance(found, dict) else ""


def _seconds(told: str | None) -> float | None:
    return float(told) if told and told.isascii() and told.isdigit() and len(told) < 7 else None


def _refused(status: int) -> str:
    known = {
        403: _("Máy chủ của huyện chưa biết máy này"),
        412: _("Máy chủ của huyện dùng phiên bản giao thức khác"),
        413: _("Gói lớn hơn mức máy chủ của huyện nhận"),
        507: _("Máy chủ của huyện hết chỗ trống"),
    }
    return known.get(status) or _("Máy chủ của huyện không nhận (HTTP {status})").format(status=status)


def _todo(status: int) -> str:
    if status == 412:
        return _("Hãy cập nhật Mở Đường; trong khi chờ vẫn nộp được bằng USB.")
    return _("Dữ liệu vẫn còn nguyên trên máy; hãy hỏi cán bộ huyện, hoặc nộp bằng USB.")
