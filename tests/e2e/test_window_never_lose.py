"""The grid never loses what was typed: refreshes, leaving, other values, a crash, a disk that refuses."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import add, shown
from window_kit import (
    at,
    enter,
    homes,
    open_window,
    said,
    settle,
    topic,
    type_keys,
    until,
    vanish,
    window_on,
)

from desktop_app.app import checking, people, views
from desktop_app.compose import desktop
from desktop_app.domain.conditions import Contains, Order
from desktop_app.domain.values import State, Value
from desktop_app.ui.window import Window


@pytest.fixture
def commune(tmp_path: Path) -> Path:
    return homes(tmp_path)[1]


@pytest.fixture
def window(commune: Path) -> Iterator[Window]:
    desk = desktop.open_desk(commune)
    for n in range(1, 4):
        add(desk, asset_code=f"MT-{n}", kind="desktop", maker="Dell")
    desk.store.close()
    with window_on(commune) as made:
        yield made


def rec_at(window: Window, row: int) -> str:
    found = window.pages["entry"].view.grid.rows.row_at(row)  # type: ignore[attr-defined]
    assert found is not None
    return str(found.rec)


def test_a_refresh_leaves_an_open_editor_alone(window: Window) -> None:
    grid = topic(window).grid
    at(grid, 2, "maker")
    type_keys("leno")
    add(window.session.desk, asset_code="AA-0")  # sorts before all others
    grid.rows.reload()
    settle(window)
    type_keys("vo")
    enter()
    settle(window)
    recs = {said(grid, row, "asset_code"): said(grid, row, "maker") for row in range(4)}
    assert recs == {"AA-0": "", "MT-1": "Dell", "MT-2": "Dell", "MT-3": "lenovo"}


def test_a_value_that_came_while_typing_is_not_overwritten_unseen(window: Window) -> None:
    from desks import change

    grid = topic(window).grid
    rec = rec_at(window, 0)
    at(grid, 0, "maker")
    type_keys("asus")
    change(window.session.desk, rec, maker="Foxconn")
    enter()
    settle(window)
    row = views.rows(window.session.desk, "computer", views.ids(window.session.desk, "computer"))[0]
    assert row.in_review


def test_a_refresh_and_another_program_leave_an_open_form_alone(window: Window) -> None:
    from desks import change

    view = topic(window)
    rec = rec_at(window, 0)
    at(view.grid, 0, "maker")
    view.form.questions["maker"].editor.setFocus()
    type_keys("as")
    elsewhere = desktop.open_desk(window.session.desk.store.path)  # as the command line does
    change(elsewhere, rec, maker="Foxconn")
    elsewhere.store.close()
    window.session.refreshed.emit()
    window.session.findings.renew()
    settle(window)
    type_keys("us")
    assert "asus" in view.form.questions["maker"].answer.words()
    view.form.save()
    settle(window)
    row = next(row for row in views.all_rows(window.session.desk, "computer") if row.rec == rec)
    assert row.in_review  # neither value is dropped


def test_leaving_the_page_saves_the_open_cell(window: Window) -> None:
    grid = topic(window).grid
    rec = rec_at(window, 0)
    at(grid, 0, "maker")
    type_keys("msi")
    window.go("home")
    settle(window)
    assert shown(window.session.desk, rec, "maker") == Value("msi")


def test_changing_the_language_saves_the_open_cell_and_keeps_the_place(window: Window) -> None:
    grid = topic(window).grid
    rec = rec_at(window, 1)
    at(grid, 1, "maker")
    type_keys("msi")
    window.session.change_look(language="en")
    settle(window)
    view = window.pages["entry"].view  # type: ignore[attr-defined]
    assert shown(window.session.desk, rec, "maker") == Value("msi")
    assert view.topic.title.en in view.title.text()
    assert view.grid.current_row().rec == rec


def test_closing_the_window_saves_the_open_cell(commune: Path) -> None:
    window = open_window(commune)
    grid = topic(window, "office").grid
    at(grid, 0, "name")
    type_keys("ubnd xa")
    window.close()
    assert not window.isVisible()
    window.session.desk.store.close()
    desk = desktop.open_desk(commune)
    rows = views.all_rows(desk, "office")
    assert [row.cells["name"] for row in rows] == [Value("ubnd xa")]
    desk.store.close()


def test_what_was_being_typed_is_offered_again_after_a_crash(commune: Path) -> None:
    window = open_window(commune)
    rec = add(window.session.desk, asset_code="MT-7")
    grid = topic(window).grid
    at(grid, 0, "maker")
    type_keys("toshi")
    window.session.scratch.keep_now()
    vanish(window)

    with window_on(commune) as again:
        notice = next(one for one in again.messages.shown() if one.notice.key == "scratch")
        assert "Máy tính" in notice.notice.what
        notice.notice.acts[0].on()
        settle(again)
        form = again.pages["entry"].view.form  # type: ignore[attr-defined]
        assert form.questions["maker"].answer.words() == "toshi"
        form.save()
        settle(again)
        assert shown(again.session.desk, rec, "maker") == Value("toshi")


def left(window: Window) -> list[str]:
    """Return the texts that are kept on the disk, of this sitting and of those before."""
    kept = people.scratch(window.session.desk).values()
    return [text for one in kept for text in (*one.get("fields", {}).values(), one.get("words", "")) if text]


def take_up(window: Window) -> None:
    """Press what takes up the next piece of what was left."""
    next(one for one in window.messages.shown() if one.notice.key == "scratch").notice.acts[0].on()
    settle(window)


def test_everything_that_was_left_is_offered_piece_by_piece_and_stays_until_it_is_saved(
    commune: Path,
) -> None:
    window = open_window(commune)
    desk = window.session.desk
    rec = add(desk, asset_code="MT-7")
    people.keep_scratch(desk, "grid:office", {"topic": "office", "rec": "", "field": "name", "words": "ubnd"})
    view = topic(window)
    at(view.grid, 0, "maker")
    view.form.questions["maker"].editor.setFocus()
    type_keys("toshi")
    view.form.questions["ram_gb"].put_state(State.NO_DATA)
    window.session.scratch.keep_now()
    vanish(window)

    with window_on(commune) as again:
        assert sorted(left(again)) == ["toshi", "ubnd"]
        take_up(again)
        assert sorted(left(again)) == ["toshi", "ubnd"]  # nothing is forgotten because it was looked at
        again.session.scratch.keep_now()
        settle(again)
        assert sorted(left(again)) == ["toshi", "ubnd"]
        form = again.pages["entry"].view.form  # type: ignore[attr-defined]
        assert form.questions["maker"].answer.words() == "toshi"
        form.save()
        settle(again)
        assert left(again) == ["ubnd"]
        assert shown(again.session.desk, rec, "maker") == Value("toshi")
        assert shown(again.session.desk, rec, "ram_gb") == Value(None, State.NO_DATA)
        take_up(again)
        assert again.pages["entry"].view.topic.key == "office"  # type: ignore[attr-defined]
        again.pages["entry"].view.form.save()  # type: ignore[attr-defined]
        settle(again)
        assert left(again) == []


def test_a_reason_that_was_being_typed_is_taken_up_in_its_dialog(commune: Path) -> None:
    window = open_window(commune)
    add(window.session.desk, "postal_point", name="Điểm", kind="Bưu cục", operator="VNPost", hours="3")
    window.go("check")
    settle(window)
    page = window.pages["check"]
    row = next(n for n, one in enumerate(page.model.lines) if "định mức" in str(page.model.index(n).data()))  # type: ignore[attr-defined]
    page.list.choose(row)  # type: ignore[attr-defined]
    page.ask_reason()  # type: ignore[attr-defined]
    until(page.dialog.reason.hasFocus)  # type: ignore[attr-defined]
    type_keys("cho phien")
    window.session.scratch.keep_now()
    vanish(window)
    with window_on(commune) as again:
        take_up(again)
        dialog = again.pages["check"].dialog  # type: ignore[attr-defined]
        assert dialog.reason.toPlainText() == "cho phien"
        assert left(again) == ["cho phien"]
        dialog.keep.click()
        settle(again)
        assert left(again) == []
        reasons = [one.problem.reason for one in checking.check(again.session.desk)]
        assert "cho phien" in reasons


def test_what_this_sitting_types_does_not_push_out_what_the_last_one_left(commune: Path) -> None:
    window = open_window(commune)
    add(window.session.desk, asset_code="MT-7")
    add(window.session.desk, asset_code="MT-8")
    at(topic(window).grid, 0, "maker")
    type_keys("toshi")
    window.session.scratch.keep_now()
    vanish(window)
    again = open_window(commune)
    at(topic(again).grid, 1, "maker")
    type_keys("acer")
    again.session.scratch.keep_now()
    vanish(again)
    with window_on(commune) as third:
        assert sorted(left(third)) == ["acer", "toshi"]


@pytest.mark.usefixtures("impatient")
def test_what_could_not_be_kept_is_kept_as_soon_as_it_can_be(window: Window) -> None:
    other = desktop.open_desk(window.session.desk.store.path)
    with other.store.write():  # another program holds the writer's lane for longer than we wait
        at(topic(window).grid, 0, "maker")
        type_keys("sony")
        window.session.scratch.keep_now()
        settle(window)
        assert people.scratch(window.session.desk) == {}
    other.store.close()
    until(lambda: left(window) == ["sony"])
    enter()


def test_the_window_opens_where_it_was_however_it_ended(commune: Path) -> None:
    window = open_window(commune)
    desk = window.session.desk
    for n in range(60):
        add(desk, asset_code=f"MT-{n:02}", maker="Dell")
    view = topic(window)
    view.toggle_form()
    at(view.grid, 40, "maker")
    view.grid.verticalScrollBar().setValue(35)
    where = view.where()
    kept = {key: where[key] for key in ("topic", "rec", "field", "search", "scroll", "form")}
    until(lambda: people.place_left(desk).get("where", {}).get("scroll") == 35)
    left = people.place_left(desk)
    assert left["page"] == "entry"
    assert kept.items() <= left["where"].items()
    vanish(window)
    with window_on(commune) as again:
        view = again.pages["entry"].view  # type: ignore[attr-defined]
        until(lambda: view.grid.verticalScrollBar().value() == 35)
        assert again.key == "entry"
        assert kept.items() <= view.where().items()
        assert view.form.isVisible() is bool(kept["form"])


def test_what_was_left_out_and_the_order_are_as_they_were_however_it_ended(commune: Path) -> None:
    window = open_window(commune)
    desk = window.session.desk
    for n in range(6):
        add(desk, asset_code=f"MT-{n:02}", maker="Dell" if n % 2 else "HP")
    view = topic(window)
    view.filters.put("maker", Contains("maker", "dell"))
    view.filters.sort((Order("asset_code", down=True),))
    settle(window)
    where = view.where()
    until(lambda: bool(people.place_left(desk).get("where", {}).get("order")))
    vanish(window)
    with window_on(commune) as again:
        settle(again)
        view = again.pages["entry"].view  # type: ignore[attr-defined]
        assert {key: view.where()[key] for key in ("conditions", "order")} == {
            "conditions": where["conditions"], "order": [{"field": "asset_code", "down": True, "ranks": []}],
        }  # fmt: skip
        assert [said(view.grid, row, "asset_code") for row in range(3)] == ["MT-05", "MT-03", "MT-01"]


@pytest.mark.usefixtures("impatient")
def test_a_save_that_fails_keeps_the_text_and_offers_to_try_again(window: Window) -> None:
    grid = topic(window).grid
    rec, home = rec_at(window, 0), window.session.desk.store.path
    other = desktop.open_desk(home)
    with other.store.write():  # another program holds the writer's lane for longer than we wait
        at(grid, 0, "maker")
        type_keys("sony")
        enter()
        settle(window)
        assert said(grid, 0, "maker") == "sony"
        assert window.bar.saved.text().startswith("CHƯA lưu")
        assert window.bar.saved.property("tone") == "bad"
    other.store.close()
    notice = next(one for one in window.messages.shown() if one.notice.key == "unsaved")
    notice.notice.acts[0].on()
    settle(window)
    assert shown(window.session.desk, rec, "maker") == Value("sony")
    assert window.bar.saved.text().startswith("Đã lưu")
