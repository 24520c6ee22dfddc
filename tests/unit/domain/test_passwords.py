"""Operators and their hashed passwords."""

import pytest

from pipeline.domain.errors import Misuse
from pipeline.domain.passwords import check_new, hash_password, is_outdated, is_password, parse_operators

SALT = b"0123456789abcdef"
KEPT = hash_password("їжак і вовк", SALT, cost=4)


def test_a_password_fits_what_was_kept_of_it_and_no_other_does():
    assert KEPT.startswith("scrypt$4$8$1$")
    assert is_password("їжак і вовк", KEPT)
    assert not any(is_password(wrong, KEPT) for wrong in ("їжак і вовк ", "", "x" * 1000))
    assert hash_password("їжак і вовк", SALT[::-1], cost=4) != KEPT


@pytest.mark.parametrize("kept", ["", "їжак і вовк", "scrypt$4$8$1$short$hash", KEPT + "$", KEPT.replace("$8$", "$0$")])
def test_nothing_fits_what_is_no_hash_of_ours(kept):
    assert not is_password("їжак і вовк", kept)


def test_a_guess_costs_what_it_should_and_what_was_kept_for_less_is_known():
    assert hash_password("їжак і вовк", SALT).startswith("scrypt$17$8$1$")
    assert [is_outdated(each) for each in (KEPT, KEPT.replace("$4$", "$17$"), "no hash")] == [True, False, False]


def test_a_file_names_operators_and_may_say_what_it_is():
    assert parse_operators(["# оператори", "", f"oksana:{KEPT}", f" ivan.m:{KEPT} "]) == {
        "oksana": KEPT,
        "ivan.m": KEPT,
    }


@pytest.mark.parametrize("line", ["oksana", "oksana:пароль", f"дві людини:{KEPT}", f"-x:{KEPT}"])
def test_a_wrong_line_is_named_and_never_quoted(line):
    with pytest.raises(Misuse, match="рядок 2") as caught:
        parse_operators([f"ivan:{KEPT}", line])
    assert line not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "password", "says"),
    [
        ("дві людини", "long enough to do", "не ім'я оператора"),
        ("a:b", "long enough to do", "не ім'я оператора"),
        ("oksana", "eleven char", "від 12 до 200"),
        ("oksana", "x" * 201, "від 12 до 200"),
    ],
)
def test_names_and_passwords_that_will_not_do_are_refused(name, password, says):
    with pytest.raises(Misuse, match=says):
        check_new(name, password)
