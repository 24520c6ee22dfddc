"""Lists of houses as atoms: the longest run of numbers and words of houses, and its parts beside days and hours."""

from collections.abc import Iterator

from pipeline.domain.addresses.house_words import (
    AND,
    BOTH,
    FROM,
    KINDS,
    LABELS,
    LETTERED,
    NOISE,
    ONWARD,
    TO,
    mark_of,
    side_of,
)
from pipeline.source.lexicon import words
from pipeline.source.text.atoms import Atom, Sort
from pipeline.source.text.taggers.names import street_kind, type_joined
from pipeline.source.text.tokens import Token

_HOUSE_SIGNS = frozenset("/\\,;.№\"«»“”„'’()[]?:+#")
_HOUSE_WORDS = frozenset(
    (
        *NOISE,
        *BOTH,
        *FROM,
        *TO,
        *AND,
        *ONWARD,
        *LABELS,
        *LETTERED,
        "по",
        "на",
        "кінця",
        "кінець",
        "також",
        "а",
        "крім",
        "окрім",
        "винятком",
        "за",
        "без",
        "н",
        "нежитлові",
    )
)


def tag_houses(tokens: list[Token], text: str, stops: set[int]) -> Iterator[Atom]:
    """Lists of houses; `stops` are tokens at which days or hours may begin or end."""
    at = 0
    while at < len(tokens):
        if not _begins_houses(tokens, at):
            at += 1
            continue
        end = _run_of_houses(tokens, at)
        inner = sorted({each for each in stops if at < each < end})[:12]
        starts = [at, *inner]
        ends = [*inner, end]
        for first in starts:
            if first != at and not _begins_houses(tokens, first):
                continue
            for last in ends:
                last = _trimmed(tokens, first, last)
                if last > first and any(
                    token.is_number or token.text in ("вся", "всі", "усі", "н") or side_of(token.text) is not None
                    for token in tokens[first:last]
                ):
                    named = any(token.text.startswith(("буд", "№", "парн", "непарн")) for token in tokens[first:last])
                    pointed = any(
                        tokens[at_].text == "."
                        and tokens[at_].glued
                        and tokens[at_ - 1].is_number
                        and tokens[at_ + 1].is_number
                        and tokens[at_ + 1].glued
                        for at_ in range(first + 1, last - 1)
                    )
                    whole = tokens[first].text in ("вся", "всі", "усі", "весь")
                    yield Atom(
                        Sort.HOUSES,
                        first,
                        last,
                        (-0.1 if whole else 0.0 if named else 0.1) + 0.6 * pointed,
                        text[tokens[first].start : tokens[last - 1].end],
                    )
        at = max(end, at + 1)


