"""Why the current is off, as atoms: `у зв'язку з обрізкою дерев`, `Причина: ремонт ТП`."""

import re
from collections.abc import Iterator

from pipeline.source.lexicon import words
from pipeline.source.text.atoms import Atom, Sort
from pipeline.source.text.taggers.hours import WORDED
from pipeline.source.text.tokens import Token

_ENDS_REASON = (
    "буде",
    "будуть",
    "без",
    "планується",
    "заплановано",
    "тимчасово",
    "відсутнє",
    "відсутня",
    "відсутнім",
    "припинено",
    "відключено",
    "знеструмлено",
    "відключать",
    "знеструмлять",
    "відбудеться",
    "можливі",
    "можливе",
    "відключення",
    "знеструмлення",
)


_LEAD = re.compile(
    r"^(?:[ув]\s+зв.?язку\s+(?:з|із|зі)|через|внаслідок|причин\w+(?:\s+вимкнень)?(?:\s*[:–—-]|\s+є)?|з\s+метою|на\s+підставі)\s*[:–—-]?\s*",
    re.IGNORECASE,
)


_MANNER = ("планово", "поточн", "капітальн", "технічн", "профілактичн", "терміново", "планов")


def reasons_at(tokens: list[Token], text: str, first: int, others: list[list[Atom]]) -> Iterator[Atom]:
    """A reason from the word that begins it on, an atom for each place where it may end."""
    token = tokens[first]
    what = words("reasons")(token.text)
    start = first
    if token.text in ("у", "в") and first + 1 < len(tokens) and tokens[first + 1].text.startswith("зв’яз"):
        what = "привід"
    if token.text == "з" and first + 1 < len(tokens) and tokens[first + 1].text == "метою":
        what = "привід"
    if (
        token.text == "для"
        and first + 1 < len(tokens)
        and tokens[first + 1].is_word
        and not tokens[first + 1].is_capital
        and words("counts")(tokens[first + 1].text) is None
        and len(tokens[first + 1].text) > 3
        and not tokens[first + 1].text.startswith(("насел", "побут", "жител", "мешкан", "клієнт", "юрид", "фізич"))
    ):
        what = "привід"
    if (
        token.text == "к"
        and first + 2 < len(tokens)
        and tokens[first + 1].text == "/"
        and tokens[first + 2].text == "р"
    ):
        what = "роботи"
    if what is None and token.text.startswith(_MANNER):
        ahead = first + 1
        while ahead < min(first + 4, len(tokens)) and (tokens[ahead].kind == "dash" or tokens[ahead].is_word):
            if words("reasons")(tokens[ahead].text) == "роботи":
                what = "роботи"
                break
            ahead += 1
    if what is None:
        return
    depth = 0
    at = start + 1
    ends: list[int] = []
    while at < len(tokens):
        each = tokens[at]
        if each.kind == "line" or each.text in ";|":
            break
        if each.text == "(":
            depth += 1
        elif each.text == ")":
            if not depth:
                break
            depth -= 1
        elif (
            (
                each.text == "."
                and at + 1 < len(tokens)
                and not tokens[at + 1].glued
                and (tokens[at + 1].is_capital or tokens[at + 1].kind == "dash")
                and (len(tokens[at - 1].text) > 2 or tokens[at - 1].is_number or tokens[at - 1].text == "кв")
            )
            or (each.text == ":" and at > start + 1)
            or (each.text in _ENDS_REASON and at > start + 1)
        ):
            break
        if at > start + 1 and any(
            (atom.sort is Sort.DAYS and not atom.cost) or (atom.sort is Sort.HOURS and atom.cost <= WORDED)
            for atom in others[at]
        ):
            break
        if not depth and any(
            atom.sort in (Sort.DAYS, Sort.HOURS, Sort.SETTLEMENT, Sort.STREET, Sort.DISTRICT, Sort.CHANGE)
            and atom.cost < 0.35
            for atom in others[at]
        ):
            ends.append(at)
        if (not depth and words("extent")(each.text) and tokens[at - 1].text in (",", "(")) or (
            tokens[at - 1].kind == "dash" and words("extent")(each.text)
        ):
            ends.append(at)
        at += 1
        if at - start > 80:
            break
    for end in dict.fromkeys((*ends[:6], at)):
        last = end
        while last > start + 1 and (
            (tokens[last - 1].kind in ("sign", "dash") and tokens[last - 1].text not in ')"»”')
            or tokens[last - 1].text in ("в", "у", "з", "на", "та", "і", "по", "від")
        ):
            last -= 1
        manner = -0.1 if token.text.startswith(_MANNER) else 0.0
        said = " ".join(text[tokens[start].start : tokens[last - 1].end].split())
        yield Atom(Sort.REASON, start, last, 0.1 + manner + 0.03 * (last - start), _LEAD.sub("", said))
