# ruff: noqa: E501 — the lines are the customers'
"""Every kind of message once, as the customer reads it. `[A]` is the account block, `[L]` the link to the list."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bots.texts.compose import compose
from pipeline.domain.reminders import Cause, Reminder
from pipeline.domain.stages import Stage
from tests.unit.bots.texts.examples import at, message, period, reminder

URL = "https://zakarpat.energy/planovi-roboty"
TUESDAY = date(2026, 11, 24)
MONDAY, WEDNESDAY, THURSDAY, SATURDAY = (TUESDAY + timedelta(days=each) for each in (-1, 1, 2, 4))
FEBRUARY = [date(2026, 2, 23) + timedelta(days=each) for each in range(3)]
FIVE, ONE, SAME, CHANGED, CANCELLED = (
    Stage.FIVE_DAYS,
    Stage.ONE_DAY,
    Stage.SAME_DAY,
    Stage.CHANGED,
    Stage.CANCELLED,
)

FIVE_BEFORE = TUESDAY - timedelta(days=5), "10:00"

ACCOUNT = """\
«Дім»: с. Іза, вул. Центральна, 7
Особовий рахунок 210000001
Планові роботи (не погодинний графік): обрізка дерев"""

SPECIFICATION = {
    "hours that end sooner, heard of after their end": (
        (TUESDAY, "12:00"),
        [reminder(CHANGED, TUESDAY, "9:00-11:00", previous=(period(TUESDAY, "9:00-16:00"),), cause=Cause.OTHER_HOURS)],
        """\
🔄 Зміна: сьогодні з 9:00 до 11:00 за планом світла не було, це вже минуло
Раніше повідомляли: вівторок, 24 листопада, 9:00–16:00.

[A]

Якщо світла досі немає, телефонуйте: 0 800 516 20.

[L]""",
    ),
    "five days before": (
        FIVE_BEFORE,
        [reminder(FIVE, TUESDAY)],
        """\
🔌 Через 5 днів, у вівторок, 24 листопада, з 9:00 до 16:00 не буде світла

[A]

Орієнтовне завершення: 16:00. Нагадаємо за день і вранці.

[L]""",
    ),
    "known late: the true number of days left": (
        (TUESDAY - timedelta(days=3), "15:00"),
        [reminder(FIVE, TUESDAY)],
        """\
🔌 Через 3 дні, у вівторок, 24 листопада, з 9:00 до 16:00 не буде світла

[A]

Орієнтовне завершення: 16:00. Нагадаємо за день і вранці.

[L]""",
    ),
    "one day before": (
        (MONDAY, "10:00"),
        [reminder(ONE, TUESDAY)],
        """\
🔌 Завтра, у вівторок, 24 листопада, з 9:00 до 16:00 не буде світла

[A]

Орієнтовне завершення: 16:00. Зарядіть телефон; для медичних приладів підготуйте резервне живлення.

[L]""",
    ),
    "on the day, before the start": (
        (TUESDAY, "7:00"),
        [reminder(SAME, TUESDAY)],
        """\
🔌 Сьогодні з 9:00 не буде світла, орієнтовно до 16:00

[A]

Світло можуть увімкнути й раніше. Якщо його немає після 16:00, телефонуйте: 0 800 516 20.

[L]""",
    ),
    "on the day, known after the start": (
        (TUESDAY, "10:30"),
        [reminder(SAME, TUESDAY)],
        """\
🔌 Сьогодні з 9:00 за планом світла немає, орієнтовно до 16:00

[A]

Світло можуть увімкнути й раніше. Якщо його немає після 16:00, телефонуйте: 0 800 516 20.

[L]""",
    ),
    "over midnight, the day before": (
        (MONDAY, "10:00"),
        [reminder(ONE, TUESDAY, "22:00-30:00")],
        """\
🔌 Завтра, у вівторок, 24 листопада, з 22:00 до 6:00 наступного дня не буде світла

[A]

Орієнтовне завершення: 6:00 наступного дня. Зарядіть телефон; для медичних приладів підготуйте резервне живлення.

[L]""",
    ),
    "over midnight, known in the night": (
        (WEDNESDAY, "1:00"),
        [reminder(SAME, TUESDAY, "22:00-30:00")],
        """\
🔌 Учора з 22:00 за планом світла немає, орієнтовно до 6:00

