"""A right envelope around what lies: held or refused with its reason, never believed."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pyrage
import pytest
import zstandard

from desktop_app.app import overview
from desktop_app.app.ports import Desk
from desktop_app.domain.canonical import encode
from desktop_app.sync.bundle import Contents, Manifest, Tip, write_bundle
from desktop_app.sync.header import Header
from tests import bundle_kit
from tests.desks import (
    COMMUNES,
    Road,
    add,
    place,
)
from tests.hub_kit import running_hub
from tests.hub_talk import Parts, Talk, keys_of, parts_of, talking


@pytest.fixture
def hub(district: Desk, commune: Desk, tmp_path: Path) -> Iterator[Talk]:
    with running_hub(district, tmp_path) as running, talking(running) as talk:
        yield talk


def _lying(commune: Desk, folder: Path, lines: list[bytes]) -> Parts:
    keys, here = keys_of(commune), place(commune)
    path = folder / "lie.moduong"
    folder.mkdir(exist_ok=True)
    tips = [
        Tip(json.loads(line)["chain"], json.loads(line)["seq"], hashlib.sha256(line).hexdigest())
        for line in lines
    ]
    write_bundle(
        path, keys, to=here.hub.device, recipients=[here.hub.recipient, here.hub.recovery],
        contents=Contents(Manifest(), lines), tips=[tip for tip in tips if tip.chain.startswith(here.device)],
    )  # fmt: skip
    return parts_of(path)


def _op(commune: Desk, **bent: object) -> bytes:
    here = place(commune)
    fields = {
        "chain": f"{here.device}-{'ab' * 8}", "prev": None, "seq": 1, "space": here.space, "time": 1,
        "sets": [{"bases": [], "put": {"note": "x"}, "rec": "7d1f8a06-6f5a-4c9a-9b60-0d9a2b6d4a11",
                  "topic": "computer"}], "user": "A", "v": 1,
    }  # fmt: skip
    return encode(fields | bent)


def test_what_lies_inside_a_right_envelope_is_held_or_refused_with_its_reason(
    hub: Talk, district: Desk, commune: Desk, road: Road, tmp_path: Path
) -> None:
    add(commune)
    first = parts_of(road.send(commune))
    hub.send(first)
    bearer = hub.bearer(keys_of(commune))
    hub.settled(first.bundle, bearer)
    foreign = place(district).catalogue
    nul = _op(commune).replace(b'"note":"x"', b'"note":"\\u0000"')
    for n, (line, state, told) in enumerate(
        [
            (_op(commune, v=99), "answered", "do chương trình mới hơn ghi"),
            (_op(commune, space=foreign), "answered", "không"),
            (_op(commune, chain=f"{'0f' * 16}-{'ab' * 8}"), "answered", "không có chữ ký"),
            (nul, "answered", "sai quy cách"),
        ]
    ):
        before = overview.digest(district, COMMUNES[0])
        parts = _lying(commune, tmp_path / f"{n}", [line])
        hub.send(parts)
        standing = hub.settled(parts.bundle, bearer)
        assert standing["state"] == state, standing
        assert told in standing["reason"], standing
        assert overview.digest(district, COMMUNES[0]) == before
    _a_bomb(hub, commune, bearer)
    assert hub.http.get("/healthz").json()["waiting"] == 0


def _a_bomb(hub: Talk, commune: Desk, bearer: dict[str, str]) -> None:
    packed = zstandard.ZstdCompressor().compress(bundle_kit.tar_of([("manifest.json", b" " * (96 << 20))]))
    payload = pyrage.encrypt(packed, [pyrage.x25519.Recipient.from_str(place(commune).hub.recipient)])
    keys = keys_of(commune)
    header = Header(
        keys.public.hex(), len(payload), hashlib.sha256(payload).hexdigest(), (), place(commune).hub.device
    )
    seal = bundle_kit.seal(msgspec.json.encode(msgspec.to_builtins(header), order="sorted"), keys)
    parts = Parts(seal.header, seal.signature, payload)
    hub.send(parts)
    assert hub.settled(parts.bundle, bearer)["state"] == "refused"
