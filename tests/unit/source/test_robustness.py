"""Damaged, mutated and hostile pages: never an exception, and never a work that the text does not hold."""

import html
import json
import random
import re
from dataclasses import replace
from datetime import datetime
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.domain.addresses.text import plain
from pipeline.domain.clock import KYIV
from pipeline.source.markup.decoding import to_utf8
from tests.unit.source.reading import CAPTURED_AT, CHECKOUT, read, sample

PAGES = sorted(str(path.relative_to(CHECKOUT)) for path in (CHECKOUT / "fixtures").glob("*/pages/*.html"))[::2]
REAL = ("khmelnytskyi-planned-2026-05-11.html", datetime(2026, 5, 11, 12, tzinfo=KYIV))
TAGS = re.compile(r"<[/a-zA-Z!][^<>]*>")
MONTHS = "січ лют бер кві тра чер лип сер вер жов лис гру".split()  # noqa: SIM905
STEM = 3
"""Letters of a part that is compared; a name that is no longer has its last one changed: `Іза`, `в Ізі`."""


@cache
def page(path):
    return to_utf8((CHECKOUT / path).read_bytes()).decode()


@cache
def real_part():
    """The first works of the real page: all of it would take seconds for each mutation."""
    return sample(REAL[0]).read_text(encoding="utf-8")[:120_000]


def letters(text):
    """What a reader may compare: the letters and digits of a text, spelled in one way."""
    return re.sub(r"[\W_]+", "", plain(html.unescape(text)))


def check_holds(text, listing):
    """Every word and number of every work does stand in the text."""
    held = letters(TAGS.sub(" ", text)) + letters(text)
    for work in listing.works:
        assert work.places
        for place in work.places:
            assert holds_stem(held, place.settlement), place
            if place.street:
                assert any(holds_stem(held, word) for word in place.street.name.split()), place
            assert all(letters(word)[:STEM] in held for word in re.findall(r"\w+", place.houses or "")), place
        check_holds_time(held, work, has_ranges=re.search(r"\d\s*(?:[–—-]|по|до)", text))
    assert all(row.reason for row in listing.quarantined)


def check_holds_time(held, work, *, has_ranges):
    start, end = (instant.astimezone(KYIV) for instant in (work.period.starts_at, work.period.ends_at))
    assert start < end
    is_whole_day = work.status == "cancelled" and start.hour == end.hour == 0
    for instant in () if is_whole_day else (start, end):
        assert str(instant.hour) in held or (instant.hour == 0 and "24" in held) or "цілодобово" in held, work
        assert f"{instant.minute:02}" in held or instant.minute == 0, work
    assert str(start.day) in held or has_ranges, work
    assert start.month in (int(number) for number in re.findall(r"(?=(\d\d))", held)) or MONTHS[start.month - 1] in held


def holds_stem(held, name):
    """Whether a part of a name that its cases, and one slip of the finger, leave as it is stands in the text."""
    words = [letters(word) for word in re.split(r"[\s-]+", name)]
    parts = (word[at : at + STEM] for word in words for at in range(max(1, len(word) - STEM)))
    return any(part[: max(1, len(name) - 1)] in held for part in parts)


def check(text, at=CAPTURED_AT, **kwargs):
    content = text if isinstance(text, bytes) else text.encode(errors="replace")
    reading = read(content, at=at, **kwargs)
    assert reading.state in ("ok", "empty", "blocked", "malformed")
    check_holds(text if isinstance(text, str) else text.decode(errors="replace"), reading.listing)
    return reading


def replaced(pattern, by, share=1.0):
    """A mutation that puts one of `by` in place of some matches of `pattern`; `{}` stands for what was there."""

    def mutate(text, rng):
        def replace(found):
            return rng.choice(by).replace("{}", found[0]) if rng.random() < share else found[0]

        return re.sub(pattern, replace, text)

    return mutate


def shuffled_rows(text, rng):
    rows = re.split(r"(?=<tr\b|<p\b|<li\b)", text)
    rng.shuffle(rows)
    return "".join(rows)


