import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.proofs import eic_hash, meter_hash, same_hash

KEY = b"key"
ACCOUNT = "210000001"
METER = meter_hash(KEY, ACCOUNT, "А0012345")
EIC = eic_hash(KEY, ACCOUNT, "62Z000000001AHX5")


@pytest.mark.parametrize("typed", ["a0012345", " А 001 23 45", "№А0012345", "A-0012345", "#a0012345"])
def test_a_meter_is_forgiven_case_spaces_signs_and_cyrillic_letters(typed):
    assert same_hash(meter_hash(KEY, ACCOUNT, typed), METER)


@pytest.mark.parametrize("typed", ["12345", "0012345", "№ 012345", "N12345", "000 12345"])
def test_leading_zeros_of_a_meter_are_forgiven(typed):
    assert same_hash(meter_hash(KEY, ACCOUNT, typed), meter_hash(KEY, ACCOUNT, "12345"))


@pytest.mark.parametrize("typed", ["AHX5", "1AHX6", "", "62Z000000001AHX6"])
def test_another_end_of_the_eic_is_no_proof(typed):
    assert not same_hash(eic_hash(KEY, ACCOUNT, typed), EIC)


@pytest.mark.parametrize("typed", ["1AHX5", "1ahx5", "1АНХ5", " 1 a h x 5 ", "62z000000001ahx5"])
def test_the_last_five_characters_of_the_eic_are_a_proof(typed):
    assert same_hash(eic_hash(KEY, ACCOUNT, typed), EIC)


def test_no_meter_is_no_proof():
    assert meter_hash(KEY, ACCOUNT, " 000 ") is None
    assert not same_hash(None, None)


def test_equal_meters_of_two_accounts_give_different_hashes():
    assert meter_hash(KEY, ACCOUNT, "12345") != meter_hash(KEY, "210000002", "12345")


def test_the_key_and_the_kind_of_proof_are_part_of_the_hash():
    assert meter_hash(b"other", ACCOUNT, "12345") != meter_hash(KEY, ACCOUNT, "12345")
    assert meter_hash(KEY, ACCOUNT, "12345") != eic_hash(KEY, ACCOUNT, "12345")


@given(st.text())
def test_whatever_a_customer_types_has_a_hash_or_none(typed):
    meter_hash(KEY, ACCOUNT, typed)
    eic_hash(KEY, ACCOUNT, typed)
