"""Every error of the program, on one page.

    Exception
    └── ModuongError
        ├── UserError            the surroundings failed: said in one sentence, no traceback
        │   ├── UsageError       the words of a command are wrong             (exit 2)
        │   ├── NotFoundError    a record, unit or file that is not there     (exit 2)
        │   ├── RefusedError     a bundle or file that we do not take in      (exit 1)
        │   ├── HomeError        a home that cannot be opened or made         (exit 1)
        │   │   └── NewerFormatError  … because a newer program wrote it
        │   ├── BusyError        another program is writing to the same home  (exit 1)
        │   │   └── CollisionError   … and this one had to give way: again from its beginning
        │   ├── OfflineError     no way to the hub now: a stick works         (exit 1)
        │   ├── HubRefusedError  the hub does not take what was sent          (exit 1)
        │   │   └── UnknownDeviceError  … for it does not know this PC, or not any more
        │   └── UntrustedHubError  who answers is not the hub: nothing sent   (exit 1)
        └── BugError             we failed: goes to the crash report whole

`UserError` says what happened, where, and what to do next; the three parts are kept apart so
that the window can set them in different weights, and the command line in one line.
"""


class ModuongError(Exception):
    """Root of everything that this program raises on purpose."""


class UserError(ModuongError):
    """Something in the surroundings failed; its text is meant for the person in front."""

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.todo = todo

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head} {self.todo}" if self.todo else head


class UsageError(UserError):
    """The words of a command, or the name of a topic, field or choice, are wrong."""

    exit_code = 2


class NotFoundError(UserError):
    """A record, a unit or a file that was named is not there."""

    exit_code = 2


class RefusedError(UserError):
    """A bundle, an activation or another file is not taken in; nothing was changed."""


class HomeError(UserError):
    """A home cannot be opened, made or written."""


class NewerFormatError(HomeError):
    """A home was written by a newer program than this one."""


class BusyError(UserError):
    """Another program holds the writer's lane of the same home."""


class CollisionError(BusyError):
    """A server took back a whole transaction for another's sake: the same again would go through."""


class OfflineError(UserError):
    """The hub cannot be reached now; what was to be sent waits, and may go by USB."""


class HubRefusedError(UserError):
    """The hub answered that it does not take what was sent."""


class UnknownDeviceError(HubRefusedError):
    """The hub does not know this PC: it was not enrolled yet, was revoked, or the hub was restored."""


class UntrustedHubError(UserError):
    """Whoever answered at the hub's address did not prove to be the hub; nothing was sent."""


class BugError(ModuongError):
    """A state that our own code should have made impossible."""
