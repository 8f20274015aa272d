"""What is seen before a home is open, and what lies over a page, whole on a small screen in every look."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from shape_kit import COMMUNE, SMALL, Worn, cut, elided, outside, said, sideways, unnamed
from window_kit import homes, open_window, settle

from desktop_app.ui.settings import Settings
from desktop_app.ui.start import StartPage, WhoPage
from desktop_app.ui.tasks import Job
from desktop_app.ui.widgets.busy import Busy
from desktop_app.ui.widgets.message import Act
from desktop_app.ui.window import Window

LONG = (
    "Không ghi được vào E:/Số liệu khảo sát hạ tầng số năm 2022 của Ủy ban nhân dân xã Mường Pồn/MoDuong: "
    "thẻ nhớ đã bị rút ra trong khi đang ghi, tệp gói gửi huyện chưa được ghi trọn vẹn."
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty") / "new"


@pytest.fixture(params=COMMUNE, ids=said)
def window(request: pytest.FixtureRequest, empty: Path) -> Iterator[Window]:
    worn: Worn = request.param
    look = Settings(language=worn.language, theme="light", text_scale=worn.scale)
    made = open_window(empty, look, SMALL)
    yield made
    made.close()


def stands_whole(page: QWidget) -> list[str]:
    return cut(page) + sideways(page) + unnamed(page) + elided(page) + outside(page)


def test_every_step_of_the_first_start_stands_whole(window: Window) -> None:
    start = window.body.stack.currentWidget()
    assert isinstance(start, StartPage)
    assert (window.width(), window.height()) == SMALL
    assert stands_whole(start) == []
    start.district.click()
    settle(window)
    assert stands_whole(start) == []


def test_the_question_who_sits_here_stands_whole(window: Window) -> None:
    page = WhoPage(window.session, [f"Nguyễn Thị Phương Khánh Linh thứ {n}" for n in range(9)], str)
    window.show_alone(page)
    settle(window)
    assert stands_whole(page) == []


def test_messages_with_long_texts_stand_whole(window: Window) -> None:
    acts = (Act("Thử lại", lambda: None), Act("Chọn thẻ nhớ hoặc thư mục khác…", lambda: None))
    window.session.say("bad", LONG, "Hãy cắm lại thẻ nhớ, đợi vài giây rồi bấm Thử lại.", acts=acts, key="a")
    settle(window)
    shown = window.messages.shown()
    assert shown
    for message in shown:
        assert stands_whole(message) == []


def test_the_veil_over_long_work_stands_whole(window: Window) -> None:
    job = Job(window)
    veil = Busy(window.session.look, window.body, "Đang nhận 21 gói của các xã trong huyện…", job)
    veil.show()
    job.progressed.emit(7, 21, LONG)
    settle(window)
    assert stands_whole(veil) == []


def test_a_home_is_what_these_pages_lead_to(tmp_path: Path) -> None:
    made = open_window(homes(tmp_path)[1], None, SMALL)
    assert not isinstance(made.body.stack.currentWidget(), (StartPage, WhoPage))
    made.close()