[A]

Світло можуть увімкнути й раніше. Якщо його немає після 6:00, телефонуйте: 0 800 516 20.

[L]""",
    ),
    "a run of days with equal hours": (
        (FEBRUARY[0] - timedelta(days=5), "10:00"),
        [reminder(FIVE, day, "9:00-17:00") for day in FEBRUARY],
        """\
🔌 З понеділка, 23 лютого, до середи, 25 лютого, щодня з 9:00 до 17:00 не буде світла. Перший день – через 5 днів

[A]

Орієнтовне завершення: 17:00. Нагадаємо за день і вранці кожного дня.

[L]""",
    ),
    "a run of days, of which two have other hours": (
        (FEBRUARY[0] - timedelta(days=1), "10:00"),
        [
            reminder(ONE, day, hours)
            for day, hours in zip(FEBRUARY, ["8:00-12:00", "9:00-17:00", "9:00-17:00"], strict=True)
        ],
        """\
🔌 Завтра, у понеділок, 23 лютого, з 8:00 до 12:00 не буде світла
З вівторка, 24 лютого, до середи, 25 лютого, щодня з 9:00 до 17:00 не буде світла. Перший день – через 2 дні

[A]

Час завершення орієнтовний. Нагадаємо вранці кожного дня. Зарядіть телефон; для медичних приладів підготуйте резервне живлення.

[L]""",
    ),
    "days that are not in a row": (
        FIVE_BEFORE,
        [reminder(FIVE, TUESDAY), reminder(FIVE, THURSDAY)],
        """\
🔌 Через 5 днів, у вівторок, 24 листопада, з 9:00 до 16:00 не буде світла
Через 7 днів, у четвер, 26 листопада, з 9:00 до 16:00 не буде світла

[A]

Час завершення орієнтовний. Нагадаємо за день і вранці кожного дня.

[L]""",
    ),
    "several periods in a day": (
        (TUESDAY, "7:00"),
        [reminder(SAME, TUESDAY, "9:00-12:00 14:00-16:00")],
        """\
🔌 Сьогодні з 9:00 до 12:00 та з 14:00 до 16:00 не буде світла

[A]

Світло можуть увімкнути й раніше. Якщо його немає після 16:00, телефонуйте: 0 800 516 20.

[L]""",
    ),
    "several periods, in the first of them": (
        (TUESDAY, "11:00"),
        [reminder(SAME, TUESDAY, "9:00-12:00 14:00-16:00")],
        """\
🔌 Сьогодні з 9:00 за планом світла немає, орієнтовно до 12:00, а потім з 14:00 до 16:00 не буде світла

[A]

Світло можуть увімкнути й раніше. Якщо його немає після 16:00, телефонуйте: 0 800 516 20.

[L]""",
    ),
    "possible, with the words of the list": (
        (MONDAY, "10:00"),
        [reminder(ONE, TUESDAY, "9:00-16:00?", quote="вул. Центральна, частково")],
        """\
🔌 Завтра, у вівторок, 24 листопада, з 9:00 до 16:00 може не бути світла

[A]

У списку написано: «вул. Центральна, частково». Чи йдеться про ваш будинок, не вказано. Уточнити: 0 800 516 20.
Орієнтовне завершення: 16:00. Зарядіть телефон; для медичних приладів підготуйте резервне живлення.

[L]""",
    ),
    "periods of one day, of which one is possible": (
        (TUESDAY, "7:00"),
        [reminder(SAME, TUESDAY, "9:00-12:00 14:00-16:00?")],
        """\
🔌 Сьогодні з 9:00 до 12:00 не буде світла, а з 14:00 до 16:00 може не бути світла

[A]

Чи йдеться саме про ваш будинок, у списку не вказано. Уточнити: 0 800 516 20.
Світло можуть увімкнути й раніше. Якщо його немає після 16:00, телефонуйте: 0 800 516 20.

[L]""",
    ),
    "the whole settlement": (
        (MONDAY, "10:00"),
        [reminder(ONE, TUESDAY, whole_settlement=True)],
        """\
🔌 Завтра, у вівторок, 24 листопада, з 9:00 до 16:00 не буде світла

[A]

Відключають усе село.
Орієнтовне завершення: 16:00. Зарядіть телефон; для медичних приладів підготуйте резервне живлення.

