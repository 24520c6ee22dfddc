"""What every line of a list says alike, whatever its places: `буде припинено електропостачання споживачам`."""

import re

from pipeline.domain.addresses import settlement_types
from pipeline.source.times.months import OF_DATES, SHORT

FULL_DATE = re.compile(r"(?<!\d)\d{1,2}\.\d{1,2}\.(?:20\d\d|\d\d)(?!\d)(?:\s*р\.)?")
_MONTH = rf"(?-i:{OF_DATES}|{OF_DATES.upper()}|{SHORT})"
"""Not `28 Червня`, which is a street."""
_WORDED_DAY = rf"\d{{1,2}}(?:-?го)?\s+(?:{_MONTH}(?:\s+20\d\d)?|числа)"
DAY = rf"(?:\d{{1,2}}\.\d\d(?:\.(?:20)?\d\d)?|{_WORDED_DAY})(?:\s*(?:р\.|року))?"
"""A day beside hours, where no house or street can be meant."""
SURE_DAY = re.compile(rf"{FULL_DATE.pattern}|(?<![\d.]){_WORDED_DAY}", re.IGNORECASE)

_SAID = (
    r"(?:[Бб]уд(?:е|уть)|[Пп]ланов\w+|[Зз]?аплан\w+|[Пп]лану\w+|[Тт]имчасово\w*|[Бб]ез|[Вв]ідсутн\w+|[Пп]рипин\w+|[Вв]ідключ\w+|"
    r"[Зз]неструм\w+|[Оо]бмеж\w+|[Пп]ерерв\w+|[Вв]имкн\w+|залиш\w+|[Ее]лектро\w+|[Сс]вітл\w+|[Ее]нерго\w+|розподіл\w*|постачан\w+|"
    r"[Рр]об[іо]т\w*|прове\w+|викон\w+|[Щщ]од(?:ня|енно)|[Оо]рієнтовн\w+|[Чч]ас(?:у|ом)?|[Гг]один\w*|[Пп]еріод\w*|"
    r"[Тт]риваліст\w*|[Аа]дрес\w*|таки\w+|наступн\w+|За|за|По|по|та|У|у|В|в|на|з|із|для|[Сс]поживач\w*|абонент\w*|мешкан\w*|жител\w*|"
    r"населен\w+|пункт\w*)"
)
_PHRASE = re.compile(
    rf"(?<!\w){_SAID}(?:\s+{_SAID})*(?=\s*(?:[:,–(|-]|$)|\s+(?:[увбп]|{settlement_types.SHORT}|вул\w*|пров\w*)[\s.]|\s+(?:з|від)\s*\d|\s+[ПпЧч](?:овністю|астково))\s*:?"
    r"|(?<!\w)[Щщ]од(?:ня|енно)(?!\w)"
)
_BEHIND_PLACES = re.compile(
    r"\s+(?:буде|будуть|планується|заплановано|тимчасово|відсутн[яєі]\w*|припинено|відключать|знеструмлять)"
    r"(?:\s+[а-яіїєґ][а-яіїєґ'’]+\b(?!\.\s*[А-ЯІЇЄҐ]))*\.?"
)


def without_phrases(text: str) -> str:
    """What stands before the places of a line, without what every line says there."""
    return _PHRASE.sub(" ", text)


def without_statements(places: str) -> str:
    """The places of a line, without what every line says of them: `с. Іза буде знеструмлено`."""
    return _BEHIND_PLACES.sub(" ", places)
