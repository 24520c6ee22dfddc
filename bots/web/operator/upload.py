"""Bringing a list by hand, for days when the page refuses us: what was read is shown before it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from starlette.datastructures import UploadFile
from starlette.responses import Response

from bots.web.operator.brought import may_be_accepted, told, why_not
from bots.web.operator.desk import Desk
from bots.web.operator.views import Page, Visit, back, render
from pipeline.domain.errors import Misuse
from pipeline.domain.pages import CONTENT_TYPES
from pipeline.domain.preview import ListFile, Preview

LARGEST = 20 * 2**20
"""Bytes of all files together: as much as a page may have that is fetched."""
MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class Brought:
    """Files that wait for the operator's word."""

    files: Sequence[ListFile]
    preview: Preview


def upload_page(desk: Desk) -> Page:
    """The form of the files, and what was read of those that were brought."""

    async def show(visit: Visit) -> Response:
        brought = visit.session.kept
        brought = brought if isinstance(brought, Brought) else None
        return render(
            visit,
            "upload",
            brought=brought,
            megabytes=LARGEST // 2**20,
            why=why_not,
            may_be_accepted=may_be_accepted,
        )

    async def act(visit: Visit) -> Response:
        match visit.field("act"):
            case "look":
                files = await _files(visit)
                visit.session.kept = Brought(files, await desk.examine(files))
                return back(visit, "Файли прочитано. Перевірте, що з них зрозуміло: поки що нічого не змінено.")
            case "drop":
                visit.session.kept = None
                return back(visit, "Файли відкинуто, нічого не змінено.")
            case "take":
                return await _take(visit, desk)
        raise Misuse("Невідома дія: оновіть сторінку й спробуйте ще раз")

    return Page("/upload", show, act, largest_body=LARGEST, files=MOST_FILES)


async def _take(visit: Visit, desk: Desk) -> Response:
    brought = visit.session.kept
    if not isinstance(brought, Brought):
        raise Misuse("Файлів уже немає: принесіть їх ще раз")
    taken = await desk.take(visit.session.operator, brought.files, accept=visit.field("accept") == "yes")
    visit.session.kept = None
    return back(visit, told(taken), "", is_error=not taken.reading.healthy)


async def _files(visit: Visit) -> Sequence[ListFile]:
    """The files of the form. Raises `Misuse` where there is none, or one of another kind."""
    brought = [each for each in visit.form.getlist("list") if isinstance(each, UploadFile) and each.filename]
    files = []
    for each in brought:
        name = PurePath(each.filename or "").name[:100]
        kind = CONTENT_TYPES.get(PurePath(name).suffix.lower())
        if kind is None:
            raise Misuse(f"«{name}»: потрібен файл .html, .json або .csv")
        files.append(ListFile(name, kind, await each.read()))
    if not files:
        raise Misuse("Не вибрано жодного файлу")
    return files