[L]""",
    ),
    "changed: other hours": (
        (TUESDAY, "7:00"),
        [reminder(CHANGED, TUESDAY, "10:00-15:00", cause=Cause.OTHER_HOURS, previous=(period(TUESDAY, "9:00-16:00"),))],
        """\
🔄 Зміна: сьогодні з 10:00 не буде світла, орієнтовно до 15:00
Раніше повідомляли: вівторок, 24 листопада, 9:00–16:00.

[A]

Світло можуть увімкнути й раніше. Якщо його немає після 15:00, телефонуйте: 0 800 516 20.

[L]""",
    ),
    "changed: another day": (
        (MONDAY, "9:00"),
        [
            reminder(CANCELLED, TUESDAY, cause=Cause.MOVED),
            reminder(CHANGED, WEDNESDAY, cause=Cause.PAGE_SAYS, previous=(period(TUESDAY, "9:00-16:00"),)),
        ],
        """\
🔄 Зміна: через 2 дні, у середу, 25 листопада, з 9:00 до 16:00 не буде світла
Раніше повідомляли: вівторок, 24 листопада, 9:00–16:00.

[A]

Орієнтовне завершення: 16:00.

[L]""",
    ),
    "changed: planned again": (
        (MONDAY, "9:00"),
        [reminder(CHANGED, TUESDAY, cause=Cause.BACK)],
        """\
🔄 Знову заплановано: завтра, у вівторок, 24 листопада, з 9:00 до 16:00 не буде світла
Раніше повідомляли, що роботи скасовано.

[A]

Орієнтовне завершення: 16:00.

[L]""",
    ),
    "cancelled, says the page": (
        (MONDAY, "9:00"),
        [reminder(CANCELLED, TUESDAY, cause=Cause.PAGE_SAYS)],
        """\
✅ Скасовано: планові роботи завтра, у вівторок, 24 листопада, 9:00–16:00

[A]

[L]""",
    ),
    "cancelled by absence": (
        (SATURDAY - timedelta(days=7), "9:00"),
        [reminder(CANCELLED, TUESDAY, cause=Cause.ABSENT)],
        """\
✅ Планових робіт у вівторок, 24 листопада, 9:00–16:00, у списку вже немає: вважаємо їх скасованими

[A]

Якщо щось зміниться, напишемо.

[L]""",
    ),
    "cancelled for the address alone": (
        (TUESDAY, "7:00"),
        [reminder(CANCELLED, TUESDAY, cause=Cause.OTHER_ADDRESS)],
        """\
✅ Планові роботи сьогодні, у вівторок, 24 листопада, 9:00–16:00, вашої адреси вже не стосуються

[A]

Якщо щось зміниться, напишемо.

[L]""",
    ),
    "a run of days is cancelled": (
        (FEBRUARY[0] - timedelta(days=2), "9:00"),
        [reminder(CANCELLED, day, cause=Cause.ABSENT) for day in FEBRUARY],
        """\
✅ Планових робіт з понеділка, 23 лютого, до середи, 25 лютого, щодня 9:00–16:00, у списку вже немає: вважаємо їх скасованими

[A]

Якщо щось зміниться, напишемо.

[L]""",
    ),
    "the account is closed": (
        (TUESDAY, "9:00"),
        [reminder(Stage.CLOSED, TUESDAY, hours="")],
        """\
Особовий рахунок 210000001 більше не значиться в реєстрі споживачів, нагадувань за ним не буде

«Дім»: с. Іза, вул. Центральна, 7

Якщо це помилка або ваш рахунок тепер має інший номер, зателефонуйте: 0 800 516 20.""",
    ),
    "today and tomorrow in one message": (
        (TUESDAY, "7:00"),
        [reminder(SAME, TUESDAY), reminder(ONE, WEDNESDAY, "10:00-15:00")],
        """\
🔌 Сьогодні з 9:00 не буде світла, орієнтовно до 16:00

[A]

Світло можуть увімкнути й раніше. Якщо його немає після 16:00, телефонуйте: 0 800 516 20.

Завтра, у середу, 25 листопада, з 10:00 до 15:00 не буде світла
Орієнтовне завершення: 15:00. Зарядіть телефон; для медичних приладів підготуйте резервне живлення.

