"""Errors named by what the caller does about them. Their text never holds a secret or personal data."""

import errno
import traceback
from collections.abc import Sequence

_IN_WORDS = {
    errno.ENOENT: "такого файла чи теки немає",
    errno.EACCES: "бракує прав",
    errno.EPERM: "бракує прав",
    errno.EISDIR: "це тека, а не файл",
    errno.ENOTDIR: "це файл, а не тека",
    errno.EEXIST: "таке ім'я вже зайнято",
    errno.ENOSPC: "на диску бракує місця",
    errno.EDQUOT: "вичерпано дискову квоту",
    errno.EROFS: "диск лише для читання",
    errno.EMFILE: "програма відкрила стільки файлів, скільки їй дозволено (ulimit -n)",
    errno.ENFILE: "на машині відкрито стільки файлів, скільки їй дозволено (fs.file-max)",
    errno.EADDRINUSE: "цю адресу й порт уже зайнято",
    errno.EADDRNOTAVAIL: "такої адреси ця машина не має",
}


def trouble(error: OSError) -> str:
    """What went wrong with a file, a folder or an address to listen at, in words an operator understands."""
    return _IN_WORDS.get(error.errno or 0, f"помилка диска ({errno.errorcode.get(error.errno or 0, 'невідома')})")


def out_of_files(error: BaseException) -> str | None:
    """In words, where this process could open no further file or connection; None where it was anything else."""
    each: BaseException | None = error
    while each is not None:
        if isinstance(each, OSError) and each.errno in (errno.EMFILE, errno.ENFILE):
            return trouble(each)
        each = each.__cause__ or each.__context__
    return None


def frames(error: BaseException) -> Sequence[str]:
    """Where a fault of our own came from, for the log: its text may hold what a customer wrote, the frames do not."""
    stack = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename.rpartition('/')[2]} {frame.name}:{frame.lineno}" for frame in stack]


class ProvisnykError(Exception):
    """Base of all our errors; the text is in Ukrainian, for the operator, and names the way out."""


class Misuse(ProvisnykError):
    """The operator asked for something impossible: a wrong value, file or setting. Exit code 2."""


class Mismatch(Misuse):
    """Rightly asked, but things are otherwise: an unknown account, a wrong proof, no such page. Exit code 1."""


class Failed(ProvisnykError):
    """The work could not be done for a reason outside: disk, database, network. Exit code 1."""


class WrongClock(Failed):
    """The clock of this machine is wrong by days: whatever is done by it would be told wrongly. Nothing changed."""


class SourceUnavailable(ProvisnykError):
    """The page could not be had at all: no network, a time-out, too large. Nothing changed. Exit code 3."""


class DeliveryError(ProvisnykError):
    """Base of what a messenger answers instead of taking a message."""


class RetryLater(DeliveryError):
    """Passing trouble: try again after `seconds`.

    `whole_messenger`: the pause holds for every message of that messenger (a 429), not for this one alone.
    """

    def __init__(self, reason: str, seconds: float, *, whole_messenger: bool = False) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.whole_messenger = whole_messenger


class ContactGone(DeliveryError):
    """The customer blocked the bot or is no longer there: mark the contact unreachable."""


class ChatMoved(DeliveryError):
    """The chat has another id from now on: write there."""

    def __init__(self, reason: str, chat_id: str) -> None:
        super().__init__(reason)
        self.chat_id = chat_id


class Permanent(DeliveryError):
    """This message will never be taken (our own fault): give up on it and show the operator."""


class Misconfigured(DeliveryError):
    """The messenger refuses us as a whole (token): stop it; no message is marked as failed."""
