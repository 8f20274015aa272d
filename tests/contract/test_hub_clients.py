"""Clients that others wrote, unmodified: they upload, are cut, and go on."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError
from tusclient.storage.filestorage import FileStorage
from tusclient.uploader import Uploader

from desktop_app.app.ports import Desk
from tests.desks import Road, add
from tests.hub_kit import running_hub
from tests.hub_talk import Parts, Talk, parts_of, talking

TUS_JS_CLIENT = "tus-js-client@4.3.1"


@pytest.fixture
def hub(district: Desk, commune: Desk, tmp_path: Path) -> Iterator[Talk]:
    with running_hub(district, tmp_path, takes_in=False) as running, talking(running) as talk:
        yield talk


@pytest.fixture
def parts(commune: Desk, road: Road) -> Parts:
    add(commune)
    return parts_of(road.send(commune))


@pytest.fixture
def payload(parts: Parts, tmp_path: Path) -> Path:
    path = tmp_path / "payload.age"
    path.write_bytes(parts.payload)
    return path


class LeftOpen(io.BytesIO):
    """What tuspy is given to send: it closes it after looking, and reads it again."""

    def close(self) -> None:
        """Stay open."""


def test_tuspy_uploads_in_chunks_is_cut_and_goes_on(hub: Talk, parts: Parts, tmp_path: Path) -> None:
    urls = FileStorage(str(tmp_path / "urls.json"))

    def uploader() -> Uploader:
        return TusClient(f"{hub.hub.url}/v1/uploads").uploader(
            file_stream=LeftOpen(parts.payload), chunk_size=100, upload_checksum=True,
            store_url=True, url_storage=urls,
            metadata={"header": parts.header.decode(), "signature": parts.signature.decode()},
        )  # fmt: skip

    with closing(urls):
        first = uploader()
        first.upload(stop_at=300)
        first.offset = 100
        with pytest.raises(TusCommunicationError):  # what comes twice is refused and does no harm
            first.upload_chunk()
        again = uploader()
        assert again.offset == 300
        again.upload()
    assert parts_of(hub.hub.spool.all_waiting()[0]) == parts


PROGRAM = """
const fs = require("fs")
const tus = require("tus-js-client")
const [endpoint, header, signature, payload, urls] = process.argv.slice(2)
const bytes = fs.readFileSync(payload)
const read = (path) => fs.readFileSync(path, "latin1")

function upload(cutAt) {
  return new Promise((resolve, reject) => {
    const one = new tus.Upload(bytes, {
      endpoint, chunkSize: 200, retryDelays: [100, 200],
      urlStorage: new tus.FileUrlStorage(urls),
      fingerprint: () => Promise.resolve("payload"),
      metadata: { header: read(header), signature: read(signature) },
      onError: reject,
      onSuccess: () => resolve("whole"),
      onChunkComplete: (_size, accepted) => {
        if (cutAt && accepted >= cutAt) one.abort().then(() => resolve("cut at " + accepted))
      },
    })
    one.findPreviousUploads().then((found) => {
      console.log("found " + found.length)
      if (found.length) one.resumeFromPreviousUpload(found[0])
      one.start()
    }, reject)
  })
}

async function main() {
  console.log(await upload(400))
  console.log(await upload(0))
}
main().catch((error) => { console.error(String(error)); process.exit(1) })
"""


def test_tus_js_client_uploads_is_cut_and_goes_on(
    hub: Talk, parts: Parts, payload: Path, tmp_path: Path
) -> None:
    node, npm = shutil.which("node"), shutil.which("npm")
    assert node, "node is missing: installers/setup.sh test"
    assert npm, "npm is missing: installers/setup.sh test"
    subprocess.run(
        [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", tmp_path, TUS_JS_CLIENT],
        check=True,
    )
    (tmp_path / "upload.js").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "header.json").write_bytes(parts.header)
    (tmp_path / "header.sig").write_bytes(parts.signature)
    files = [tmp_path / name for name in ("header.json", "header.sig", "payload.age", "urls.json")]
    done = subprocess.run(
        [node, tmp_path / "upload.js", f"{hub.hub.url}/v1/uploads", *files],
        check=False, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:4] == ["found 0", "cut at 400", "found 1", "whole"]
    assert parts_of(hub.hub.spool.all_waiting()[0]) == parts