[L]""",
    ),
    "one day is cancelled, another announced for another reason": (
        (MONDAY, "9:00"),
        [
            reminder(CANCELLED, TUESDAY, cause=Cause.PAGE_SAYS),
            reminder(FIVE, SATURDAY, reason="заміна опор"),
        ],
        """\
✅ Скасовано: планові роботи завтра, у вівторок, 24 листопада, 9:00–16:00

«Дім»: с. Іза, вул. Центральна, 7
Особовий рахунок 210000001
Планові роботи (не погодинний графік)

Причина: обрізка дерев.

Через 5 днів, у суботу, 28 листопада, з 9:00 до 16:00 не буде світла
Причина: заміна опор.
Орієнтовне завершення: 16:00. Нагадаємо за день і вранці.

[L]""",
    ),
}


@pytest.mark.parametrize("case", SPECIFICATION)
def test_the_customer_reads(case: str) -> None:
    (day, hour), reminders, text = SPECIFICATION[case]
    expected = text.replace("[A]", ACCOUNT).replace("[L]", f"Список робіт: {URL}")
    assert compose(message(reminders), now=at(day, hour), page_url=URL, list_read_at=None) == expected


def _tomorrow(said: Sequence[Reminder] = (), *, read: str = "9:00", label: str | None = "Дім") -> str:
    reminders = said or [reminder(ONE, TUESDAY)]
    return compose(
        message(reminders, label=label), now=at(MONDAY, "10:00"), page_url=URL, list_read_at=at(MONDAY, read)
    )


def test_a_list_read_more_than_six_hours_ago_is_named_with_its_time() -> None:
    old = compose(
        message([reminder(ONE, TUESDAY)]), now=at(MONDAY, "10:00"), page_url=URL, list_read_at=at(MONDAY, "3:59")
    )
    assert old.endswith(f"\n\nСписок востаннє прочитано 23 листопада о 3:59.\nСписок робіт: {URL}")
    assert "прочитано" not in _tomorrow(read="4:00")


def test_a_reminder_that_the_customer_left_out_is_not_promised() -> None:
    said = message([reminder(FIVE, TUESDAY)])
    alone = replace(said, recipient=replace(said.recipient, muted=frozenset({ONE})))
    text = compose(alone, now=at(*FIVE_BEFORE), page_url=URL, list_read_at=None)
    assert "\nОрієнтовне завершення: 16:00. Нагадаємо вранці.\n" in text


def test_an_address_without_a_name_of_its_own_stands_alone() -> None:
    assert _tomorrow(label=None).splitlines()[2] == "с. Іза, вул. Центральна, 7"


def test_works_without_a_reason_are_named_by_their_kind() -> None:
    assert "\nПланові роботи (не погодинний графік)\n" in _tomorrow([reminder(ONE, TUESDAY, reason=None)])


def test_what_the_list_says_is_brought_onto_one_line() -> None:
    text = _tomorrow([reminder(ONE, TUESDAY, reason=" ремонт \n  мереж. ", quote="вул. «Нова»\tч.")])
    assert "графік): ремонт мереж\n" in text
    assert "У списку" not in text
    text = _tomorrow([reminder(ONE, TUESDAY, "9:00-10:00?", quote="вул. «Нова»,\n частково.")])
    assert "«вул. „Нова“, частково»" in text


def test_a_telling_of_several_days_groups_what_was_said_before() -> None:
    before = tuple(period(day, "9:00-17:00") for day in FEBRUARY)
    text = compose(
        message([reminder(CHANGED, FEBRUARY[2], "9:00-12:00", previous=before)]),
        now=at(FEBRUARY[0] - timedelta(days=1), "10:00"),
        page_url=URL,
        list_read_at=None,
    )
    assert "\nРаніше повідомляли: 23 лютого – 25 лютого, щодня 9:00–17:00.\n" in text


def test_a_day_whose_move_nothing_else_says_is_said_to_be_off() -> None:
    assert "скасовано" in _tomorrow([reminder(CANCELLED, TUESDAY, cause=Cause.MOVED)]).lower()


def test_a_language_that_we_do_not_write_yet_is_written_in_ukrainian() -> None:
    polish = message([reminder(ONE, TUESDAY)], language="pl")
    assert compose(polish, now=at(MONDAY, "10:00"), page_url=URL, list_read_at=None) == _tomorrow()
