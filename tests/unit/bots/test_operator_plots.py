"""The plots of the operator's pages: well-formed, true to their numbers, said in words."""

import xml.etree.ElementTree as ET
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bots.web.operator.overview import sent_by
from bots.web.operator.plots import WIDTH, timeline
from pipeline.domain.overview import Attempts, ComingWorks
from pipeline.domain.stages import Stage

TODAY = date(2026, 11, 24)
WEEK = [TODAY - timedelta(days=number) for number in reversed(range(7))]

attempts = st.lists(
    st.builds(
        Attempts,
        st.sampled_from([*WEEK, TODAY - timedelta(days=9)]),
        st.sampled_from(["telegram", "viber"]),
        st.sampled_from(Stage),
        st.sampled_from(["sent", "retry", "undeliverable"]),
        st.integers(1, 100_000),
    ),
    max_size=30,
)
works = st.lists(
    st.builds(
        ComingWorks,
        st.dates(TODAY, TODAY + timedelta(days=12)),
        st.sampled_from(["", "Хустський РЕМ", '<&"']),
        st.integers(1, 500),
    )
)


def parts(svg, tag, name=""):
    return [each for each in ET.fromstring(str(svg)).iter(tag) if each.get("class", "").startswith(name)]


@given(attempts)
def test_bars_are_as_high_as_their_numbers_and_the_highest_fills_the_plot(attempts):
    _, svg, _ = sent_by(attempts, "viber", WEEK)
    sent = [each for each in attempts if each.messenger == "viber" and each.result == "sent" and each.day in WEEK]
    assert bool(svg) == bool(sent)
    if sent:
        per_day = {day: sum(each.count for each in sent if each.day == day) for day in WEEK}
        shown = sum(float(each.get("height")) for each in parts(svg, "rect"))
        assert abs(shown - 90 * sum(per_day.values()) / max(per_day.values())) < 3
        assert all(f"{day:%d.%m} — {count}" in svg for day, count in per_day.items())


@given(works)
def test_a_timeline_has_a_cell_for_each_day_of_each_district_and_says_all_numbers(works):
    svg = timeline(works, TODAY, 10, "Роботи")
    assert bool(svg) == bool(works)
    if works:
        districts = {each.district for each in works}
        assert len(parts(svg, "rect")) == 10 * len(districts)
        assert all(float(each.get("x")) + float(each.get("width")) <= WIDTH for each in parts(svg, "rect"))


def test_what_a_district_is_called_is_shown_as_text():
    svg = timeline([ComingWorks(TODAY, "<b>Хуст & Іза", 3)], TODAY, 10, "Роботи")
    assert "&lt;b&gt;Хуст &amp; Іза" in svg


def test_districts_stand_in_the_order_of_the_ukrainian_alphabet():
    names = ["Берегівський", "Іршавський", "Мукачівський", "Хустський"]
    svg = timeline([ComingWorks(TODAY, f"{name} РЕМ", 1) for name in reversed(names)], TODAY, 10, "Роботи")
    assert [each.text for each in parts(svg, "text") if each.get("text-anchor") == "start"] == names
