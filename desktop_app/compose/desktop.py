"""The desktop program, wired: a home on the disk becomes a desk."""

import getpass
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import platformdirs

from desktop_app.app import restoring, starting
from desktop_app.app.catalogue import in_force, topics_in_force
from desktop_app.app.people import PEOPLE
from desktop_app.app.place import place_of
from desktop_app.app.ports import Activation, Desk, Store
from desktop_app.app.requesting import start_by_request
from desktop_app.app.restoring import Restored
from desktop_app.compose.clock import SystemClock
from desktop_app.compose.tools import LazyPaper, LazyWorkbooks
from desktop_app.domain.unit_tables import load_catalogue
from desktop_app.resources_path import resource
from desktop_app.store.home import abandon_home, create_home, open_home
from desktop_app.store.restoring import restoration
from desktop_app.sync.codec import BundleCodec
from desktop_app.topics.registry import ALL


def open_desk(home: Path, user: str = "", *, program: str = "moduong", database: str = "") -> Desk:
    """Open the home at ``home``; raises `HomeError`. Without ``user``, whoever sat here last.

    Topics and units are those that the district's catalogue extends. ``database``: the address of a
    server's database that `create_district` set up.
    """
    anchors = Path(platformdirs.user_state_dir("moduong", appauthor=False)) / "anchors"
    store = open_home(
        home, ALL, program=program, anchors=anchors, database=database,
        extend=lambda tx: topics_in_force(tx, ALL).topics,
    )  # fmt: skip
    return _seated(_desk(store, user))


def reopen(desk: Desk, *, program: str = "moduong") -> Desk:
    """Return a desk on the same home that shows what the catalogue says now; ``desk`` is closed.

    To be asked for when `app.catalogue.catalogue_version` is another than when ``desk`` was opened.
    """
    desk.store.close()
    return open_desk(desk.store.path, desk.user, program=program)


def restore_home(home: Path, backup: Path, *, bring: bool = False) -> Restored:
    """Go back to a backup of the home at ``home``; what stands there now is kept beside the backups."""
    with restoration(home, backup, ALL) as found:
        unsent = restoring.settle(found.restored, found.present, bring=bring)
        now = datetime.fromtimestamp(SystemClock().now_ms() / 1000).astimezone()
        return Restored(found.finish(f"{now:%Y%m%d-%H%M%S}"), unsent, bring)


def create_district(
    home: Path,
    code: str,
    user: str = "",
    *,
    own_key_file: bool = False,
    reference_date: date | None = None,
    round_name: str = "",
    sample: bool = False,
    database: str = "",
) -> tuple[Desk, str]:
    """Make a district home; return its desk and the recovery secret, to be kept offline.

    ``database``: the address of an empty database on a server, instead of a file in the home.
    """
    desk = _desk(create_home(home, ALL, own_key_file=own_key_file, database=database), user)
    try:
        made = starting.start_district(
            desk, code, reference_date=reference_date, round_name=round_name, sample=sample
        )
    except BaseException:
        _give_up(desk, home)
        raise
    return _seated(desk), made.recovery_secret


def recover_district(
    home: Path,
    code: str,
    recovery_secret: str,
    user: str = "",
    *,
    own_key_file: bool = False,
    reference_date: date | None = None,
    round_name: str = "",
) -> Desk:
    """Make a district home in place of one that is lost, whose recovery key is used on."""

    def start(desk: Desk) -> None:
        starting.start_district(
            desk, code, reference_date=reference_date, round_name=round_name, recovery_secret=recovery_secret
        )

    return _created(home, user, start, own_key_file=own_key_file)


def create_commune(home: Path, activation: Path, user: str = "", *, own_key_file: bool = False) -> Desk:
    """Make a commune home from an activation file."""
    issued = BundleCodec().read_activation(activation)
    return create_from(home, issued, user, own_key_file=own_key_file)


def create_by_request(
    home: Path, card: Path, code: str, request: Path, user: str = "", *, own_key_file: bool = False
) -> Desk:
    """Make a commune home from a hub's public card, and write its request for enrolment."""
    known = BundleCodec().read_card(card)
    return _created(
        home, user, lambda desk: start_by_request(desk, known, code, request), own_key_file=own_key_file
    )


def create_from(home: Path, issued: Activation, user: str = "", *, own_key_file: bool = False) -> Desk:
    """Make a commune home from what an activation says."""
    return _created(home, user, lambda desk: starting.start_from(desk, issued), own_key_file=own_key_file)


def _created(home: Path, user: str, start: Callable[[Desk], object], *, own_key_file: bool) -> Desk:
    desk = _desk(create_home(home, ALL, own_key_file=own_key_file), user)
    try:
        start(desk)
    except BaseException:
        _give_up(desk, home)
        raise
    return _seated(desk)


def _give_up(desk: Desk, home: Path) -> None:
    desk.store.close()
    abandon_home(home)


def shipped_units(name: str) -> str:
    """Return the text of a shipped table of units, "units.csv"."""
    return resource("units", name).read_text(encoding="utf-8")


def _desk(store: Store, user: str) -> Desk:
    return Desk(
        store=store,
        codec=BundleCodec(),
        paper=LazyPaper(),
        workbooks=LazyWorkbooks(),
        clock=SystemClock(),
        random=os.urandom,
        topics=ALL,
        units=load_catalogue(shipped_units),
        user=user,
    )


def _seated(desk: Desk) -> Desk:
    """Return the desk in the catalogue in force, with somebody at it.

    That is the name given, the last one used, or the system's user.
    """
    with desk.store.read() as tx:
        place_of(tx)
        people = tx.setting(PEOPLE) or []
        known = in_force(tx, ALL, shipped_units)
    user = desk.user or (people[0] if people else getpass.getuser())
    return replace(desk, topics=known.topics, units=known.units, user=user)
