"""What holds for every request before a route sees it: how long a body may be and how long it may take."""

from http import HTTPStatus

import anyio
from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desktop_app.hub.problems import Problem
from desktop_app.hub.settings import Limits

OVERRIDE = "X-HTTP-Method-Override"
_OVERRIDDEN = frozenset({"PATCH", "DELETE", "HEAD"})


class Bounds:
    """ASGI middleware; a PATCH bounds its own body, which may be long.

    A road that lets only GET and POST through may name another method (tus 1.0.0, core).
    """

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app, self._limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with a body that is bounded."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        named = headers.get(OVERRIDE, "").upper()
        if scope["method"] == "POST" and named in _OVERRIDDEN:
            scope = {**scope, "method": named}
        if scope["method"] == "PATCH":
            await self._app(scope, receive, send)
            return
        if self._is_too_long(headers.get("content-length", "")):
            refusal = Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the body is too long").response()
            await refusal(scope, receive, send)
            return
        await self._app(scope, self._bounded(receive), send)

    def _is_too_long(self, declared: str) -> bool:
        return declared.isdigit() and (len(declared) > 18 or int(declared) > self._limits.document)

    def _bounded(self, receive: Receive) -> Receive:
        """Return what receives no more than a document, within the time of a head."""
        left = self._limits.document
        until = anyio.current_time() + self._limits.head_s
        ended = False

        async def bounded() -> Message:
            nonlocal left, ended
            if ended:  # only a cut can follow, and an answer may take its time
                return await receive()
            with anyio.move_on_after(until - anyio.current_time()):
                message = await receive()
                left -= len(message.get("body", b""))
                ended = not message.get("more_body", False)
                if left < 0:
                    raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
                return message
            raise HTTPException(HTTPStatus.REQUEST_TIMEOUT, headers={"Connection": "close"})

        return bounded
