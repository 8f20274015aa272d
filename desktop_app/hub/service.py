"""The application: routes, problems, health, metrics. No state but counters: several serve one storage."""

import logging
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Literal

from anyio.to_thread import run_sync
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from desktop_app import __version__
from desktop_app.app.ports.doors import Doorway
from desktop_app.app.spool import Spool
from desktop_app.errors import UserError
from desktop_app.hub.bounds import Bounds
from desktop_app.hub.capability import Capabilities
from desktop_app.hub.hearing import Hearing
from desktop_app.hub.metrics import Metrics
from desktop_app.hub.problems import INVALID, MEDIA_TYPE, Problem
from desktop_app.hub.settings import Limits
from desktop_app.hub.tus import PATH, VERSION, Tus, problems
from desktop_app.hub.uploads import Now, Uploads

log = logging.getLogger(__name__)


class Health(BaseModel):
    """How many bundles wait to be taken in, and the age of the oldest in seconds."""

    status: Literal["ok"] = "ok"
    waiting: int
    oldest_s: float


@dataclass(frozen=True)
class Listener:
    """What the application works with."""

    spool: Spool
    doorway: Doorway
    limits: Limits = field(default_factory=Limits)
    now: Now = time.time

    def uploads(self) -> Uploads:
        """Return the uploads of the spool."""
        return Uploads(self.spool, self.doorway, self.limits, self.now)


def application(listener: Listener) -> FastAPI:
    """Return the ASGI application."""
    spool, limits = listener.spool.open(), listener.limits
    metrics, uploads = Metrics(), listener.uploads()
    capabilities = Capabilities(spool, listener.doorway, limits, listener.now)
    app = FastAPI(title="Mở Đường hub", version=__version__, docs_url=None, redoc_url=None)
    app.add_middleware(Bounds, limits=limits)
    app.include_router(Tus(uploads, capabilities, limits, metrics).router())
    app.include_router(Hearing(spool, uploads, capabilities, metrics).router())
    _watch(app, spool, metrics)
    _explain(app, metrics)
    _describe(app)
    return app


def _describe(app: FastAPI) -> None:
    """Make what OpenAPI says true: a request of another form is answered with 400, a problem document."""
    made = app.openapi()
    for path in made["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
            for status, response in operation["responses"].items():
                if status >= "400":
                    response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
    for name in ("HTTPValidationError", "ValidationError"):
        made["components"]["schemas"].pop(name, None)


def _watch(app: FastAPI, spool: Spool, metrics: Metrics) -> None:
    """Add the routes for whoever runs the hub."""

    @app.get("/healthz", tags=["running"], summary="Is it well?", responses=problems(503))
    async def healthz() -> Health:
        return await run_sync(_health, spool)

    @app.get(
        "/metrics", tags=["running"], summary="Counters for Prometheus", response_class=PlainTextResponse
    )
    async def counters() -> Response:
        metrics.waiting.set(len(await run_sync(spool.all_waiting)))
        return Response(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _health(spool: Spool) -> Health:
    try:
        (spool.nonces / ".probe").write_bytes(b"")
        waiting = spool.all_waiting()
        oldest = 0.0
        with suppress(FileNotFoundError):  # it was taken in just now
            oldest = time.time() - waiting[0].stat().st_mtime if waiting else 0.0
    except OSError as error:
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "the storage cannot be written") from error
    return Health(waiting=len(waiting), oldest_s=round(oldest, 1))


def _explain(app: FastAPI, metrics: Metrics) -> None:
    """Answer every refusal with a problem document."""

    async def problem(request: Request, raised: Exception) -> Response:
        found = _problem_of(raised)
        metrics.problems.labels(found.status).inc()
        response = found.response()
        if request.url.path.startswith(PATH):
            response.headers["Tus-Resumable"] = VERSION
        return response

    for kind in (Problem, HTTPException, RequestValidationError, UserError, OSError):
        app.add_exception_handler(kind, problem)


def _problem_of(raised: Exception) -> Problem:
    if isinstance(raised, Problem):
        return raised
    if isinstance(raised, HTTPException):
        return Problem(raised.status_code, headers=dict(raised.headers or {}))
    if isinstance(raised, RequestValidationError):
        return Problem(HTTPStatus.BAD_REQUEST, INVALID)
    # The disk: full, or gone. The log says which.
    log.error("the storage failed: %s", raised)
    return Problem(HTTPStatus.INSUFFICIENT_STORAGE, "the storage failed", {"Retry-After": "60"})
