"""An older home becomes this one in one transaction after a verified backup, or not at all."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from desktop_app.compose.desktop import create_district
from desktop_app.store.backup import DAYS, FOLDER, WEEKS, keep_daily, worth_keeping
from desktop_app.store.engine import Database
from desktop_app.store.home import open_home
from desktop_app.store.store import SqlStore
from desktop_app.store.tables import FORMAT
from desktop_app.topics.registry import ALL


@pytest.fixture
def store(tmp_path: Path):
    desk, _secret = create_district(tmp_path / "home", "100", "Người thử", own_key_file=True)
    desk.store.close()
    opened = open_home(tmp_path / "home", ALL)
    yield opened
    opened.close()


def tables_of(store: SqlStore) -> set[str]:
    with store._database.transaction(write=False) as connection:
        return set(sa.inspect(connection).get_table_names())


def add_table(operations) -> None:
    operations.create_table("tool", sa.Column("id", sa.Integer, primary_key=True))


def break_half_way(operations) -> None:
    add_table(operations)
    operations.execute("INSERT INTO nowhere VALUES (1)")


def test_a_step_runs_once_and_the_format_is_written(store: SqlStore) -> None:
    store.prepare(FORMAT + 1, {FORMAT: add_table})
    store.prepare(FORMAT + 1, {FORMAT: add_table})
    assert "tool" in tables_of(store)
    with store.read() as tx:
        assert tx.setting("format") == FORMAT + 1


def test_before_a_migration_a_verified_backup_is_kept(store: SqlStore) -> None:
    store.prepare(FORMAT + 1, {FORMAT: add_table})
    (kept,) = (store.path / FOLDER).iterdir()
    copy = Database(kept.parent, store._database.key, name=kept.name)
    with copy.transaction(write=False) as connection:
        assert "tool" not in sa.inspect(connection).get_table_names()
    copy.close()


def test_a_step_that_fails_leaves_nothing_behind(store: SqlStore) -> None:
    before = tables_of(store)
    with pytest.raises(sa.exc.OperationalError):
        store.prepare(FORMAT + 1, {FORMAT: break_half_way})
    assert tables_of(store) == before
    with store.read() as tx:
        assert tx.setting("format") == FORMAT


def test_a_home_of_the_first_format_gets_a_place_for_photos(store: SqlStore) -> None:
    with store._database.transaction(write=True) as connection:
        for table in ("blob", "scan", "stocktake"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql("UPDATE setting SET value = '1' WHERE key = 'format'")
    store.prepare()
    with store.write() as tx:
        tx.put_blob("aa", b"photo")
        tx.put_blob("aa", b"photo")
    with store.read() as tx:
        assert (tx.setting("format"), tx.blob("aa"), tx.blob("bb")) == (FORMAT, b"photo", None)


def test_todays_copy_is_kept_once(store: SqlStore) -> None:
    assert store.is_sound()
    assert store.keep_daily(date(2026, 11, 24)) is not None
    assert store.keep_daily(date(2026, 11, 24)) is None


def test_the_last_seven_days_and_eight_weeks_stay() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(200)]
    kept = {path.stem for path in worth_keeping([Path(f"{day}.db") for day in days])}
    assert {str(day) for day in days[-DAYS:]} <= kept
    assert len({date.fromisoformat(stem).isocalendar()[:2] for stem in kept}) == WEEKS
    assert len(kept) <= DAYS + WEEKS


def test_old_copies_make_room(store: SqlStore) -> None:
    for n in range(30):
        keep_daily(store._database, store.path, date(2026, 1, 1) + timedelta(days=n))
    left = sorted((store.path / FOLDER).glob("*.db"))
    assert set(left) == set(worth_keeping(left))
    assert left[-1].stem == "2026-01-30"
