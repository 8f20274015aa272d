"""Setting a hub's database up, opening it, and every way in which it cannot be used, in words."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.store.postgres import PostgresDatabase
from tests import databases
from tests.databases import KEEPER, SECRET
from tests.e2e.program import Ran, moduong


@pytest.fixture(scope="module")
def server() -> Iterator[databases.Server]:
    with databases.running_server() as server:
        yield server


def init(address: str, home: Path, unit: str = "100") -> Ran:
    return moduong("init", "district", "--unit", unit, "--database", address, home=home)


def as_keeper(address: str, secret: str = SECRET) -> str:
    return address.replace("postgres@", f"{KEEPER}:{secret}@")


def refused(ran: Ran, *words: str) -> None:
    assert ran.code in (1, 2)
    assert all(word in ran.err for word in words), ran.err
    assert SECRET not in ran.err


def test_a_home_names_its_database_and_every_verb_works_there(
    tmp_path: Path, server: databases.Server
) -> None:
    address, home = server.new(), tmp_path / "hub"
    made = init(address, home)
    assert made.code == 0
    assert "mã hoá" in made.out
    assert moduong("add", "computer", "asset_code=MT-1", "kind=desktop", home=home).code == 0
    assert [
        row["asset_code"]
        for row in moduong("list", "computer", "--search", "mt", "--json", home=home).document
    ] == ["MT-1"]
    assert not list(home.glob("moduong.db*"))
    assert (home / "home.json").stat().st_mode & 0o077 == 0
    copy = tmp_path / "copy.dump"
    assert moduong("backup", "--to", copy, home=home).code == 0
    assert copy.stat().st_size > 1000


def test_a_database_in_use_takes_no_second_home_and_no_stranger(
    tmp_path: Path, server: databases.Server
) -> None:
    first, other = server.new(), server.new()
    assert init(first, tmp_path / "first").code == 0
    refused(init(first, tmp_path / "second"), "đã có bảng")
    assert init(other, tmp_path / "third").code == 0
    file = tmp_path / "third" / "home.json"
    file.write_text(file.read_text().replace(other, first))
    refused(moduong("status", home=tmp_path / "third"), "kho khác")


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("postgresql+psycopg://nobody@/nowhere?host=/nonexistent", "cơ sở dữ liệu"),
        ("postgresql+nodriver://x@/y", "không phải địa chỉ"),
        ("postgresql+psycopg://x:mật-khẩu@host:port/y", "không phải địa chỉ"),
        ("sqlite:///x.db", "không phải địa chỉ"),
        ("no address", "không phải địa chỉ"),
    ],
)
def test_an_address_that_leads_nowhere(tmp_path: Path, address: str, what: str) -> None:
    refused(init(address, tmp_path / "hub"), what)
    assert not (tmp_path / "hub" / "home.json").exists()


def test_tables_of_another_program_are_left_alone(tmp_path: Path, server: databases.Server) -> None:
    address = server.new()
    server.say("CREATE TABLE p_theirs (id int)", address)
    refused(init(address, tmp_path / "hub"), "đã có bảng")
    assert server.say("SELECT * FROM p_theirs", address) == []


def test_a_user_who_may_not_make_tables(tmp_path: Path, server: databases.Server) -> None:
    address = server.new()  # since PostgreSQL 15 only its owner may
    refused(init(as_keeper(address), tmp_path / "hub"), "permission denied", "quyền")
    refused(init(as_keeper(address, "sai"), tmp_path / "hub"), "password authentication failed")


def test_a_database_that_cannot_keep_vietnamese(tmp_path: Path, server: databases.Server) -> None:
    latin = "ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0"
    refused(init(server.new(options=latin), tmp_path / "hub"), "UTF8")


def test_what_could_not_be_set_up_can_be_tried_again(tmp_path: Path, server: databases.Server) -> None:
    address, home = server.new(), tmp_path / "hub"
    refused(init(address, home, unit="no such unit"))
    assert not (home / "home.json").exists()
    assert init(address, home).code == 0


def test_a_home_whose_database_was_emptied(tmp_path: Path, server: databases.Server) -> None:
    address, home = server.new(), tmp_path / "hub"
    assert init(address, home).code == 0
    server.put_back(address, like=server.new())
    refused(moduong("status", home=home), "chưa có kho")


def test_a_password_in_the_address_is_kept_from_others(tmp_path: Path, server: databases.Server) -> None:
    address, home = server.new(options=f"OWNER {KEEPER}"), tmp_path / "hub"
    assert init(as_keeper(address), home).code == 0
    assert (home / "home.json").stat().st_mode & 0o077 == 0
    copy = tmp_path / "copy.dump"
    done = moduong("backup", "--to", copy, home=home)
    assert done.code == 0, done.err
    assert copy.stat().st_size > 1000
    assert copy.stat().st_mode & 0o077 == 0, "the hub's keys lie in it"


def test_a_backup_that_cannot_be_read_back_whole_is_none(
    tmp_path: Path, server: databases.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, harming = tmp_path / "hub", tmp_path / "bin" / "pg_dump"
    assert init(server.new(), home).code == 0
    harming.parent.mkdir()
    harming.write_text(
        f'#!/bin/sh\n{shutil.which("pg_dump")} "$@" || exit\n'
        'for one; do case $one in --file=*) truncate -s -200 "${one#--file=}";; esac; done\n'
    )
    harming.chmod(0o755)
    monkeypatch.setenv("PATH", f"{harming.parent}:{os.environ['PATH']}")
    refused(moduong("backup", "--to", tmp_path / "copy.dump", home=home), "pg_restore")
    assert list(tmp_path.glob("copy*")) == []


def test_a_percent_sign_and_a_question_mark_in_a_statement(tmp_path: Path, server: databases.Server) -> None:
    database = PostgresDatabase(tmp_path, server.new())
    with database.transaction(write=False) as connection:
        assert connection.exec_driver_sql("SELECT 'a' LIKE '%a%'").scalar_one() is True
        assert connection.exec_driver_sql("SELECT ? LIKE '%a'", ("ba",)).scalar_one() is True
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar_one() == "on"
    database.close()
