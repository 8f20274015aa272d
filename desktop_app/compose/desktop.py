"""The desktop program, wired: a home on the disk becomes a desk."""

import getpass
import os
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import platformdirs

from desktop_app.app import restoring, starting
from desktop_app.app.people import PEOPLE
from desktop_app.app.place import place_of
from desktop_app.app.ports import Activation, Desk, Store
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

    ``database``: the address of a server's database that `create_district` set up.
    """
    anchors = Path(platformdirs.user_state_dir("moduong", appauthor=False)) / "anchors"
    store = open_home(home, ALL, program=program, anchors=anchors, database=database)
    return _seated(_desk(store, user))


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


def create_commune(home: Path, activation: Path, user: str = "", *, own_key_file: bool = False) -> Desk:
    """Make a commune home from an activation file."""
    issued = BundleCodec().read_activation(activation)
    return create_from(home, issued, user, own_key_file=own_key_file)


def create_from(home: Path, issued: Activation, user: str = "", *, own_key_file: bool = False) -> Desk:
    """Make a commune home from what an activation says."""
    desk = _desk(create_home(home, ALL, own_key_file=own_key_file), user)
    try:
        starting.start_from(desk, issued)
    except BaseException:
        _give_up(desk, home)
        raise
    return _seated(desk)


def _give_up(desk: Desk, home: Path) -> None:
    desk.store.close()
    abandon_home(home)


def _desk(store: Store, user: str) -> Desk:
    return Desk(
        store=store,
        codec=BundleCodec(),
        paper=LazyPaper(),
        workbooks=LazyWorkbooks(),
        clock=SystemClock(),
        random=os.urandom,
        topics=ALL,
        units=load_catalogue(lambda name: resource("units", name).read_text(encoding="utf-8")),
        user=user,
    )


def _seated(desk: Desk) -> Desk:
    """Return the desk with somebody at it: the name given, the last one used, or the system's user."""
    if desk.user:
        return desk
    with desk.store.read() as tx:
        place_of(tx)
        known = tx.setting(PEOPLE) or []
    return replace(desk, user=known[0] if known else getpass.getuser())
