"""The words by which a list says that it is empty."""

import re

from pipeline.source.text.marks import stretches_in

_NOTHING_PLANNED = re.compile(
    r"не\s+(?:за)?плану|не\s+заплан|не\s+передбач|не\s+очіку|не\s+провод[ия]|немає\s+(?:\S+\s+)?(?:заплан|планов|відключ|робіт)|"
    r"(?:інформаці|відключен|знеструмлен|робот|роб[іо]т|перерв|дан|запис)\w*(?:\s+[^\s.]+){0,4}?\s+відсутн|"
    r"відсутн\w+(?:\s+[^\s.]+){0,2}?\s+(?:інформаці|планов|відключ|знестр|робот|запис)|"
    r"(?:робіт|відключень|знеструмлень|перерв)(?:\s+\S+){0,3}?\s+(?:немає|нема|не)\b|"
    r"записів\s+не|нічого\s+не\s+знайден|(?:список|перелік)\s+порожній",
    re.IGNORECASE,
)
_DENIALS = ("не ", "не\n", "нема", "нічого", "відсутн", "порожн")
"""What says it in some word, and is sooner found than the sentence."""


_CURRENT = re.compile(r"електро(?:енерг|постач)|світл|енергі|напруг", re.IGNORECASE)
"""What is lacking where works are planned: `у зв'язку з роботами буде відсутнє електропостачання`."""


def says_nothing_planned(text: str) -> bool:
    """Whether a text without any hours says that there is nothing to list."""
    small = text.lower()
    said = _NOTHING_PLANNED.search(small) if any(map(small.__contains__, _DENIALS)) else None
    if said is None or ("відсутн" in said[0] and _CURRENT.search(small)):
        return False
    return not stretches_in(text)