def _begins_houses(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    if token.is_number:
        year = (
            len(token.text) == 4
            and token.text.startswith(("19", "20"))
            and not (at and tokens[at - 1].text in ("№", ".", "буд"))
        )
        return len(token.text) <= 5 and not year and not (at and tokens[at].glued and tokens[at - 1].is_number)
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.text in ("№", "#"):
        return after is not None
    if not token.is_word:
        return False
    if side_of(token.text) is not None or token.text.startswith(KINDS):
        return True
    if token.text in (
        "буд",
        "будинок",
        "будинки",
        "будинків",
        "будинку",
        "будинках",
        "дом",
        "дома",
        "номер",
        "номери",
        "кв",
        "корп",
    ):
        return after is not None
    if len(token.text) == 1 and after is not None and after.is_number and after.glued and token.is_capital:
        return True
    if token.text in ("б", "д") and not token.is_capital and after is not None:
        slash = after.text in "/\\" and at + 2 < len(tokens) and tokens[at + 2].text in ("н", "нн")
        point = after.text == "." and at + 2 < len(tokens) and (tokens[at + 2].is_number or tokens[at + 2].text in "№")
        return slash or point
    if (
        token.text in ("вся", "всі", "усі", "весь")
        and after is not None
        and after.text in (",", "крім", "окрім", "за", "(")
    ) or (token.text in ("вся", "всі") and after is None):
        return after is not None and any(each.text in ("крім", "окрім", "винятком") for each in tokens[at + 1 : at + 4])
    if token.text in (*FROM, "до", "по", "крім", "окрім", "за", "обидві", "непарної", "парної", "на"):
        ahead = at + 1
        while ahead < len(tokens) and (
            tokens[ahead].text in ("№", ".", "буд", "винятком", "по", "з") or tokens[ahead].text.startswith("буд")
        ):
            ahead += 1
        if ahead >= len(tokens):
            return False
        if token.text in ("за", "на") and ahead == at + 1:
            return side_of(tokens[ahead].text) is not None
        return tokens[ahead].is_number or side_of(tokens[ahead].text) is not None
    return token.text == "бн"


def _run_of_houses(tokens: list[Token], at: int) -> int:
    first = at
    depth = 0
    while at < len(tokens):
        token = tokens[at]
        if token.is_number:
            if len(token.text) > 5:
                break
        elif token.kind in {"dash", "line"}:
            pass
        elif token.kind == "sign":
            if token.text not in _HOUSE_SIGNS:
                break
            if token.text in "([":
                depth += 1
            elif token.text in ")]":
                if not depth:
                    break
                depth -= 1
            elif (
                token.text == "."
                and not (
                    token.glued
                    and at > first
                    and (tokens[at - 1].is_word or not (at + 1 < len(tokens)) or not tokens[at + 1].is_capital)
                )
            ) or (
                token.text == ";"
                and at + 1 < len(tokens)
                and not (tokens[at + 1].is_number or tokens[at + 1].text in ("буд", "№"))
            ):
                break
        elif at > first and _begins_marked(tokens, at):
            break
        elif (
            at > first
            and len(token.text) == 1
            and tokens[at - 1].is_number
            and (at + 1 >= len(tokens) or tokens[at + 1].text in (",", ";", ")") or tokens[at + 1].kind == "line")
        ):
            pass  # 10 А
        elif token.text in _HOUSE_WORDS or side_of(token.text) is not None or token.text.startswith(KINDS):
            if token.text in ("вул", "вулиця", "пров", "провулок", "площа", "проспект", "бульвар", "вулиці"):
                break
            if (
                token.is_capital
                and len(token.text) > 1
                and not token.is_upper
                and token.text not in ("буд", "будинок", "будинки", "корпус", "блок", "секція")
            ):
                break
            if token.text in (
                *FROM,
                *TO,
                "на",
                "по",
                "за",
                "без",
                "а",
                *AND,
                "також",
                "крім",
                "окрім",
                "тільки",
                "лише",
            ) and not _goes_on(tokens, at):
                if not (len(token.text) == 1 and token.glued):
                    break
        elif len(token.text) == 1:
            prefixes = at + 1 < len(tokens) and tokens[at + 1].is_number and tokens[at + 1].glued
            labelled = at >= 2 and (
                tokens[at - 1].text in LABELS
                or (tokens[at - 1].text == "." and tokens[at - 2].text in (*LABELS, *LETTERED))
            )
            if not (token.glued or prefixes or labelled or _stands_alone(tokens, at)):
                break
            if (
                at + 1 < len(tokens)
                and tokens[at + 1].text == "."
                and tokens[at + 1].glued
                and at + 2 < len(tokens)
                and tokens[at + 2].is_word
                and tokens[at + 2].is_capital
            ):
                break
        elif mark_of(token.text) and (at > first or token.text != "частково"):
            pass
        elif words("supply")(token.text) or (words("objects")(token.text) and token.text not in ("ст",)):
            if not (
                at + 1 < len(tokens)
                and (tokens[at + 1].is_number or tokens[at + 1].kind == "dash" or tokens[at + 1].text in "№,;)")
            ) and at + 1 < len(tokens):
                break
        else:
            break
        at += 1
    if depth:
        opened = [i for i in range(first, at) if tokens[i].text in "(["]
        closed = [i for i in range(first, at) if tokens[i].text in ")]"]
        if len(opened) > len(closed):
            at = opened[len(closed)] if len(closed) < len(opened) else at
    return at


def _begins_marked(tokens: list[Token], at: int) -> bool:
    """Whether a street or a settlement begins with a mark."""
    for end, name in type_joined(tokens, at):
        if street_kind(name) or words("settlement_types")(name) is not None:
            pointed = end < len(tokens) and tokens[end].text == "."
            ahead = end + pointed
            if (
                (pointed or len(name) > 2)
                and ahead < len(tokens)
                and tokens[ahead].is_word
                and tokens[ahead].is_capital
                and len(tokens[ahead].text) > 1
            ):
                return True
    return False


def _goes_on(tokens: list[Token], at: int) -> bool:
    """Whether houses follow a small word."""
    ahead = at + 1
    while (
        ahead < len(tokens)
        and ahead < at + 4
        and (
            tokens[ahead].text
            in ("№", ".", "буд", "будинок", "будинки", "по", "на", "винятком", "кінця", "кінець", "також", "з", "до")
            or tokens[ahead].text.startswith("буд")
        )
    ):
        if tokens[ahead].text.startswith("кін"):
            return True
        ahead += 1
    return ahead < len(tokens) and (
        tokens[ahead].is_number or side_of(tokens[ahead].text) is not None or tokens[ahead].text.startswith("почат")
    )


def _stands_alone(tokens: list[Token], at: int) -> bool:
    """Whether a letter that a space parts from its number is that of a house."""
    token = tokens[at]
    if token.text in ("в", "у", "з", "і", "й", "о", "с", "м"):
        return at + 1 >= len(tokens) or tokens[at + 1].text in (",", ";", ")") or tokens[at + 1].kind == "line"
    before = tokens[at - 1] if at else None
    return before is not None and (before.is_number or before.kind == "dash" or before.text in "\"«“„/\\,'’")


def _trimmed(tokens: list[Token], first: int, last: int) -> int:
    while last > first:
        token = tokens[last - 1]
        is_sign = token.text in (",", ";", ":", ".", "(", "[", "№", "+") or token.kind == "line"
        is_word = token.text in (*FROM, *TO, *AND, "на", "за", "а", "також", "буд", "без") and not token.glued
        is_dash = token.kind == "dash" and not (
            token.glued
            and last - 2 >= first
            and tokens[last - 2].is_number
            and (last >= len(tokens) or tokens[last].text in ",;)")
        )
        if not (is_sign or is_word or is_dash):
            break
        if token.text == "." and last - 2 >= first and tokens[last - 2].text in LABELS:
            break
        last -= 1
    return last
