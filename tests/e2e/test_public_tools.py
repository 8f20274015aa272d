"""The commands that the documentation gives open and verify a bundle with Debian's own tools."""

import hashlib
import subprocess
from pathlib import Path

import pytest
from bundle_kit import OPS, Parties, parties, seal, send

from desktop_app.sync.bundle import Contents, Manifest, Tip

DOCUMENT = Path(__file__).parents[2] / "README.md"
MARK = "<!-- public-tools -->\n```sh\n"


def documented_commands() -> str:
    return DOCUMENT.read_text(encoding="utf-8").split(MARK)[1].split("```")[0]


@pytest.fixture
def who() -> Parties:
    return parties()


@pytest.fixture
def folder(who: Parties, tmp_path: Path) -> Path:
    """A folder with a bundle and the recovery key, as the document asks for."""
    tip = Tip(who.tip.chain, 2, hashlib.sha256(OPS[-1]).hexdigest())
    send(tmp_path, who, Contents(Manifest(), OPS, [seal(b"{}", who.pc)]), tips=[tip])
    (tmp_path / "key.txt").write_text(who.recovery.age_identity + "\n")
    return tmp_path


def run(folder: Path, commands: str | None = None) -> subprocess.CompletedProcess[str]:
    strict = "set -euo pipefail\n" + (commands or documented_commands())
    return subprocess.run(["bash", "-c", strict], cwd=folder, capture_output=True, text=True, check=False)


def test_public_tools_open_and_verify_a_bundle(folder: Path) -> None:
    done = run(folder)

    assert done.returncode == 0, done.stderr
    assert 'Good "bundle@moduong" signature for pc1' in done.stdout
    assert "payload.age: OK" in done.stdout
    assert (folder / "ops.jsonl").read_bytes() == b"".join(line + b"\n" for line in OPS)
    op_ids = (folder / "op_ids").read_text().split()
    assert op_ids == [hashlib.sha256(line).hexdigest() for line in OPS]
    assert f'"{op_ids[-1]}"' in (folder / "header.json").read_text()
    assert (folder / "manifest.json").read_bytes() == Manifest().encode()
    assert [one.suffix for one in sorted((folder / "seals").iterdir())] == [".json", ".sig"]


@pytest.mark.parametrize(
    ("member", "said"),
    [("header.json", "Signature verification failed"), ("payload.age", "payload.age: FAILED")],
)
def test_public_tools_see_a_change(folder: Path, member: str, said: str) -> None:
    changed = folder / member
    subprocess.run(["unzip", "-q", "b.moduong"], cwd=folder, check=True)
    data = changed.read_bytes()
    changed.write_bytes(data[:-3] + bytes([data[-3] ^ 1]) + data[-2:])
    # -n keeps the changed member where unzip would ask.
    done = run(folder, documented_commands().replace("unzip b.moduong", "unzip -n b.moduong"))
    assert done.returncode != 0
    assert said in done.stdout + done.stderr


def test_public_tools_need_the_right_key(folder: Path, who: Parties) -> None:
    (folder / "key.txt").write_text(who.pc.age_identity + "\n")
    done = run(folder)
    assert done.returncode != 0
    assert "no identity matched" in done.stderr
