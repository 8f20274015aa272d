"""tus 1.0.0: core, creation, checksum, expiration, termination (https://tus.io/protocols/resumable-upload).

What is uploaded is a bundle's payload; its header and signature come with the creation and decide
before any byte of the body is read.
"""

import base64
import binascii
import hashlib
from collections.abc import AsyncIterator
from email.utils import formatdate
from http import HTTPStatus
from typing import Annotated, Any

import anyio
from anyio.to_thread import run_sync
from fastapi import APIRouter, Header, Path, Request, Response
from starlette.requests import ClientDisconnect

from desktop_app.hub.capability import Capabilities
from desktop_app.hub.metrics import Metrics
from desktop_app.hub.problems import Problem, ProblemDocument
from desktop_app.hub.settings import Limits
from desktop_app.hub.uploads import HASHES, State, Uploads, Writing

VERSION = "1.0.0"
PATH = "/v1/uploads"
EXTENSIONS = "creation,checksum,expiration,termination"
OFFSET_TYPE = "application/offset+octet-stream"
_ALWAYS = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}

Name = Annotated[str, Path(pattern="^[0-9a-f]{64}\\.[0-9a-f]{32}$", description="As `Location` gave it.")]
Text = Annotated[str | None, Header()]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what OpenAPI says of refusals."""
    return {status: {"model": ProblemDocument, "description": "Refused"} for status in statuses}


class Tus:
    """The routes of uploads."""

    def __init__(
        self, uploads: Uploads, capabilities: Capabilities, limits: Limits, metrics: Metrics
    ) -> None:
        self._uploads, self._capabilities = uploads, capabilities
        self._limits, self._metrics = limits, metrics

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(prefix=PATH, tags=["uploads"])
        one = "/{name}"
        router.add_api_route(
            "", self.options, methods=["OPTIONS"], status_code=204, summary="What is spoken here"
        )
        router.add_api_route(
            "", self.create, methods=["POST"], status_code=201, summary="Begin or find an upload",
            responses=problems(400, 403, 408, 412, 413, 423, 429, 460, 507),
        )  # fmt: skip
        router.add_api_route(
            one, self.head, methods=["HEAD"], status_code=200, summary="How far it is",
            responses=problems(400, 404, 410, 412, 423, 460, 507),
        )  # fmt: skip
        router.add_api_route(
            one, self.patch, methods=["PATCH"], status_code=204, summary="Send more",
            responses=problems(400, 404, 408, 409, 410, 412, 413, 415, 423, 460, 507),
        )  # fmt: skip
        router.add_api_route(
            one, self.delete, methods=["DELETE"], status_code=204, summary="Withdraw",
            responses=problems(400, 403, 404, 410, 412, 423),
        )  # fmt: skip
        return router

    async def options(self) -> Response:
        """Tell what is spoken here."""
        spoken = {
            "Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Checksum-Algorithm": ",".join(HASHES),
            "Tus-Max-Size": str(self._uploads.doorway.payload_limit),
        }  # fmt: skip
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=_ALWAYS | spoken)

    async def create(
        self,
        tus_resumable: Text = None,
        upload_length: Text = None,
        upload_metadata: Annotated[
            str | None, Header(description="`header BASE64,signature BASE64`: header.json and header.sig")
        ] = None,
    ) -> Response:
        """Begin or find the upload of a bundle: the header's signature authorises."""
        _check_version(tus_resumable)
        length = _whole(upload_length, "Upload-Length")
        if upload_metadata is None or len(upload_metadata) > self._limits.metadata:
            raise Problem(HTTPStatus.BAD_REQUEST, "Upload-Metadata with header and signature is needed")
        told = _metadata(upload_metadata)
        bundle, state = await run_sync(
            self._uploads.create, told.get("header", b""), told.get("signature", b""), length
        )
        self._metrics.created.inc()
        location = f"{PATH}/{self._capabilities.name(bundle)}"
        return _progress(HTTPStatus.CREATED, state, Location=location)

    async def head(self, name: Name, tus_resumable: Text = None) -> Response:
        """Tell how far an upload is; one that is whole is put away if a crash came in between."""
        _check_version(tus_resumable)
        bundle = self._capabilities.bundle(name)
        _upload, state = await run_sync(self._uploads.present, bundle)
        state = await run_sync(self._uploads.settled, bundle, state)
        return _progress(HTTPStatus.OK, state, **{"Upload-Length": str(state.length)})

    async def patch(
        self,
        request: Request,
        name: Name,
        tus_resumable: Text = None,
        upload_offset: Text = None,
        content_type: Text = None,
        upload_checksum: Annotated[str | None, Header(description="`sha256 BASE64` of the body")] = None,
    ) -> Response:
        """Take more bytes; what is told as the new offset is on the disk."""
        _check_version(tus_resumable)
        if content_type != OFFSET_TYPE:
            raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Content-Type must be {OFFSET_TYPE}")
        offset, checksum = _whole(upload_offset, "Upload-Offset"), _checksum(upload_checksum)
        declared = request.headers.get("content-length")
        size = None if declared is None else _whole(declared, "Content-Length")
        held = self._uploads.held(self._capabilities.bundle(name))
        upload, state = await run_sync(held.__enter__)
        try:
            if offset != state.offset:
                raise Problem(HTTPStatus.CONFLICT, f"the offset is {state.offset}")
            if size is not None and offset + size > state.length:
                raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "more bytes than Upload-Length")
            state = await self._grow(request, Writing(upload, state, checksum), state)
            if state.is_whole:
                state = await run_sync(self._uploads.finish, upload, state)
        finally:
            with anyio.CancelScope(shield=True):
                await run_sync(held.__exit__, None, None, None)
        return _progress(HTTPStatus.NO_CONTENT, state)

    async def _grow(self, request: Request, writing: Writing, state: State) -> State:
        """Write the body; of one cut or stalled, what came counts unless a checksum covers the whole."""
        failure: Problem | None = None
        try:
            async for part in _parts(request, self._limits):
                if state.offset + writing.came + len(part) > state.length:
                    raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "more bytes than Upload-Length")
                await run_sync(writing.write, part)
        except TimeoutError:
            failure = Problem(HTTPStatus.REQUEST_TIMEOUT, "the body stalled", {"Connection": "close"})
        except ClientDisconnect:
            failure = Problem(HTTPStatus.BAD_REQUEST, "the body was cut")
        except BaseException:
            writing.close()
            raise
        try:
            if failure is None or not writing.is_checked:
                with anyio.CancelScope(shield=True):
                    state = await run_sync(writing.keep)
                self._metrics.bytes.inc(writing.came)
        finally:
            writing.close()
        if failure is not None:
            raise failure
        return state

    async def delete(self, name: Name, tus_resumable: Text = None) -> Response:
        """Withdraw an upload that is not whole yet."""
        _check_version(tus_resumable)
        await run_sync(self._uploads.drop, self._capabilities.bundle(name))
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=_ALWAYS)


