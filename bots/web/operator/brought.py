"""Words for what came of reading a list, as several pages say it."""

from pipeline.domain.preview import Preview
from pipeline.domain.quarantine import Taken
from pipeline.domain.trust import PageState, Reading

STATES = {
    PageState.OK: "прочитано",
    PageState.UNCHANGED: "без змін",
    PageState.EMPTY: "порожній",
    PageState.BLOCKED: "сторінка відмовила",
    PageState.MALFORMED: "списку не знайдено",
    PageState.SUSPECT: "підозрілий",
    PageState.FAILED: "збій програми",
}
_UNBELIEVED = {
    PageState.BLOCKED: "замість списку тут захист, вхід або помилка.",
    PageState.MALFORMED: "списку робіт не знайдено: потрібна таблиця із заголовками «Населений пункт», «Дата», «Час».",
    PageState.SUSPECT: "робіт стало менше більш як удвічі.",
    PageState.EMPTY: "список раптом порожній.",
    PageState.FAILED: "збій програми зірвав читання; передайте сторінку розробникам.",
}
_UNREAD = "понад третину рядків не вдалося зрозуміти."


def why_not(reading: Reading) -> str:
    """Why a reading is not believed."""
    return _UNREAD if reading.by_quarantine else _UNBELIEVED[reading.state]


def may_be_accepted(preview: Preview) -> bool:
    """Whether an operator's word is what is missing."""
    return not preview.reading.healthy and preview.reading.state in (PageState.SUSPECT, PageState.EMPTY)


def told(taken: Taken) -> str:
    """What came of it, in one or two sentences."""
    reading = taken.reading
    if not reading.healthy:
        return f"Список не взято до уваги: {why_not(reading)}"
    if reading.state is PageState.UNCHANGED:
        return "Список той самий, що й був: нічого не змінилося."
    before = f" (було {taken.before.quarantined})" if taken.before else ""
    return (
        f"Список взято: рядків {reading.rows}, робіт {reading.works}, незрозумілих {reading.quarantined}{before}. "
        f"Нових записів {taken.changes.new}, зниклих {taken.changes.lingering}."
    )