ATTRIBUTES = ["colspan=99999999", "rowspan=-1", "rowspan=65534 colspan=1000", "colspan='two'", "href=//[::1", "id=''"]
SPACES = ["\xa0", "&nbsp;\n", "\t  ", "\u200b ", "\u2009", "<br>"]
SIGNS = [*"()[]«»–-,;:./№\"'|\\\x00\x0b\f", "\U00100000", "\U000f0005", "🏠"]
OTHER_TAGS = ["div", "td", "tr", "table", "b", "/p", "li", "script", "h2"]
MUTATIONS = {
    "cut anywhere": lambda text, rng: text[: rng.randrange(len(text))],
    "begun anywhere": lambda text, rng: text[rng.randrange(len(text)) :],
    "doubled": replaced(r"(?s)\A.*\Z", ["{}{}"]),
    "halves swapped": lambda text, rng: text[(half := len(text) * rng.randrange(1, 9) // 10) :] + text[:half],
    "tags dropped": replaced(TAGS, [""], 0.1),
    "all tags dropped but those of rows": replaced(r"<(?!/?(?:tr|td|table|p|h\d)\b)[^<>]*>", [""]),
    "ends of tags dropped": replaced(r"</[^<>]*>", [""], 0.5),
    "tags unclosed": replaced(">", [""], 0.05),
    "tags in capitals": lambda text, _: TAGS.sub(lambda tag: tag[0].upper(), text),
    "tags renamed": replaced(r"(?<=<)/?\w+", OTHER_TAGS, 0.1),
    "attributes garbled": replaced(r"<(?:td|th|tr|a|div|p)\b", [f"{{}} {each}" for each in ATTRIBUTES]),
    "spaces everywhere": replaced(r"\s|(?<=>)", SPACES, 0.3),
    "comments": replaced(r"(?<=[\w>])(?=[\w<])", ["<!-- x -->"], 0.1),
    "comments that nothing ends": replaced(r"(?=<)", ["<!--"], 0.02),
    "tables within cells": replaced(r"<td[^<>]*>[^<]*", ["{}<table><tr>{}</td></tr></table>"], 0.1),
    "rows shuffled": shuffled_rows,
    "other digits": replaced(r"\d", list("0123456789"), 0.5),
    "letters doubled": replaced(r"[а-яії]", ["{}{}"], 0.03),
    "letters lost": replaced(r"\w", [""], 0.05),
    "signs put anywhere": replaced(r"\b", SIGNS, 0.05),
    "words repeated": replaced(r"[^\s<>]+(?=\s)", ["{} {}"], 0.2),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_mutated_page_gives_no_work_that_its_text_does_not_hold(mutation):
    for seed, path in enumerate(PAGES):
        check(MUTATIONS[mutation](page(path), random.Random(f"{mutation} {seed}")))


@pytest.mark.parametrize("mutation", [name for name in MUTATIONS if name != "doubled"])
def test_a_mutated_real_page_gives_no_work_that_its_text_does_not_hold(mutation):
    check(MUTATIONS[mutation](real_part(), random.Random(mutation)), at=REAL[1])


def test_two_mutations_at_once_do_no_worse():
    for seed in range(40):
        rng = random.Random(seed)
        first, second = rng.sample(sorted(MUTATIONS), 2)
        check(MUTATIONS[second](MUTATIONS[first](page(rng.choice(PAGES)), rng) or " ", rng))


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u", "utf-16", "utf-16-le", "utf-32", "iso8859-5", "cp866"])
@pytest.mark.parametrize("claimed", [None, "windows-1251", "utf-16", "никакая"])
def test_a_page_in_any_encoding_gives_its_works_or_none(encoding, claimed):
    for path in PAGES[::3]:
        text = page(path)
        content_type = f"text/html; charset={claimed}" if claimed else None
        listing = read(text.encode(encoding, errors="replace"), content_type=content_type).listing
        known = tuple(work for work in listing.works if any(place.katottg for place in work.places))
        check_holds(text, replace(listing, works=known))  # nobody is told of unknown settlements


def test_bytes_damaged_anywhere_are_read():
    for seed in range(40):
        rng = random.Random(seed)
        content = bytearray(page(rng.choice(PAGES)).encode(rng.choice(["utf-8", "cp1251", "utf-16"])))
        for _ in range(rng.randrange(1, 200)):
            content[rng.randrange(len(content))] = rng.randrange(256)
        assert read(bytes(content[: rng.randrange(len(content))])).state in ("ok", "empty", "blocked", "malformed")


@given(st.binary(max_size=300), st.integers(100, 599), st.none() | st.text(max_size=40), st.text(max_size=30))
def test_any_bytes_under_any_status_type_and_address_are_a_reading(content, status, content_type, url):
    assert read(b"<p>" + content, status=status, content_type=content_type, url=url) is not None
    assert read(content, content_type=content_type, url=f"https://example.com/{url}") is not None


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "ul><li", "dl><dt", "b", "DIV"])
def test_a_page_nested_beyond_reason_is_no_list(tag):
    assert read(f"<h2>24.11.2026</h2>{f'<{tag}>' * 5000}с. Іза, вул. Дружна – з 9 до 16").state == "malformed"


def test_rows_that_each_leave_a_box_open_are_read():
    rows = "".join(f"<div><p>с. Іза, вул. Дружна, {at} – з 9 до 16</p>" for at in range(1, 301))
    assert len(read(f"<h2>Планові відключення 24.11.2026</h2>{rows}").listing.works) == 300


def test_a_page_of_endless_lines_is_no_list_but_a_list_may_have_as_many(monkeypatch):
    monkeypatch.setattr("pipeline.source.pages.MOST_LINES", 20)
    row = "<h2>24.11.2026</h2><p>с. Іза – з 9:00 до 17:00</p>"
    assert (read(row + "<p>а</p>" * 30).state, read(row * 9 + "<p>а</p>" * 9).state) == ("malformed", "ok")


def test_a_page_of_endless_cells_is_no_list(monkeypatch):
    monkeypatch.setattr("pipeline.source.pages.MOST_TAGS", 100)
    page = "<h2>24.11.2026</h2><table><tr><td>Адреса<td>Час{}<tr><td>с. Іза<td>з 9 до 16</table>"
    states = [read(page.format("<td>" * cells)).state for cells in (80, 100)]
    assert states == ["ok", "malformed"]


def test_a_row_longer_than_any_real_one_is_quarantined_and_the_others_are_read():
    rows = "".join(f"<tr><td>{cell}<td>з 9 до 16" for cell in ("с. Іза", "с. Липча, вул. Миру, " * 3000))
    listing = read(f"<h2>24.11.2026</h2><table><tr><td>Адреса<td>Час{rows}</table>").listing
    assert [place.settlement for work in listing.works for place in work.places] == ["Іза"]
    assert "задовгий" in listing.quarantined[0].reason


def test_cells_that_span_all_others_fill_no_memory():
    bomb = "<tr><td rowspan=65534 colspan=1000>а" * 3000
    listing = read(f"<h2>24.11.2026</h2><table><tr><td>Адреса<td>Час<tr><td>с. Іза<td>з 9 до 16{bomb}</table>").listing
    assert [place.settlement for work in listing.works for place in work.places] == ["Іза"]


WORDS = st.sampled_from(
    """
    с. м. смт с-ще х. сс. Іза Липча Хуст Великі Лучки В. Ракошино Буштино (частково) частково повністю вул. вул пров.
    пр. Дружна Миру Б. Хмельницького Шевченка (Макаренка) 1-й І 28 Червня 1, 3-5 12а 14/2 №№ буд. непарні крім від до
    з по по_17 з_9_до_16 9:00–16:00 0900_до_1_7_00 24:00 22:00-06:00 24.11 24.11.2026 31.02.2026 24-25_листопада завтра
    понеділок крім_неділі скасовано (скасовано) перенесено_на_26.11 перенесено не_буде продовжено_до_18:00 через обрізка
    дерев заміна_опор, планово аварійне графік черга_1.1 Хустський РЕМ Тячівський_район громада Адреса: Час: Дата: тел.
    ( ) , ; : – - / | « » . № … <br> <p> </td><td> <b> &nbsp; 0 99999999999 \U00100000 \U000f0001
    """.split()  # noqa: SIM905
).map(lambda word: word.replace("_", " "))
CELLS = st.lists(WORDS, max_size=14).map(" ".join)
FUZZ = settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@FUZZ
@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=4), st.sampled_from(["24.11.2026", "Листопад", ""])
)
def test_any_words_in_the_cells_of_a_table_are_read_or_quarantined(rows, over):
    head = "<tr><td>РЕМ</td><td>Адреса</td><td>Час</td></tr>"
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    check(f"<h2>{over}</h2><table>{head}{cells}</table>")


