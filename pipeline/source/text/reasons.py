"""Why the current is off, wherever a line of free text says it.

    reason = cause words          `у зв'язку з обрізкою дерев`, `через заміну опор`, `для ремонту ТП`, `Причина: …`
           | "(" works words ")"  `(обрізка дерев)`
           | separator works words  `– ремонт ПЛ-10 кВ`, which may be a day, too: `24 листопада ремонт ТП`

A reason goes on to the end of its line, sentence or bracket, to a day or hours, or to a place behind a separator;
before the first place it ends with any place, a colon, or words like `буде знеструмлено`. Like a change (see
`changes`), each leaves a sign behind, which stays with the work it stands at.
"""

import re
from collections.abc import Iterator
from itertools import chain

from pipeline.source.address.address_text import first_mark, marks_in
from pipeline.source.signs import Signs
from pipeline.source.text.phrases import SURE_DAY
from pipeline.source.times.hours_in_text import cut_hours

_WORKS = (
    r"(?:(?:планов|поточн|капітальн|профілактичн|технічн|терміново|аварійн)\w+(?:-\w+)?\s+|кап\.\s*|к/р\s+)?"
    r"(?:к/р|обріз(?:к|ан)\w+|розчищ\w+|розчист\w+|ремонт(?!н)\w*|ремонтн\w+\s+роб[іо]т\w*|замін[аиуоі]\w*|реконструкц\w+|"
    r"(?:де|пере)?монтаж(?!ник)\w*|технічн\w+\s+обслугов\w+|обслуговув\w+|(?:при|під)єднан\w+|підключенн\w+|профілактик\w+|"
    r"випробув\w+|перевірк\w+|вирубк\w+|виправленн\w+|вирівнюванн\w+|перетяжк\w+|будівництв\w+)(?!\w)"
)
_PEOPLE = r"(?:споживач|населен|абонент|побутов|жител|мешкан|клієнт|юридичн|фізичн)"
_REASON = re.compile(
    r"[\s,;–—-]*(?:(?<![\w'’])(?:[ув]\s+зв.язку\s+(?:з|із|зі)|через|внаслідок|з\s+метою|причин[аи]\s*[:–—-])\s+"
    rf"|(?=(?<![\w'’])для\s+(?!{_PEOPLE})[а-яіїєґ]{{3}})"
    rf"|(?:(?<=[|:\n])\s*|(?<=[–—;,.\d]\s)|(?<=ня\s)|(?<=ада\s)|(?<=лютого\s)|(?<=оку\s)|(?P<bracket>\()\s*|^|(?P<bare>\s)(?-i:(?=[а-яіїєґ])))(?={_WORKS}))",
    re.IGNORECASE,
)
_LIKELY = re.compile(rf"зв.язку|через|внаслідок|метою|причин|для\s|{_WORKS}", re.IGNORECASE)
"""What is sooner sought than the reason itself."""
_STOP = re.compile(
    r"\n|\s\||;|(?:(?<=[\w-]{3})(?<!кап)|(?<=кВ))\.\s+(?=[^\W\d_])|[,–—-]\s*(?=частков|повніст)", re.IGNORECASE
)
_HEAD_STOP = re.compile(
    r":|\s(?:буде|будуть|без|відключ\w+|знеструм\w+|припин\w+|тимчасово|планується|заплановано|відсутн\w+)\b",
    re.IGNORECASE,
)
_LONGEST_MARK = 60
"""Characters behind the end of a sentence by which what began before it is told: `вул. Миру` has such an end itself."""
_BEHIND_SEPARATOR = re.compile(r"[.;,(–—-]\s*$")
_BRACKET = re.compile(r"[()]")
_SIGNS = Signs(0xF0000)
SIGN = _SIGNS.pattern
_CUT = re.compile(rf"\s*{SIGN}")


def cut_reasons(text: str) -> tuple[str, list[str]]:
    """The text with a sign in place of each reason, and the reasons in the order of the signs."""
    reasons: list[str] = []
    if not _LIKELY.search(text):
        return text, reasons
    kept: list[str] = []
    at = 0
    hours = [start for start, _, _ in cut_hours(text)]
    first_place = first_mark(text)
    while found := _REASON.search(text, at):
        start = found.end()
        stops = _ends(text, start, in_head=found.start() <= first_place or found["bare"] is not None)
        end = min(chain(stops, (each for each in hours if each >= start)), default=len(text))
        kept += [text[at : found.start()], f" {_SIGNS.sign(len(reasons))} "]
        reasons.append(text[found.end() : end].strip(" .;,:–—-"))
        at = end + bool(found["bracket"] and text[end : end + 1] == ")")
    return "".join([*kept, text[at:]]), reasons


def take_reasons(text: str, reasons: list[str]) -> tuple[str, str]:
    """A part of the text without signs, and the reasons that they stand for, in one text."""
    if not reasons:
        return text, ""
    own = [reasons[number] for number in _SIGNS.numbers(text)]
    return _CUT.sub("", text), "; ".join(own)


def _ends(text: str, start: int, *, in_head: bool) -> Iterator[int]:
    """Where a reason that begins at `start` may end; none is sought far behind the end of its sentence."""
    till = len(text)
    if stop := _STOP.search(text, start):
        yield stop.start()
        till = stop.end() + _LONGEST_MARK
    if in_head and (stop := _HEAD_STOP.search(text, start, till)):
        yield stop.start()
    if day := SURE_DAY.search(text, start, till):
        yield day.start()
    yield from (at for at in marks_in(text, start, till) if in_head or _BEHIND_SEPARATOR.search(text, start, at))
    depth = 0
    for bracket in _BRACKET.finditer(text, start, till):
        depth += 1 if bracket[0] == "(" else -1
        if depth < 0:
            yield bracket.start()
            return
