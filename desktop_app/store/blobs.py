"""Photos beside the log: kept by hash, and which of them records name (docs/decisions/018)."""

from collections.abc import Iterable

from sqlalchemy import Connection

from desktop_app.domain.topic import Kind, Topic
from desktop_app.store.projections import table_name
from desktop_app.store.sql import insert_many, select_in


class Blobs:
    """The photos of one transaction; ``topics``: those whose records may name some."""

    def __init__(self, connection: Connection, topics: Iterable[Topic]) -> None:
        self._connection, self._topics = connection, topics

    def put(self, sha256: str, content: bytes) -> None:
        """Keep a photo by its hash."""
        row = (sha256, content)
        insert_many(self._connection, "blob", ("sha256", "content"), [row], skip_on=("sha256",))

    def content(self, sha256: str) -> bytes | None:
        """Return a photo, or None."""
        found = self._connection.exec_driver_sql("SELECT content FROM blob WHERE sha256 = ?", (sha256,))
        row = found.first()
        return None if row is None else bytes(row.content)

    def held(self, among: Iterable[str]) -> set[str]:
        """Return which of these photos are here."""
        statement = "SELECT sha256 FROM blob WHERE sha256 IN ({keys})"
        return {row.sha256 for row in select_in(self._connection, statement, sorted(among))}

    def named(self, spaces: Iterable[str]) -> set[str]:
        """Return the hashes of all photos that shown records of these spaces name."""
        wanted, found = list(spaces), set[str]()
        for topic in self._topics:
            for field in (one for one in topic.fields if one.kind is Kind.ATTACHMENT):
                statement = (
                    f'SELECT "{field.key}" FROM {table_name(topic.key)} '  # noqa: S608  # our own names
                    f'WHERE "{field.key}" IS NOT NULL AND space IN ({{keys}})'
                )
                for (hashes,) in select_in(self._connection, statement, wanted):
                    found.update(filter(None, hashes.split(",")))
        return found
