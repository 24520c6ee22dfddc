import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.source.times.hours import Hours, find_hours, find_times
from tests.unit.source.reading import hours_of


def hours(text):
    return [(each.start / 60, each.end / 60) for each in find_hours(text)]


@pytest.mark.parametrize(
    ("printed", "stretch"),
    [
        ("з 9.00 до 17.00", (9, 17)),
        ("10:00–16:00", (10, 16)),
        ("з 9 до 15:00", (9, 15)),
        ("0900 до 1 7 00", (9, 17)),
        ("1030 до 1300", (10.5, 13)),
        ("з 02;00 до 05;30", (2, 5.5)),
        ("з 8 по 10: 00", (8, 10)),
        ("з 9 до 16", (9, 16)),
        ("9-16", (9, 16)),
        ("від 9 до 17 години", (9, 17)),
        ("9 год. – 16 год.", (9, 16)),
        ("08:00\n17:00", (8, 17)),
        ("22:00–06:00", (22, 6)),
        ("з 10:00 до 24:00", (10, 24)),
        ("08:00:00 - 16:00:00", (8, 16)),
        ("З 09:00 по 16:00", (9, 16)),
        ("З 09:00 по 16:00 -", (9, 16)),
        ("09-00-17-00", (9, 17)),
        ("8-00/17-00", (8, 17)),
        ("09 - 00 до 17 - 00", (9, 17)),
        ("9-00 17-00", (9, 17)),
        ("9,00-17,30", (9, 17.5)),
        ("09'00-17'00", (9, 17)),
        ("9ºº-17ºº", (9, 17)),
        ("09:OO-17:OO", (9, 17)),
        ("900-1700", (9, 17)),
        ("0900 1700", (9, 17)),
        ("9 00 - 17 00", (9, 17)),
        ("9:00.-17:00.", (9, 17)),
        ("9г.00хв.-17г.30хв.", (9, 17.5)),
        ("з 9 дo 17", (9, 17)),
        ("9:00 – 17:00 год. (8 год)", (9, 17)),
        ("23:00-00:00", (23, 0)),
        ("00:00-24:00", (0, 24)),
        ("цілодобово", (0, 24)),
        ("з 9:00 орієнтовно до 17:00", (9, 17)),
        ("з 9:00 до орієнтовно 17:00 год.", (9, 17)),
        ("з 9-ї до 17-ї години", (9, 17)),
        ("з 9:00- до 17:00", (9, 17)),
        ("9.00 -17,30", (9, 17.5)),
    ],
)
def test_hours_are_read_however_they_are_printed(printed, stretch):
    assert hours(printed) == [stretch]


def test_two_stretches_of_a_day_are_two():
    assert hours("з 9 до 12 та з 13 до 16") == hours("9-12, 13-16") == [(9, 12), (13, 16)]
    assert hours("9-12 13-16") == hours("9-12\n13-16") == hours("9:00-12:00 / 13:00-16:00") == [(9, 12), (13, 16)]


@pytest.mark.parametrize(
    "printed",
    [
        "25:00–26:00",
        "9:00–16:75",
        "9:65-17:00",
        "9:000-17:00",
        "до 17:00",
        "з 9:00",
        "протягом дня",
        "з 73 по 107",
        "завтра",
        "7",
        "",
    ],
)
def test_what_no_clock_shows_is_no_hours(printed):
    assert hours(printed) == []


def test_the_last_minute_of_a_day_is_a_time():
    assert find_times("23:59") == [23 * 60 + 59]
    assert find_times("24:00") == [24 * 60]
    assert find_times("24:30") == find_times("9:65") == find_times("9:000") == [None]
    assert find_times("09:00\n13:00") == [9 * 60, 13 * 60]
    assert find_times("9-30") == find_times("9,30") == [9 * 60 + 30]


@pytest.mark.parametrize(
    "address",
    [
        "пров. Грушовецький 2-16",
        "вул. Миру, від 3 до 17",
        "вул. Миру з 73 по 107",
        "буд. 1–41а",
        "буд. 100-200",
        "б. 2,15-17,30",
    ],
)
def test_houses_in_a_text_are_not_hours(address):
    assert hours_of(address) == []


def test_bare_hours_count_only_where_nothing_plainer_stands():
    assert list(hours_of("вул. Миру – з 9 до 16")) == [Hours(540, 960)]
    assert list(hours_of("вул. Миру 2-16 – 900-1600")) == [Hours(540, 960)]
    assert list(hours_of("вул. Миру з 3 по 17 – 10:00–12:00")) == [Hours(600, 720)]


@given(
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from([":", ".", ";", ": "]),
)
def test_every_pair_of_times_comes_back(hour, minute, last_hour, last_minute, point):
    printed = f"з {hour}{point}{minute:02d} до {last_hour:02d}{point}{last_minute:02d}"
    assert find_hours(printed) == [Hours(hour * 60 + minute, last_hour * 60 + last_minute)]


@given(st.text(alphabet="0123456789:.;-– здопо", max_size=40))
def test_any_text_gives_times_of_a_day(text):
    assert all(0 <= each.start <= 1440 and 0 <= each.end <= 1440 for each in find_hours(text))


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("с. Драгово з 9 до 10; с. Липча з 13:00 до 17:00", 2),
        ("с. Драгово з 9 до 10, с. Липча з 13:00 до 17:00", 2),
        ("с. Драгово, вул. Миру – з 9 до 10; с. Липча – з 13:00 до 17:00", 2),
        ("с. Драгово з 9 до 12 та з 13:00 до 17:00", 2),
        ("с. Драгово, вул. Миру з 9:00 до 12:30, з 14 до 17", 2),
        ("с. Драгово, вул. Миру з 5 до 17; вул. Садова з 13:00 до 17:00", 1),
        ("с. Драгово, вул. Миру з 5 до 17, з 13:00 до 17:00", 1),
    ],
)
def test_bare_hours_count_beside_plainer_ones_where_they_can_be_no_houses(text, stretches):
    assert len(hours_of(text)) == stretches
