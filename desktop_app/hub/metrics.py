"""Counters of one process, for Prometheus; they tell how much, never what."""

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest


class Metrics:
    """What `/metrics` shows."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.created = Counter("moduong_uploads_created", "Uploads begun or found", registry=self._registry)
        self.bytes = Counter("moduong_upload_bytes", "Payload bytes kept", registry=self._registry)
        self.answers = Counter("moduong_answers", "Return bundles fetched", registry=self._registry)
        self.problems = Counter("moduong_problems", "Requests refused", ["status"], registry=self._registry)
        self.waiting = Gauge("moduong_waiting", "Bundles not taken in yet", registry=self._registry)

    def text(self) -> bytes:
        """Return all of it in the text format 0.0.4."""
        return generate_latest(self._registry)
