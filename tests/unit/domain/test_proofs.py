import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.proofs import eic_end, pairs, plain_meter, readings, visible

INVISIBLE = "\u200b\u200e\u2060\ufeff\u00ad\u202a"


@pytest.mark.parametrize("sign", INVISIBLE)
def test_what_nobody_sees_is_no_part_of_a_number(sign):
    assert visible(f"{sign}210{sign}000001") == "210000001"
    assert plain_meter(f"00{sign}12345{sign}") == "12345"
    assert eic_end(f"1A{sign}HX5{sign}") == "1AHX5"


@given(st.text(alphabet="0123456789АБВ №-" + INVISIBLE))
def test_a_meter_is_the_same_with_and_without_what_nobody_sees(written):
    assert plain_meter(written) == plain_meter(visible(written))


@pytest.mark.parametrize("written", ["1OOOO1", "1оОoО1"])
def test_a_letter_o_may_be_meant_for_the_digit(written):
    assert readings(written) == (written, "100001")


def test_what_has_no_such_letter_is_read_in_one_way():
    assert readings("100001") == ("100001",)


@pytest.mark.parametrize(
    "line",
    [
        "100001 00011",
        "00011 100001",
        "100001, 00011",
        "100001\n00011",
        "100001+00011",
        "лічильник 100001 EIC 00011",
        "100001 і 00011",
        "100\u200b001 00011",
        "100001 00011, дякую",
        "10 00 01 00011",
    ],
)
def test_a_line_may_hold_both_proofs_in_either_order_with_words_between(line):
    assert ("100001", "00011") in pairs(line)


def test_a_whole_code_is_as_good_as_its_end_and_letters_may_belong_to_the_meter():
    assert ("100001", "62Z1000000000011") in pairs("100001 62Z1000000000011")
    assert ("НІК12345", "1AHX5") in pairs("НІК 12345 1AHX5")


@pytest.mark.parametrize("line", ["", "100001", "лічильник 100001", "100001 4521", "12345678 1234567", "так", "🙂 🙂"])
def test_a_line_without_an_end_of_a_code_beside_another_number_holds_no_pair(line):
    assert pairs(line) == ()


@given(st.text())
def test_a_line_holds_few_pairs_so_an_attempt_is_few_guesses(line):
    assert len(pairs(line)) <= 4
