"""The application: routes, problems, health, metrics. No state but counters: several serve one storage."""

import time
from dataclasses import dataclass, field
from http import HTTPStatus

from anyio.to_thread import run_sync
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from desktop_app import __version__
from desktop_app.app.ports.doors import Doorway
from desktop_app.app.spool import Spool
from desktop_app.hub.capability import Capabilities
from desktop_app.hub.hearing import Hearing
from desktop_app.hub.metrics import Metrics
from desktop_app.hub.problems import Problem, answer_invalid
from desktop_app.hub.settings import Limits
from desktop_app.hub.tus import Tus
from desktop_app.hub.uploads import Now, Uploads


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
    app.include_router(Tus(uploads, capabilities, limits, metrics).router())
    app.include_router(Hearing(spool, uploads, capabilities, metrics).router())
    _watch(app, spool, metrics)
    _explain(app, metrics)
    return app


def _watch(app: FastAPI, spool: Spool, metrics: Metrics) -> None:
    """Add the routes for whoever runs the hub."""

    def health() -> tuple[dict[str, object], int]:
        waiting = spool.all_waiting()
        oldest = max((time.time() - path.stat().st_mtime for path in waiting if path.exists()), default=0.0)
        probe = spool.nonces / ".probe"
        try:
            probe.write_bytes(b"")
        except OSError:
            return {"status": "storage cannot be written"}, HTTPStatus.SERVICE_UNAVAILABLE
        return {"status": "ok", "waiting": len(waiting), "oldest_s": round(oldest, 1)}, HTTPStatus.OK

    @app.get("/healthz", tags=["running"], summary="Is it well?")
    async def healthz() -> JSONResponse:
        told, status = await run_sync(health)
        return JSONResponse(told, status)

    @app.get("/metrics", tags=["running"], summary="Counters for Prometheus", response_class=Response)
    async def counters() -> Response:
        metrics.waiting.set(len(await run_sync(spool.all_waiting)))
        return Response(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _explain(app: FastAPI, metrics: Metrics) -> None:
    """Answer every refusal with a problem document."""

    async def problem(_request: Request, raised: Exception) -> Response:
        found = raised if isinstance(raised, Problem) else Problem(_status_of(raised))
        metrics.problems.labels(found.status).inc()
        return found.response()

    app.add_exception_handler(Problem, problem)
    app.add_exception_handler(HTTPException, problem)
    app.add_exception_handler(RequestValidationError, answer_invalid)


def _status_of(raised: Exception) -> int:
    return raised.status_code if isinstance(raised, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
