"""What is no place and no time: extent, change, kind, reason, lines, objects, counts, contacts, plain words."""

import re
from collections.abc import Iterator

from pipeline.domain.addresses.text import one_typo_apart
from pipeline.domain.works import Kind
from pipeline.source.lexicon import words
from pipeline.source.text.atoms import Atom, Sort
from pipeline.source.text.taggers.reasons import reasons_at
from pipeline.source.text.taggers.things import things_at
from pipeline.source.text.tokens import Token, tokens_of
from pipeline.source.times.changes import changes_at
from pipeline.source.times.dates import without_stamp
from pipeline.source.words import QUEUE

_WHOLE = (
    "село",
    "селище",
    "місто",
    "села",
    "вулиця",
    "вулиці",
    "вулицю",
    "населення",
    "споживачі",
    "споживачів",
    "будинки",
    "будинків",
    "абоненти",
    "с",
    "вул",
)
_TOWARDS = ("бік", "напрямку", "напрямі", "напрямок", "сторону", "районі", "р-ні")
_EXCEPT = ("крім", "окрім", "винятком", "виключенням")
_SOME = ("окремі", "окремих", "деякі", "деяких")
_PHONE = re.compile(
    r"(?<![\d.:])(?:\+?38)?\W{0,2}\(?0[\s-]?\d{2,4}\)?[\s-]?\d{1,3}[\s-]?\d\d[\s-]?\d\d(?!\d)|\b0[\s-]?800[\s-]?\d{3}[\s-]?\d{3}\b|\b\d{2,3}-\d\d-\d\d\b|\S+@\S+\.\w+|https?://\S+|www\.\S+|\b\d{5},\s"
)
_PERHAPS = ("разі", "випадку")
_OFFICE = re.compile(
    r"\b(?:графік|режим|час|години)\s+роботи\b(?!\s+(?:бригад|обладн))|\b\d{5},\s(?=[^\W\d])|\bпрацю(?:є|ємо|ють)\b",
    re.IGNORECASE,
)
"""When and where an office is open."""
_STAYS_ON = re.compile(
    r"\bбез\s+(?:відключ|знеструм)\w+|\b(?:відключ|знеструм)\w+(?:\s+\w+)?\s+не\s+(?:буде|очіку|перед|план)\w*",
    re.IGNORECASE,
)


def tag_phrases(tokens: list[Token], text: str, others: list[list[Atom]]) -> Iterator[Atom]:
    """The atoms of words; `others` are those found so far, which tell where a reason may end."""
    yield from _contacts(tokens, text)
    yield from _former(tokens)
    yield from _perhaps(tokens)
    yield from _queues(tokens, text)
    if (stamp := len(text) - len(without_stamp(text))) and (last := _last_at(tokens, stamp)):
        yield Atom(Sort.NOISE, 0, last, -0.5)
    for first, token in enumerate(tokens):
        if token.kind in ("sign", "dash", "line"):
            yield Atom(Sort.SIGN, first, first + 1, 0.0, token.text)
            continue
        if token.is_number:
            yield from _counts(tokens, first)
            yield Atom(Sort.NUMBER, first, first + 1, 1.5, token.text)
            continue
        yield from _extent(tokens, first)
        yield from things_at(tokens, text, first)
        yield from _kinds(tokens, first)
        yield from reasons_at(tokens, text, first, others)
        if words("months")(token.text) or words("weekdays")(token.text):
            yield Atom(Sort.NOISE, first, first + 1, 0.4)
        if words("noise")(token.text) is not None:
            yield Atom(Sort.NOISE, first, first + 1, 0.05)
        yield Atom(Sort.WORD, first, first + 1, 1.4 if token.is_capital else 1.0, text[token.start : token.end])


def tag_changes(tokens: list[Token], text: str) -> Iterator[Atom]:
    """The atoms of words that cancel, move or extend."""
    for start, end, change in changes_at(text):
        first = next((at for at, token in enumerate(tokens) if token.start >= start), None)
        last = next((at for at in range(len(tokens), 0, -1) if tokens[at - 1].end <= end), None)
        if first is not None and last is not None and first < last:
            yield Atom(Sort.CHANGE, first, last, -0.5, change)


