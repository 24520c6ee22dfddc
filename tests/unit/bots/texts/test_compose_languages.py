# ruff: noqa: E501 — the lines are the customers'
"""The messages of `test_compose` in the other languages: the line that a push notification shows, and one as a whole."""

import pytest

from bots.texts.compose import compose
from tests.unit.bots.texts.examples import at, message, reminder
from tests.unit.bots.texts.test_compose import ONE, SPECIFICATION, TUESDAY, URL

FIRST_LINES = {
    "five days before": (
        "🔌 5 nap múlva, kedden, november 24-én, 9:00 és 16:00 között nem lesz áram",
        "🔌 Peste 5 zile, marți, 24 noiembrie, între 9:00 și 16:00 nu va fi curent",
    ),
    "on the day, before the start": (
        "🔌 Ma 9:00-tól nem lesz áram, várhatóan 16:00-ig",
        "🔌 Astăzi de la 9:00 nu va fi curent, aproximativ până la 16:00",
    ),
    "over midnight, the day before": (
        "🔌 Holnap, kedden, november 24-én, 22:00 és másnap 6:00 között nem lesz áram",
        "🔌 Mâine, marți, 24 noiembrie, între 22:00 și 6:00 a doua zi nu va fi curent",
    ),
    "over midnight, known in the night": (
        "🔌 Tegnap 22:00-tól a terv szerint nincs áram, várhatóan 6:00-ig",
        "🔌 Ieri de la 22:00 nu este curent, conform planului, aproximativ până la 6:00",
    ),
    "a run of days with equal hours": (
        "🔌 Hétfőtől (február 23.) szerdáig (február 25.) minden nap 9:00 és 17:00 között nem lesz áram. Az első nap: 5 nap múlva",
        "🔌 De luni, 23 februarie, până miercuri, 25 februarie, zilnic între 9:00 și 17:00 nu va fi curent. Prima zi: peste 5 zile",
    ),
    "several periods, in the first of them": (
        "🔌 Ma 9:00-tól a terv szerint nincs áram, várhatóan 12:00-ig, majd 14:00 és 16:00 között nem lesz áram",
        "🔌 Astăzi de la 9:00 nu este curent, conform planului, aproximativ până la 12:00, apoi între 14:00 și 16:00 nu va fi curent",
    ),
    "periods of one day, of which one is possible": (
        "🔌 Ma 9:00 és 12:00 között nem lesz áram, továbbá 14:00 és 16:00 között lehet, hogy nem lesz áram",
        "🔌 Astăzi între 9:00 și 12:00 nu va fi curent, iar între 14:00 și 16:00 este posibil să nu fie curent",
    ),
    "changed: other hours": (
        "🔄 Változás: ma 10:00-tól nem lesz áram, várhatóan 15:00-ig",
        "🔄 Modificare: astăzi de la 10:00 nu va fi curent, aproximativ până la 15:00",
    ),
    "changed: planned again": (
        "🔄 Újra tervezik: holnap, kedden, november 24-én, 9:00 és 16:00 között nem lesz áram",
        "🔄 Planificat din nou: mâine, marți, 24 noiembrie, între 9:00 și 16:00 nu va fi curent",
    ),
    "cancelled, says the page": (
        "✅ Elmaradnak a tervezett munkálatok: holnap, kedden, november 24-én, 9:00–16:00",
        "✅ Anulate: lucrările planificate mâine, marți, 24 noiembrie, 9:00–16:00",
    ),
    "cancelled by absence": (
        "✅ A tervezett munkálatok már nincsenek a listán: kedden, november 24-én, 9:00–16:00. Elmaradtnak tekintjük őket",
        "✅ Lucrările planificate marți, 24 noiembrie, 9:00–16:00, nu mai sunt în listă: le considerăm anulate",
    ),
    "cancelled for the address alone": (
        "✅ A tervezett munkálatok már nem érintik az Ön címét: ma, kedden, november 24-én, 9:00–16:00",
        "✅ Lucrările planificate astăzi, marți, 24 noiembrie, 9:00–16:00, nu mai privesc adresa dumneavoastră",
    ),
    "the account is closed": (
        "Az Ön személyi számlája (210000001) már nem szerepel a fogyasztók nyilvántartásában, ezért nem küldünk róla több emlékeztetőt",
        "Contul personal 210000001 nu mai figurează în registrul consumatorilor, de aceea nu vă mai trimitem notificări despre el",
    ),
}


@pytest.mark.parametrize("case", FIRST_LINES)
def test_the_first_line_says_it_all_in_every_language(case: str) -> None:
    (day, hour), reminders, _ = SPECIFICATION[case]
    for language, expected in zip(("hu", "ro"), FIRST_LINES[case], strict=True):
        said = compose(message(reminders, language=language), now=at(day, hour), page_url=URL, list_read_at=None)
        assert said.splitlines()[0] == expected


WHOLE = {
    "hu": """\
🔌 Holnap, kedden, november 24-én, 9:00 és 16:00 között lehet, hogy nem lesz áram

„Дім”: с. Іза, вул. Центральна, 7
Személyi számla: 210000001
Tervezett munkálatok (nem óránkénti kikapcsolás): „обрізка »гілок«”

A listán ez áll: „вул. Центральна, частково”. Nem derül ki, hogy az Ön házára is vonatkozik-e. Érdeklődjön: 0 800 516 20.
Várható befejezés: 16:00. Töltse fel a telefonját; ha orvosi készüléket használ, gondoskodjon tartalék áramforrásról.

A listát utoljára november 23-án 1:00-kor olvastuk.
A munkálatok listája: """,
    "ro": """\
🔌 Mâine, marți, 24 noiembrie, între 9:00 și 16:00 este posibil să nu fie curent

„Дім”: с. Іза, вул. Центральна, 7
Cont personal: 210000001
Lucrări planificate (nu este grafic orar): „обрізка «гілок»”

În listă scrie: „вул. Центральна, частково”. Nu se precizează dacă este vorba de casa dumneavoastră. Pentru detalii sunați: 0 800 516 20.
Ora aproximativă de încheiere: 16:00. Încărcați telefonul; pentru aparatele medicale pregătiți o sursă de rezervă.

Am citit lista ultima dată pe 23 noiembrie, ora 1:00.
Lista lucrărilor: """,
}


@pytest.mark.parametrize("language", WHOLE)
def test_names_and_quotes_of_the_list_stay_as_they_are_printed(language: str) -> None:
    quote, (day, hour) = "вул. Центральна, частково", SPECIFICATION["one day before"][0]
    said = message([reminder(ONE, TUESDAY, "9:00-16:00?", reason="обрізка «гілок»", quote=quote)], language=language)
    text = compose(said, now=at(day, hour), page_url=URL, list_read_at=at(day, "1:00"))
    assert text == WHOLE[language] + URL
