"""What a PC hears: where its bundle stands, and the answer to it; a token opens what is the device's own."""

import hashlib
from http import HTTPStatus
from pathlib import Path as FilePath
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Header, Path, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field

from desktop_app.app.spool import Spool, State
from desktop_app.hub.capability import Capabilities
from desktop_app.hub.metrics import Metrics
from desktop_app.hub.problems import Problem
from desktop_app.hub.tus import problems
from desktop_app.hub.uploads import Uploads

Bundle = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="SHA-256 of header.json")]
Device = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
Bearer = Annotated[str | None, Header(description="`Bearer TOKEN`")]
RETRY = {"Retry-After": "1", "Cache-Control": "no-store"}


class Asking(BaseModel):
    """Who wants to log in."""

    device: Device


class Challenge(BaseModel):
    """What to sign in the namespace `login@moduong`; ``expires`` in seconds since 1970."""

    challenge: str
    expires: int


class Answering(BaseModel):
    """A signed challenge; ``signature`` is the SSHSIG armour."""

    device: Device
    challenge: str = Field(max_length=300)
    signature: str = Field(max_length=2000)


class Token(BaseModel):
    """What opens the device's own answers until ``expires``."""

    token: str
    expires: int


class Standing(BaseModel):
    """Where a bundle stands."""

    state: State
    offset: int = 0
    length: int = 0
    reason: str = ""


class Hearing:
    """The routes of logins, states and answers."""

    def __init__(self, spool: Spool, uploads: Uploads, capabilities: Capabilities, metrics: Metrics) -> None:
        self._spool, self._uploads = spool, uploads
        self._capabilities, self._metrics = capabilities, metrics

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(prefix="/v1", tags=["answers"])
        router.add_api_route(
            "/challenges", self.challenge, methods=["POST"], summary="Ask for a challenge",
            responses=problems(400, 408, 413),
        )  # fmt: skip
        router.add_api_route(
            "/tokens",
            self.token,
            methods=["POST"],
            summary="Log in",
            responses=problems(400, 403, 408, 413, 507),
        )
        router.add_api_route(
            "/bundles/{bundle}", self.standing, methods=["GET"], summary="Where a bundle stands",
            responses=problems(400, 401, 404),
        )  # fmt: skip
        router.add_api_route(
            "/bundles/{bundle}/answer", self.answer, methods=["GET"], summary="The return bundle",
            response_class=FileResponse, responses=problems(400, 401, 404),
        )  # fmt: skip
        return router

    async def challenge(self, asking: Asking) -> Challenge:
        """Give a challenge to whoever asks."""
        made = self._capabilities.challenge(asking.device)
        return Challenge(challenge=made.text, expires=made.expires)

    async def token(self, answering: Answering) -> Token:
        """Give a token for a signed challenge."""
        signature = answering.signature.encode("utf-8", "surrogatepass")
        made = await run_sync(self._capabilities.token, answering.device, answering.challenge, signature)
        return Token(token=made.text, expires=made.expires)

    async def standing(self, bundle: Bundle, authorization: Bearer = None) -> Standing:
        """Tell where a bundle of the device's own stands."""
        return await run_sync(self._standing, bundle, self._device(authorization))

    def _device(self, authorization: str | None) -> str:
        kind, _blank, token = (authorization or "").partition(" ")
        return self._capabilities.device(token if kind.lower() == "bearer" else "")

    def _standing(self, bundle: str, device: str) -> Standing:
        state = self._uploads.find(bundle).state()
        outcome = self._spool.outcome(bundle)
        owners = {one.device for one in (state, outcome) if one is not None and one.device}
        if owners - {device}:
            raise Problem(HTTPStatus.NOT_FOUND, "no such bundle of yours")
        offset, length = (state.offset, state.length) if state else (0, 0)
        if self._spool.answer(device, bundle).exists():
            reason = outcome.reason if outcome else ""
            return Standing(state="answered", offset=offset, length=length, reason=reason)
        if outcome is not None and outcome.outcome in ("sealed", "refused"):
            told: State = "sealed" if outcome.outcome == "sealed" else "refused"
            return Standing(state=told, offset=offset, length=length, reason=outcome.reason)
        if state is None:
            return Standing(state="unknown")
        return Standing(state="waiting" if state.done else "uploading", offset=offset, length=length)

    async def answer(
        self,
        bundle: Bundle,
        authorization: Bearer = None,
        if_none_match: Annotated[str | None, Header()] = None,
    ) -> Response:
        """Give the return bundle that answers a bundle of the device's own."""
        device = self._device(authorization)
        path = self._spool.answer(device, bundle)
        try:
            digest = await run_sync(_digest, path)
        except FileNotFoundError as error:
            standing = await run_sync(self._standing, bundle, device)
            raise Problem(HTTPStatus.NOT_FOUND, standing.state, RETRY) from error
        headers = {"ETag": f'"{digest}"', "Cache-Control": "no-cache"}
        if headers["ETag"] in {one.strip() for one in (if_none_match or "").split(",")}:
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        self._metrics.answers.inc()
        return FileResponse(path, media_type="application/octet-stream", headers=headers)


def _digest(path: FilePath) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
