"""What sending and fetching share: one connection, one patience, one ear that is told."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from desktop_app.app.ports import Address, Tell, Transfer
from desktop_app.app.ports.link import Doing
from desktop_app.errors import OfflineError
from desktop_app.i18n import _
from desktop_app.sync.calls import AgainError, Calls
from desktop_app.sync.pace import Patience, Speed, Timing

LOOK_S = 0.25  # between two looks whether the person still wants it
T = TypeVar("T")


class Way:
    """The way to one hub; ``tell`` is whoever is told now."""

    def __init__(self, address: Address, timing: Timing) -> None:
        self.address, self.timing, self.clock = address, timing, time.monotonic
        self.calls = Calls(address, timing)
        self.patience = Patience(timing, random.random)  # a jitter guards no secret
        self.tell: Tell = _unheard
        self._last = Transfer("sending")

    def persist(self, step: Callable[[], T]) -> T:
        """Return what ``step`` returns, once it does; raises `OfflineError` when patience ends."""
        while True:
            try:
                done = step()
            except AgainError as again:
                self.tell(self._last)  # the person may have cut it: that is no failure of the road
                self.pause(again)
            else:
                self.patience.answered()
                return done

    def pause(self, again: AgainError) -> None:
        """Rest before another attempt, or give up: raises `OfflineError`."""
        seconds = self.patience.pause(again.asked)
        if seconds is None:
            raise (busy if again.status else offline)(self.address, again.why) from again
        self.rest(seconds)

    def rest(self, seconds: float) -> None:
        """Let time pass; the person may stop at any moment of it."""
        until = self.clock() + seconds
        while (left := until - self.clock()) > 0:
            self.tell(self._last)
            time.sleep(min(left, LOOK_S))

    def report(self, doing: Doing, done: int = 0, total: int = 0, speed: Speed | None = None) -> None:
        """Tell how far it is."""
        rate = speed.rate() if speed else None
        self._last = Transfer(doing, done, total, rate, (total - done) / rate if rate else None)
        self.tell(self._last)


def offline(address: Address, why: str) -> OfflineError:
    """Return what to do without a link."""
    return OfflineError(
        _("Không tới được máy chủ của huyện ({why}).").format(why=why),
        where=address.url,
        todo=_("Dữ liệu vẫn còn nguyên trên máy. Hãy thử lại khi có mạng, hoặc nộp bằng USB."),
    )


def busy(address: Address, why: str) -> OfflineError:
    """Return what to do where the hub is there, and does not take it now."""
    return OfflineError(
        _("Máy chủ của huyện lúc này chưa nhận được ({why}).").format(why=why),
        where=address.url,
        todo=_("Dữ liệu vẫn còn nguyên trên máy. Hãy thử lại sau, hoặc nộp bằng USB."),
    )


def forgetful(address: Address) -> OfflineError:
    """Return what to do with a hub that loses what was sent, again and again."""
    return busy(address, _("máy chủ không giữ được gói đã gửi"))


def _unheard(_transfer: Transfer) -> None:
    """Tell nobody."""
