"""The real `moduong hub serve`, killed anywhere: every op is in the hub once, every answer verifies."""

import random
import threading
import time
from collections import Counter

import httpx
import pytest

from desktop_app.app import overview, receiving
from desktop_app.app.ports import Desk
from desktop_app.app.spool import Spool
from desktop_app.hub.service import Listener
from desktop_app.sync.doorway import SshDoorway
from tests.desks import COMMUNES, Road, StoppedClock, add, open_desk
from tests.hub_process import serving
from tests.hub_talk import Parts, Talk, checksum, keys_of, parts_of, talking

CHUNK = 150


class Carrier:
    """A PC that brings one bundle after another, whatever happens to the hub; ``at``: what it is doing."""

    def __init__(self, commune: Desk, road: Road) -> None:
        self.commune, self.road = commune, road
        self.parts: Parts | None = None
        self.at, self.carried = "away", 0

    def carry(self, talk: Talk) -> None:
        """Bring the bundle that is on its way, or a new one, and take its answer in."""
        if self.parts is None:
            add(self.commune, asset_code=f"MT-{self.carried}")
            self.parts = parts_of(self.road.send(self.commune))
        parts = self.parts
        self.at = "creating"
        url = talk.created(parts)
        self.at = "sending"
        offset = talk.offset(url)
        while offset < len(parts.payload):
            piece = parts.payload[offset : offset + CHUNK]
            answer = talk.patch(url, piece, offset, Upload_Checksum=checksum(piece))
            assert answer.status_code == 204, answer.text
            offset += len(piece)
        self.at = "waiting"
        bearer = talk.bearer(keys_of(self.commune))
        told = talk.settled(parts.bundle, bearer)
        assert told["state"] == "answered", told
        self.at = "fetching"
        self._take_home(talk.answer(parts.bundle, bearer))

    def _take_home(self, answer: httpx.Response) -> None:
        assert answer.status_code == 200, answer.text
        path = self.road.new_folder() / "answer.moduong"
        path.write_bytes(answer.content)
        done = receiving.receive_one(self.commune, path)
        assert done.outcome in ("applied", "already"), done
        assert overview.status(self.commune).in_bundle == 0
        self.parts, self.carried = None, self.carried + 1


def _killed_again_and_again(
    district: Desk, commune: Desk, road: Road, kills: int, seed: int = 4
) -> Counter[str]:
    chosen = random.Random(seed)
    district.store.close()
    home = district.store.path
    carrier, met = Carrier(commune, road), Counter[str]()
    for _ in range(kills):
        with serving(home, "--plain") as server, talking(server.running) as talk:
            death = threading.Timer(chosen.random() * 0.6, server.kill)
            death.start()
            try:
                while True:
                    carrier.carry(talk)
            except httpx.TransportError:
                met[carrier.at] += 1
            death.join()
    with serving(home, "--plain") as server, talking(server.running) as talk:
        carrier.carry(talk)
        assert talk.http.get("/healthz").json()["waiting"] == 0
        log = server.stop()
    assert b"Traceback" not in log
    after = open_desk(home, StoppedClock())
    try:
        assert overview.digest(after, COMMUNES[0]) == overview.digest(commune, COMMUNES[0])
        with after.store.read() as tx:
            codes = [row for (row,) in tx.execute("SELECT asset_code FROM p_computer", {})]  # type: ignore[attr-defined]
        assert sorted(codes) == sorted(f"MT-{n}" for n in range(carrier.carried))
        spool = server.running.spool
        assert [one for one in spool.uploads.iterdir() if not one.name.startswith(".")] == []
        _swept(spool)
        assert len(list((spool.root / "answers").rglob("*.moduong"))) == carrier.carried
    finally:
        after.store.close()
    return met


def _swept(spool: Spool) -> None:
    """What the dead had half made goes away in time."""
    Listener(spool, SshDoorway(), now=lambda: time.time() + 7200).uploads().sweep()
    assert [one for one in spool.root.rglob(".*") if one.name != ".probe"] == []
    assert [one for one in spool.claims.iterdir() if one.suffix == ".lock"] == []


def test_a_few_kills(district: Desk, commune: Desk, road: Road) -> None:
    assert sum(_killed_again_and_again(district, commune, road, 4).values()) == 4


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(4))
def test_two_hundred_kills(district: Desk, commune: Desk, road: Road, seed: int) -> None:
    met = _killed_again_and_again(district, commune, road, 55, seed)
    assert set(met) >= {"sending", "waiting"}, met
