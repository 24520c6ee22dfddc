from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.addresses.text import fold, one_typo_apart


def test_apostrophes_of_every_kind_are_dropped():
    assert {fold(f"Кам{mark}янське") for mark in "’'ʼ`\"´"} == {"камянське"}


def test_latin_look_alikes_inside_cyrillic_words_become_cyrillic():
    assert fold("Мукачiвський Вoвчка") == "мукачівський вовчка"


def test_a_word_of_nothing_but_look_alikes_is_cyrillic_and_a_foreign_word_stays():
    assert fold("c. Іза, 47a") == "с. іза, 47а"
    assert fold("Facebook") == "facebook"


def test_hyphens_dashes_and_spaces_of_every_kind_are_one_space():
    assert fold("Новоселиця - Нижня") == fold("Новоселиця–Нижня") == fold(" новоселиця\u00a0 нижня ")


def test_letters_typed_as_two_signs_are_one():
    assert fold("Мукачи\u0306в") == fold("Мукачйв")


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_one_typo_is_a_letter_more_less_other_or_two_swapped():
    for typo in ("Ракошинно", "Ракошио", "Ракошано", "Ракошион"):
        assert one_typo_apart("Ракошино", typo)
    for other in ("Ракошино", "Ракоши", "Ракашано", "Ркаошнио", ""):
        assert not one_typo_apart("Ракошино", other)


letters = st.text("абвг", max_size=6)


@given(letters, letters)
def test_a_typo_is_one_in_both_directions(a, b):
    assert one_typo_apart(a, b) == one_typo_apart(b, a)


@given(letters, st.data())
def test_every_swap_and_every_lost_letter_is_found(text, data):
    at = data.draw(st.integers(0, max(0, len(text) - 2)))
    lost = text[:at] + text[at + 1 :]
    swapped = text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
    assert lost == text or one_typo_apart(text, lost)
    assert swapped == text or one_typo_apart(text, swapped)