def _contacts(tokens: list[Token], text: str) -> Iterator[Atom]:
    for found in _PHONE.finditer(text):
        first = next((at for at, token in enumerate(tokens) if token.start >= found.start()), None)
        last = next((at for at in range(len(tokens), 0, -1) if tokens[at - 1].end <= found.end()), None)
        if first is not None and last is not None and first < last:
            yield Atom(Sort.CONTACT, first, last, -0.5)
    contacts = words("contacts")
    for found in _OFFICE.finditer(text):
        first = next((at for at, token in enumerate(tokens) if token.start >= found.start()), None)
        last = _last_at(tokens, found.end())
        if first is not None and first < last:
            yield Atom(Sort.CONTACT, first, last, -0.5, "office")
    for at, token in enumerate(tokens):
        if token.is_word and contacts(token.text) is not None:
            yield Atom(Sort.CONTACT, at, at + 1, 0.1)


def _last_at(tokens: list[Token], end: int) -> int:
    return next((at for at in range(len(tokens), 0, -1) if tokens[at - 1].end <= end), 0)


def _queues(tokens: list[Token], text: str) -> Iterator[Atom]:
    """`Черга 1.1`: who is off at the hours of a schedule."""
    for found in QUEUE.finditer(text):
        first = next((at for at, token in enumerate(tokens) if token.start >= found.start()), None)
        last = _last_at(tokens, found.end())
        if first is not None and first < last:
            yield Atom(Sort.KIND, first, last, -0.5, Kind.SCHEDULE)


def _perhaps(tokens: list[Token]) -> Iterator[Atom]:
    """What may happen, or speaks of a spare day: `у разі негоди …`, `резервний день 26.11`."""
    for first, token in enumerate(tokens):
        if (
            (token.text in ("у", "в") and first + 1 < len(tokens) and tokens[first + 1].text in _PERHAPS)
            or token.text == "якщо"
            or token.text.startswith("резерв")
        ):
            end = first + 1
            while (
                end < len(tokens)
                and tokens[end].kind != "line"
                and tokens[end].text not in ";)"
                and not (tokens[end].text == "." and not (end + 1 < len(tokens) and tokens[end + 1].glued))
            ):
                end += 1
            yield Atom(Sort.NOISE, first, end, -0.5)


def _former(tokens: list[Token]) -> Iterator[Atom]:
    """`(кол. вул. Леніна)`, wherever it stands."""
    for first, token in enumerate(tokens):
        if (
            token.text != "("
            or first + 2 >= len(tokens)
            or tokens[first + 1].text not in ("кол", "колишня", "колишній", "бувша", "бувш", "раніше")
        ):
            continue
        close = next((at for at in range(first + 1, min(first + 9, len(tokens))) if tokens[at].text == ")"), None)
        if close is not None:
            yield Atom(Sort.NOISE, first, close + 1, 0.0)


def _counts(tokens: list[Token], first: int) -> Iterator[Atom]:
    counts = words("counts")
    at = first + 1
    if at < len(tokens) and (what := counts(tokens[at].text)):
        end = at + 1 + (at + 1 < len(tokens) and tokens[at + 1].text == "." and tokens[at + 1].glued)
        yield Atom(Sort.COUNT, first, end, 0.05, what)


