"""What troubles a database, in words an operator understands."""

import errno
import os

_FILES_RUN_OUT = "Програма відкрила стільки файлів, скільки їй дозволено (ulimit -n): підніміть межу й повторіть"
_WORDS = (
    (
        ("is full", "No space left", "quota", "IOERR_SHMSIZE"),
        "На диску бракує місця для бази даних: звільніть його і повторіть",
    ),
    (("Too many open files",), _FILES_RUN_OUT),
    (("not a database",), "Файл бази даних не є базою SQLite: перевірте адресу бази даних"),
    (("malformed",), "Файл бази даних пошкоджено: відновіть його з резервної копії"),
    (("readonly", "read-only", "Read-only"), "База даних лише для читання: перевірте права на файл і його теку"),
    (("unable to open",), "Не вдалося відкрити файл бази даних: перевірте шлях і права"),
    (("disk I/O error",), "Диск відмовив базі даних: перевірте його (dmesg)"),
    (("deadlock", "serialize"), "Базу даних змінюють водночас кілька процесів: повторіть"),
    (("locked",), "База даних зайнята іншим процесом: повторіть пізніше"),
    (
        ("connection", "server closed", "shutting down", "starting up", "recovery mode"),
        "З'єднання з базою даних перервалося: перевірте, чи працює PostgreSQL, і повторіть",
    ),
)
_LET_GO = 16
"""Files that may have been closed again since SQLite refused: as few left, and they had run out."""


def words_of(error: BaseException) -> str:
    """What was the matter. A rollback that fails as well hides it: then it stands in the error's context."""
    if "unable to open" in str(error) and _files_run_out():
        return _FILES_RUN_OUT
    each: BaseException | None = error
    while each is not None:
        said = f"{each} {getattr(getattr(each, 'orig', each), 'sqlite_errorname', '')}"
        for marks, words in _WORDS:
            if any(mark in said for mark in marks):
                return words
        each = each.__context__
    # only the first line: PostgreSQL puts a row's values in the lines below it
    return f"База даних відмовила: {next(iter(str(error).splitlines()), 'причини не названо')}"


def _files_run_out() -> bool:
    """Whether this process may open no further files, which SQLite does not say."""
    opened: list[int] = []
    try:
        opened.extend(os.open(os.devnull, os.O_RDONLY) for _ in range(_LET_GO))
    except OSError as error:
        return error.errno in (errno.EMFILE, errno.ENFILE)
    finally:
        for each in opened:
            os.close(each)
    return False
