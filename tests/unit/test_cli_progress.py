"""What `moduong sync` says while it is under way."""

import pytest

from desktop_app.app.ports import Transfer
from desktop_app.cli.syncing import _Line, _said


def test_a_line_says_how_much_how_fast_and_how_long() -> None:
    said = _said(Transfer("sending", 1_500_000, 3_000_000, 2000.4, 750.2))
    assert said == "Đang gửi 1.500.000/3.000.000 byte, 2.000 byte/s, còn 12:30"
    assert _said(Transfer("fetching", 10, 10, 5.0, 0.0)) == "Đang nhận 10/10 byte, 5 byte/s"
    assert _said(Transfer("sending", 0, 10)) == "Đang gửi 0/10 byte"


def test_a_file_gets_a_line_for_each_thing_that_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    line = _Line(as_json=False)
    for done in range(10):
        line(Transfer("sending", done, 10))
    line(Transfer("waiting"))
    line.end()
    assert capsys.readouterr().err.splitlines() == ["Đang gửi 0/10 byte", "Đang chờ biên nhận của huyện…"]


def test_a_script_hears_nothing_until_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    line = _Line(as_json=True)
    line(Transfer("sending", 1, 10))
    line.end()
    assert capsys.readouterr().err == ""


def test_a_terminal_has_one_line_that_is_written_over(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    line = _Line(as_json=False)
    line(Transfer("waiting"))
    line(Transfer("fetching", 1, 2))
    line.end()
    said = capsys.readouterr().err
    assert "\n" not in said
    assert said.startswith("\rĐang chờ biên nhận của huyện…\rĐang nhận 1/2 byte")
    assert said.endswith(" \r")