def _extent(tokens: list[Token], first: int) -> Iterator[Atom]:
    token = tokens[first]
    extent = words("extent")(token.text)
    if token.text in ("у", "в", "по", "на", "з") and first + 1 < len(tokens) and tokens[first + 1].text in _TOWARDS:
        yield Atom(Sort.EXTENT, first, _to_sign(tokens, first + 2), 0.1, "слова")
    elif words("around")(token.text):
        yield Atom(Sort.EXTENT, first, _to_sign(tokens, first + 1), 0.1, "слова")
    elif (
        token.text in _SOME
        and first + 1 < len(tokens)
        and tokens[first + 1].text.startswith(("вулиц", "будин", "спожив", "абон", "частин"))
    ):
        yield Atom(Sort.EXTENT, first, first + 2, 0.0, "частина")
    if (
        token.text in _EXCEPT
        or (
            token.text == "без"
            and first + 1 < len(tokens)
            and (tokens[first + 1].text in ("вул", "вулиці", "вулиць") or tokens[first + 1].is_capital)
        )
        or (token.text == "за" and first + 1 < len(tokens) and tokens[first + 1].text in _EXCEPT)
    ):
        end = _to_strong_sign(tokens, first + 1)
        if end > first + 1:
            yield Atom(Sort.EXTENT, first, end, 0.05, "крім")
    if token.text == "до" and first + 1 < len(tokens) and tokens[first + 1].text.startswith("кін"):
        yield Atom(Sort.EXTENT, first, first + 2, 0.0, "слова")
    if (
        token.text in ("від", "до")
        and first + 1 < len(tokens)
        and tokens[first + 1].is_word
        and not tokens[first + 1].is_capital
        and len(tokens[first + 1].text) > 2
    ):
        yield Atom(Sort.EXTENT, first, _to_sign(tokens, first + 1), 0.1, "слова")
    if extent is None and len(token.text) > 7 and one_typo_apart(token.text, "частково"):
        extent = "частина"
    if extent is None:
        return
    end = first + 1
    if end < len(tokens) and tokens[end].text == "." and tokens[end].glued:
        end += 1
    whole_street = None
    if (
        end < len(tokens)
        and tokens[end].text in _WHOLE
        and not (
            end + 1 < len(tokens)
            and (
                tokens[end + 1].is_capital
                or (tokens[end + 1].text == "." and end + 2 < len(tokens) and tokens[end + 2].is_capital)
            )
        )
    ):
        whole_street = end + 1
        if whole_street < len(tokens) and tokens[whole_street].text == "." and tokens[whole_street].glued:
            whole_street += 1
    if token.text == "ч" and not (first and tokens[first - 1].text == "("):
        return
    yield Atom(Sort.EXTENT, first, whole_street or end, 0.0, extent)
    if whole_street is not None:
        yield Atom(Sort.EXTENT, first, end, 0.1, extent)


def _to_sign(tokens: list[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].kind != "line" and tokens[at].text not in ",;()|:":
        if (tokens[at].kind == "dash" and not tokens[at].glued) or (
            tokens[at].text in ("з", "від") and at + 1 < len(tokens) and tokens[at + 1].is_number
        ):
            break
        at += 1
    return at


def _to_strong_sign(tokens: list[Token], at: int) -> int:
    """To the end of what is left out: commas may part its streets."""
    while at < len(tokens) and tokens[at].kind != "line" and tokens[at].text not in ";()|:":
        if (
            tokens[at].text == ","
            and at + 1 < len(tokens)
            and (tokens[at + 1].text in ("с", "м", "смт", "село", "селище", "місто", "з", "від"))
        ):
            break
        if tokens[at].kind == "dash" and not tokens[at].glued:
            break
        if tokens[at].text in ("з", "від") and at + 1 < len(tokens) and tokens[at + 1].is_number:
            break
        at += 1
    return at


def kinds_in(text: str) -> set[Kind]:
    """The kinds that words of a text name."""
    tokens = tokens_of(text)
    return {atom.value for at in range(len(tokens)) for atom in _kinds(tokens, at) if isinstance(atom.value, Kind)}


def _kinds(tokens: list[Token], first: int) -> Iterator[Atom]:
    kind = words("kinds")(tokens[first].text)
    if kind is None:
        return
    if kind == Kind.EMERGENCY and first and tokens[first - 1].text == "що":
        return
    if (
        kind == Kind.EMERGENCY
        and first + 1 < len(tokens)
        and tokens[first + 1].text.startswith(("опор", "дерев", "стан", "провод", "ізолят", "ділян", "небезп"))
    ):
        return
    yield Atom(Sort.KIND, first, first + 1, 0.02, Kind(kind))


def stays_on(text: str) -> str | None:
    """The words that say that the current stays on."""
    found = _STAYS_ON.search(text)
    return found[0] if found else None
