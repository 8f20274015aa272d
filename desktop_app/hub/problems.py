"""What a client is told when it cannot be served: problem documents (RFC 9457)."""

from http import HTTPStatus

from fastapi.responses import JSONResponse
from pydantic import BaseModel

MEDIA_TYPE = "application/problem+json"
CHECKSUM_MISMATCH = 460  # tus 1.0.0, checksum extension
INVALID = "a parameter or the body has another form"  # what was sent is not repeated


class ProblemDocument(BaseModel):
    """RFC 9457, section 3."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""


class Problem(Exception):  # noqa: N818  # the RFC's word
    """A request that is not served; ``headers`` go with the answer."""

    def __init__(self, status: int, detail: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers or {}

    def response(self) -> JSONResponse:
        """Return the answer."""
        document = ProblemDocument(title=_title(self.status), status=self.status, detail=self.detail)
        return JSONResponse(document.model_dump(), self.status, self.headers, MEDIA_TYPE)


def _title(status: int) -> str:
    return "Checksum Mismatch" if status == CHECKSUM_MISMATCH else HTTPStatus(status).phrase
