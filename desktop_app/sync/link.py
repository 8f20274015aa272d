"""The PC's way to a hub by HTTP (docs/protocol.md, "The PC's side").

Whatever is cut goes on from where the hub says that it stands; at most one chunk is sent again a cut.
"""

from pathlib import Path

from desktop_app.app.ports import Address, DeviceSecrets, Standing, Tell
from desktop_app.errors import HubRefusedError
from desktop_app.sync.bundle import Envelope, read_envelope
from desktop_app.sync.hearing import Hearing
from desktop_app.sync.pace import Chunks, Timing
from desktop_app.sync.upload import SENDINGS, Upload
from desktop_app.sync.way import Way, forgetful


class HttpLink:
    """`app.ports.Link`: one hub, one device; used by one sync at a time."""

    def __init__(self, address: Address, keys: DeviceSecrets, timing: Timing | None = None) -> None:
        self._way = Way(address, timing or Timing())
        self._hearing, self._chunks = Hearing(self._way, keys), Chunks(self._way.timing)

    def carry(self, bundle: Path, answer: Path, tell: Tell) -> Standing:
        """Send ``bundle``, wait, write what the hub answers to ``answer`` (`app.ports.Link.carry`)."""
        self._way.tell = tell
        with read_envelope(bundle) as envelope:
            for _sending in range(SENDINGS):
                standing = self._send(envelope)
                if standing is not None:
                    break
                # A hub that was restored from a backup has not got it any more: once more.
            else:
                raise forgetful(self._way.address)
            if standing.state == "answered":
                self._hearing.fetch(envelope.header.bundle_id, answer)
        return standing

    def _send(self, envelope: Envelope) -> Standing | None:
        """Bring over what is lacking; return what the hub made of it, None if it has not got it.

        One that is not let in any more may have been before: a hub that keeps it sealed says so.
        """
        name = envelope.header.bundle_id
        try:
            self._way.persist(Upload(self._way, envelope, self._chunks).go_on)
        except HubRefusedError:
            if (standing := self._hearing.wait(name)) is None:
                raise
            return standing
        return self._hearing.wait(name)

    def withdraw(self, bundle: Path) -> None:
        """Take back a bundle that is not whole at the hub (`app.ports.Link.withdraw`)."""
        with read_envelope(bundle) as envelope:
            self._way.persist(Upload(self._way, envelope, self._chunks).withdraw)

    def abort(self) -> None:
        """Cut what is under way at once (`app.ports.Link.abort`)."""
        self._way.calls.abort()

    def close(self) -> None:
        """Let go of the connection."""
        self._way.calls.close()
