"""Case forms of the words of a settlement's name: `у Рахові`, `Великих Лучок`, `до Воловця`, `в Ізі`.

A word is given every form that people write, not the one right paradigm: `у Мукачеві` and `у Мукачевому`, `у Вербовці`
and `у Вербівці`. A form that no one writes does no harm; which names share a form is for the caller to see.
"""

from collections.abc import Iterable, Iterator

_INFLECTED = {
    "ворота": "воріт воротах воротам",
    **dict.fromkeys(("нє", "ній"), "нього ньому нім"),
    "ще": "ща щі щу",
    "це": "ця ці цю",
    "ле": "ля лі лю лого лому",
    "е": "ого ому ім і",
    "о": "а і у ого ому",
    "ка": "ки ці ку кої кій",
    "га": "ги зі гу гої гій",
    "ха": "хи сі ху хої хій",
    "а": "и і у ої ій",
    "ня": "ні ню ньої ній",
    "я": "і ї ю їй єї",
    "ий": "ого ому им ім",
    "ій": "ого ому ім ою ої ія ії ію",
    "й": "я ї ю",
    "ї": "їх їм",
    "і": "их іх им ім ів ах ях ам ям",
    "ки": "ок к ків ках кам",
    "и": "ів ах ам",
}
"""What the endings of the nominative become in the other cases; the first that fits. Others do not change."""
_ALTERNATING = {"і": ("о", "е", ""), "ї": ("є",), "о": ("",), "е": ("",)}
"""What the vowel of a closed syllable becomes where the syllable opens."""
_SOFTENED = {"к": "ц", "г": "з", "х": "с"}
_ENDLESS = 4
"""So long is a stem of which the genitive plural may have no ending: `Калин`, but `Лугів`."""
_VOWELS = "аеєиіїоуюя"


def case_forms(word: str) -> set[str]:
    """The genitive, dative, accusative and locative forms of a folded word in the nominative, without that itself.

    Rules of the Ukrainian orthography (2019), §§ 82-95 and 108; `і` of a closed syllable becomes `о` or `е`, a
    fleeting vowel is lost.
    """
    if word[-1:] not in _VOWELS + "й":
        return set(_masculine(word)) if len(word) > 1 else set()
    for ending, inflected in _INFLECTED.items():
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            no_ending = {stem} if ending == "и" and len(stem) >= _ENDLESS else set()
            return {stem + each for each in inflected.split()} | no_ending
    return set()


def _masculine(word: str) -> Iterator[str]:
    """Forms of a word that ends in a consonant; those of the feminine (`Росош`, `Сіль`) are among them."""
    stem = word.removesuffix("ь")
    soft = stem != word or stem.endswith("ц")
    if stem.endswith("ів"):  # Косового Верху
        yield from (f"{stem[:-2]}ового", f"{stem[:-2]}овому")
    for each in _oblique(stem):
        yield from (each + ending for ending in (("я", "ю", "і", "еві") if soft else ("а", "у", "і", "ові", "еві")))
        if each[-1] in _SOFTENED and (each == stem or each[-2:-1] in _VOWELS):
            yield f"{each[:-1]}{_SOFTENED[each[-1]]}і"


def _oblique(stem: str) -> Iterable[str]:
    """The stem before an ending: `Хуст`, `Рахов`, `Тячев`, `Воловц` and `Вербівц`, `Горбк`."""
    head, vowel, last = stem[:-2], stem[-2:-1], stem[-1:]
    stems = {stem}
    if head:
        stems |= {head + other + last for other in _ALTERNATING.get(vowel, ())}
    if stem.endswith(("овец", "евец")):
        stems.add(stem[:-4] + "івц")
    return stems