@FUZZ
@given(
    st.lists(CELLS, min_size=1, max_size=5), st.sampled_from(["Хустський РЕМ, 24.11.2026", "Планові відключення", ""])
)
def test_any_words_in_paragraphs_are_read_or_quarantined(lines, over):
    check(f"<h2>{over}</h2>" + "".join(f"<p>{line}</p>" for line in lines))


ROW = {
    "city": {"name": "Іза"},
    "street": {"name": "вул. Дружна"},
    "otg": {"name": "Хустська"},
    "buildingNames": "1, 3",
    "dateEvent": "2026-11-24T09:00:00+02:00",
    "datePlanIn": "2026-11-24T16:00:00+02:00",
    "koment": "заміна опор",
}
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.sampled_from(
        [*ROW["dateEvent"].split("T"), "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "1" * 5000]
    )
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*ROW, "name"]), inner, max_size=4),
    max_leaves=6,
)


@FUZZ
@given(st.dictionaries(st.sampled_from(sorted(ROW)), ANYTHING, max_size=3), ANYTHING, ANYTHING)
def test_the_portal_with_wrong_types_is_read_or_quarantined(wrong, total, view):
    page = {"@type": "hydra:Collection", "hydra:member": [{**ROW, **wrong}, ROW], "hydra:totalItems": total}
    reading = read(json.dumps(page | {"hydra:view": view}), url="https://example.com/api/pw_planned")
    assert reading.state in ("ok", "malformed")
    assert reading.state == "malformed" or reading.listing.rows == 2


@pytest.mark.parametrize(
    "text", ['{"hydra:member": [', "[" * 100_000, '{"a":' * 50_000, "[1e999]", f"[{'9' * 5000}]", "{}"]
)
def test_json_that_is_no_collection_is_malformed(text):
    assert read(text).state == "malformed"
