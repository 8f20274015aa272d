"""Who this home exchanges bundles with: activations, bound devices, seals, the list of bundles."""

from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import Connection

from desktop_app.app.ports import BundleInfo, PeerInfo, SealedTips, SealInfo
from desktop_app.domain.have import Run
from desktop_app.store.sql import insert_many

_TIPS = msgspec.json.Decoder(tuple[tuple[str, str], ...])
_HAVE = msgspec.json.Decoder(dict[str, list[Run]])


class Peers:
    """The peers of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_activation(self, activation: str, secret: str, space: str) -> None:
        """Remember the one-time secret of an activation file issued here."""
        row = (activation, secret, space)
        insert_many(self._connection, "activation", ("activation", "secret", "space"), [row])

    def activation(self, activation: str) -> tuple[str, str] | None:
        """Return (secret, space) of an activation issued here, or None."""
        row = self._connection.exec_driver_sql(
            "SELECT secret, space FROM activation WHERE activation = ?", (activation,)
        ).first()
        return (row.secret, row.space) if row else None

    def peers(self) -> list[PeerInfo]:
        """Return every bound device."""
        rows = self._connection.exec_driver_sql(
            "SELECT device, public, recipient, activation, space, have FROM peer ORDER BY device"
        )
        return [PeerInfo(r[0], r[1], r[2], r[3], r[4], _HAVE.decode(r[5])) for r in rows]

    def put_peer(self, peer: PeerInfo) -> None:
        """Bind a device, or remember what it holds now."""
        row = (*peer[:5], encode_have(peer.have))
        columns = ("device", "public", "recipient", "activation", "space", "have")
        insert_many(self._connection, "peer", columns, [row], replace_on=("device",))

    def put_seal(self, seal: SealedTips, time: int) -> None:
        """Keep a verified header and its signature."""
        columns = ("bundle_id", "device", "tips", "time", "header", "signature")
        tips = msgspec.json.encode(seal.tips).decode()
        row = (seal.bundle_id, seal.device, tips, time, *seal.seal)
        insert_many(self._connection, "seal", columns, [row], skip_on=("bundle_id",))

    def seals(self) -> list[SealedTips]:
        """Return every seal kept here, newest first."""
        rows = self._connection.exec_driver_sql(
            "SELECT bundle_id, device, tips, header, signature FROM seal ORDER BY time DESC, bundle_id"
        )
        return [SealedTips(r[0], r[1], _TIPS.decode(r[2]), SealInfo(r[3], r[4])) for r in rows]

    def bundles(self) -> list[BundleInfo]:
        """Return the bundles made and taken in here, oldest first."""
        rows = self._connection.exec_driver_sql(
            "SELECT bundle_id, device, sent, time, outcome, ops, detail FROM bundle ORDER BY time, bundle_id"
        )
        return [BundleInfo(r[0], r[1], bool(r[2]), *r[3:]) for r in rows]

    def put_bundle(self, bundle: BundleInfo) -> None:
        """Write a bundle into the list, or what became of it."""
        columns = ("bundle_id", "device", "sent", "time", "outcome", "ops", "detail")
        row = (bundle.bundle_id, bundle.device, int(bundle.sent), *bundle[3:])
        insert_many(self._connection, "bundle", columns, [row], replace_on=("bundle_id",))


def encode_have(have: Mapping[str, Sequence[Run]]) -> str:
    """Return HAVE as text for a column."""
    return msgspec.json.encode(have).decode()