async def _parts(request: Request, limits: Limits) -> AsyncIterator[bytearray]:
    """Yield the body in parts worth a write; raises TimeoutError where it stalls, after what came."""
    buffer = bytearray()  # given away whole: 200 PCs at once hold one part each
    stream = request.stream()
    try:
        while True:
            with anyio.fail_after(limits.idle_s):
                part = await anext(stream, None)
            if part is None:
                break
            buffer += part
            if len(buffer) >= limits.write_bytes:
                yield buffer
                buffer = bytearray()
    except (TimeoutError, ClientDisconnect):
        if buffer:
            yield buffer
        raise
    if buffer:
        yield buffer


def _check_version(spoken: str | None) -> None:
    if spoken != VERSION:
        raise Problem(
            HTTPStatus.PRECONDITION_FAILED, "Tus-Resumable: 1.0.0 is spoken here", {"Tus-Version": VERSION}
        )


def _whole(text: str | None, name: str) -> int:
    """Return a header that is a whole number; raises `Problem` 400."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Problem(HTTPStatus.BAD_REQUEST, f"{name} must be a whole number")
    return int(text)


def _metadata(text: str) -> dict[str, bytes]:
    """Return Upload-Metadata: pairs of a key and Base64; raises `Problem` 400."""
    found = {}
    for pair in text.split(","):
        key, _blank, value = pair.strip().partition(" ")
        found[key] = _base64(value)
    return found


def _checksum(text: str | None) -> tuple[str, bytes] | None:
    if text is None:
        return None
    name, _blank, value = text.partition(" ")
    digest = _base64(value)
    if name not in HASHES or len(digest) != hashlib.new(name).digest_size:
        raise Problem(HTTPStatus.BAD_REQUEST, "Upload-Checksum must be sha1 or sha256")
    return name, digest


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "not Base64") from error


def _progress(status: int, state: State, **more: str) -> Response:
    told = {"Upload-Offset": str(state.offset), "Upload-Expires": formatdate(state.expires, usegmt=True)}
    return Response(status_code=status, headers=_ALWAYS | told | more)
