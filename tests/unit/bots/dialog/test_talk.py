"""The dialogue, step by step: what a customer does, what the bot answers, asks of the world, and asks next."""

from dataclasses import replace

import pytest

from bots.dialog.buttons import agreed_to
from bots.dialog.effects import (
    CheckProof,
    DetachOthers,
    Erase,
    GiveConsent,
    Mute,
    OpenCalendar,
    SetLabel,
    SetLanguage,
    Subscribe,
    Understood,
    Unsubscribe,
)
from bots.dialog.model import (
    CONSENT_VERSION,
    Action,
    CalendarOpened,
    Press,
    Proof,
    Start,
    State,
    Step,
    Text,
    Unexpected,
)
from bots.dialog.talk import talk
from bots.texts.dialog import label
from bots.texts.templates import LANGUAGES
from pipeline.domain.stages import Stage
from tests.unit.bots.dialog.examples import (
    ADDRESS,
    AGREED,
    HOLDER,
    NEW,
    NEW_ADDRESS,
    OF_TWO,
    OWN,
    SECOND,
    STRANGER,
    checked,
    work,
)

MENU = State(Step.MENU)
PROOF = State(Step.PROOF, NEW)
SHOWN = State(Step.ADDRESS, NEW)


def text_of(turn):
    return "\n".join(reply.text for reply in turn.replies)


def labels_of(turn):
    return [button.label for reply in turn.replies for row in reply.buttons for button in row]


def pressed(turn, label):
    """The press of a button under a reply."""
    (button,) = (each for reply in turn.replies for row in reply.buttons for each in row if each.label == label)
    return Press(button.action, button.argument)


# Registration


def test_the_greeting_says_what_the_bot_does_and_asks_for_consent():
    turn = talk(State(), Start(), STRANGER)
    assert (
        text_of(turn)
        == """\
Вітаємо! Це «Провісник»: заздалегідь пишемо, коли за вашою адресою планують вимкнути світло: за 5 днів, за день і \
в день робіт. Це безкоштовно.

Щоб писати вам, зберігаємо ваш особовий рахунок і номер цього чату.
Докладно: https://provisnyk.example/дані

Якщо згодні, натисніть «Погоджуюсь»."""
    )
    assert labels_of(turn) == ["Погоджуюсь", "Magyar", "Română"]
    assert (turn.state, turn.effects) == (State(), ())


def test_without_an_address_of_the_text_the_greeting_names_none():
    text = text_of(talk(State(), Start(), replace(STRANGER, privacy_url="")))
    assert "номер цього чату.\n\nЯкщо згодні, натисніть" in text


EARLIER = replace(HOLDER, consent="1.1.2020", works=(work(OWN, 1, (9, 16)),))
"""A chat that agreed to a text of before."""


@pytest.mark.parametrize("said", [Start(), Text("щось"), Press(Action.ADD, NEW), Press(Action.MUTE, "+one_day")])
@pytest.mark.parametrize("state", [MENU, PROOF, State(Step.NAME, OWN)])
def test_who_agreed_to_an_earlier_text_is_asked_again_and_told_that_reminders_go_on(state, said):
    turn = talk(state, said, EARLIER)
    assert "Текст вашої згоди змінився" in text_of(turn)
    assert "Усе, що ви додали, лишається, і нагадування приходять, як раніше." in text_of(turn)
    assert "без згоди" in text_of(turn)
    buttons = ["Погоджуюсь", "Мої рахунки", "Налаштування", "Видалити мої дані", "Magyar", "Română"]
    assert labels_of(turn) == buttons
    assert (turn.state.step, turn.effects) == (Step.WELCOME, ())
    agreed = talk(State(), pressed(talk(State(), Start(), EARLIER), "Погоджуюсь"), EARLIER)
    assert (agreed.state, agreed.effects) == (MENU, (GiveConsent(CONSENT_VERSION),))


@pytest.mark.parametrize("facts", [EARLIER, replace(EARLIER, consent=None)])
def test_without_the_consent_of_today_what_is_there_may_be_taken_away_and_nothing_added(facts):
    listed = talk(State(), Press(Action.ACCOUNTS), facts)
    shown = talk(listed.state, pressed(listed, "Дім"), facts)
    assert ADDRESS in text_of(shown)
    assert "Спершу потрібна ваша згода" in text_of(talk(shown.state, pressed(shown, "Назвати рахунок"), facts))
    asked = talk(shown.state, pressed(shown, "Прибрати рахунок"), facts)
    assert asked.state == State(Step.REMOVE, OWN)
    removed = talk(asked.state, pressed(asked, "Так, прибрати"), facts)
    assert (removed.state, removed.effects) == (State(), (Unsubscribe(OWN),))
    settings = talk(State(), Press(Action.SETTINGS), facts)
    assert talk(settings.state, pressed(settings, "Не писати за день"), facts).effects == (Mute(Stage.ONE_DAY, True),)
    muted = replace(facts, muted=frozenset({Stage.ONE_DAY}))
    assert talk(State(), Press(Action.MUTE, "+one_day"), muted).effects == ()


def test_the_list_of_accounts_says_of_each_how_many_other_chats_hear_of_it():
    text = text_of(talk(MENU, Press(Action.ACCOUNTS), OF_TWO))
    assert f"Особовий рахунок {OWN}, пишемо ще в 2 інші чати\n" in text
    assert f"Особовий рахунок {SECOND}\n" in text


def test_works_are_told_whatever_became_of_the_consent():
    text = text_of(talk(MENU, Press(Action.WORKS), EARLIER))
    assert text.index("23 листопада, 9:00–16:00") < text.index("Текст вашої згоди змінився")


@pytest.mark.parametrize("said", [Press(Action.CONSENT), Text("погоджуюсь"), Text("Так!"), Text("згодна")])
def test_consent_is_kept_with_its_version_and_the_account_is_asked_for(said):
    turn = talk(State(), said, STRANGER)
    assert turn.effects == (GiveConsent(CONSENT_VERSION),)
    assert turn.state == State(Step.ACCOUNT)
    assert "9 цифр" in text_of(turn)


@pytest.mark.parametrize("said", [Start(NEW), Text(f"/start {NEW}"), Text("210 000 009"), Press(Action.ADD, NEW)])
def test_an_account_named_before_consent_waits_for_it(said):
    greeting = talk(State(), said, STRANGER)
    assert greeting.state == State(Step.WELCOME, NEW)
    for consent in (pressed(greeting, "Погоджуюсь"), Text("Погоджуюсь")):
        assert talk(greeting.state, consent, STRANGER).state == PROOF


def test_the_button_of_consent_carries_the_account_where_nothing_was_kept():
    greeting = talk(State(), Start(NEW), STRANGER)
    assert talk(State(), pressed(greeting, "Погоджуюсь"), STRANGER).state == PROOF


@pytest.mark.parametrize("action", sorted(set(Action) - {Action.CONSENT}))
def test_nothing_happens_to_a_chat_before_consent(action):
    turn = talk(State(), Press(action), STRANGER)
    assert turn.effects == ()
    assert turn.state.step in (Step.WELCOME, Step.ERASE)


@pytest.mark.parametrize(
    "typed",
    [NEW, "210 000 009", "210-000-009", "  210000009\n", "№ 210000009", "о/р 210000009", "мій рахунок 210000009"],
)
def test_an_account_number_is_nine_digits_whatever_stands_around_them(typed):
    assert talk(State(Step.ACCOUNT), Text(typed), AGREED).state == PROOF


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("21000000", "Потрібно 9 цифр, а ви написали 8. Спробуйте ще раз."),
        ("2100000091", "Потрібно 9 цифр, а ви написали 10. Спробуйте ще раз."),
        ("Петренко Марія", "Тут потрібні 9 цифр особового рахунку."),
        ("٢١٠٠٠٠٠٠٩", "Тут потрібні 9 цифр особового рахунку."),
    ],
)
def test_another_number_is_told_and_asked_for_again(typed, answer):
    turn = talk(State(Step.ACCOUNT), Text(typed), AGREED)
    assert turn.state == State(Step.ACCOUNT)
    assert text_of(turn).startswith(answer)
    assert "Напишіть особовий рахунок: 9 цифр." in text_of(turn)


def test_nine_digits_at_the_menu_begin_to_add_that_account():
    assert talk(MENU, Text("210 000 009"), HOLDER).state == PROOF


def test_an_account_that_the_chat_has_is_told_kindly():
    turn = talk(State(Step.ACCOUNT), Text(OWN), HOLDER)
    assert "Цей рахунок у вас уже є" in text_of(turn)
    assert turn.effects == ()


@pytest.mark.parametrize("proof", ["00123", " 12345678 ", "AB12C", "АВ12С", "62Z1234567890AB1", "№ 001-234", "ABCDE"])
def test_a_proof_is_looked_at_as_it_was_written_and_answered_by_nothing_yet(proof):
    turn = talk(PROOF, Text(proof), AGREED)
    assert turn.effects == (CheckProof(NEW, proof.strip()),)
    assert (turn.replies, turn.state) == ((), PROOF)


@pytest.mark.parametrize(
    ("typed", "proof"),
    [
        ("Лічильник № 001234", "001234"),
        ("мій лічильник: 001234", "001234"),
        ("ЕІС код АВ12С", "АВ12С"),
        ("НІК 001234", "НІК 001234"),
        ("номер001234", "номер001234"),
    ],
)
def test_plain_words_before_a_proof_are_left_out(typed, proof):
    assert talk(PROOF, Text(typed), AGREED).effects == (CheckProof(NEW, proof),)


@pytest.mark.parametrize(
    "proof", ["не знаю такого", "номер", "1" * 65, NEW, "210 000 009", "/works2", "коли дадуть світло?", "Довідка"]
)
def test_what_can_be_no_proof_costs_no_attempt(proof):
    turn = talk(PROOF, Text(proof), AGREED)
    assert (turn.effects, turn.state) == ((), PROOF)
    assert "напишіть номер лічильника" in text_of(turn)


@pytest.mark.parametrize("sign", ["\u200b", "\u200e", "\u2060", "\ufeff", "\u00ad", "\u202a"])
def test_what_nobody_sees_is_no_part_of_what_is_typed(sign):
    assert talk(State(Step.ACCOUNT), Text(f"{sign}210{sign}000009"), AGREED).state == PROOF
    assert talk(PROOF, Text(f"001{sign}23{sign}"), AGREED).effects == (CheckProof(NEW, "00123"),)
    assert talk(SHOWN, Text(f"так{sign}"), AGREED).effects == (Subscribe(NEW),)
    assert text_of(talk(MENU, Text(sign), HOLDER)).startswith("Ми читаємо лише звичайний текст")


@pytest.mark.parametrize("typed", ["21ООООО09", "21ooooo09", "21О ООО ОО9", "рахунок 210000009", "№21OOOO0О9"])
def test_the_letter_o_in_an_account_number_is_the_digit(typed):
    assert talk(State(Step.ACCOUNT), Text(typed), AGREED).state == PROOF
    assert talk(MENU, Text("21ООООО09"), HOLDER).state == PROOF


@pytest.mark.parametrize(
    ("typed", "proof"),
    [
        (f"{NEW} 100003", "100003"),
        (f"{NEW}, 100003", "100003"),
        ("210 000 009 100003", "100003"),
        ("21ООООО09 1ОООО3", "1ОООО3"),
        (f"рахунок {NEW} лічильник 100003", "100003"),
        (f"100003 {NEW}", "100003"),
        (f"{NEW} № 001-234", "№ 001-234"),
    ],
)
@pytest.mark.parametrize("state", [State(Step.ACCOUNT), MENU, PROOF, State(Step.PROOF, SECOND)])
def test_an_account_number_with_its_proof_in_one_line_is_understood(state, typed, proof):
    facts = AGREED if state is not MENU else HOLDER
    turn = talk(state, Text(typed), facts)
    assert (turn.state, turn.replies) == (PROOF, ())
    (check,) = turn.effects
    assert (check.account, check.proof) == (NEW, proof)


@pytest.mark.parametrize("typed", [f"{NEW} кв. 7", f"{NEW} вул. Центральна, 12", f"Петренко {NEW}", f"{NEW} 12"])
def test_what_else_stands_beside_an_account_number_is_no_proof(typed):
    turn = talk(State(Step.ACCOUNT), Text(typed), AGREED)
    assert turn.effects == ()
    assert turn.replies


@pytest.mark.parametrize(
    "typed", ["0501234567", "+380501234567", "380 50 123 45 67", "(031) 222-33-44", "+36 30 123 4567", "тел. 222333"]
)
def test_a_telephone_number_costs_no_attempt_and_may_be_called_a_meter(typed):
    for state in (PROOF, State(Step.DETACH, OWN)):
        turn = talk(state, Text(typed), HOLDER)
        assert (turn.state, turn.effects) == (state, ())
        assert "Схоже, це номер телефону." in text_of(turn)
    assert talk(PROOF, Text("лічильник 0501234567"), AGREED).effects == (CheckProof(NEW, "0501234567"),)


@pytest.mark.parametrize("typed", ["показник 4521", "Показники: 004521", "4521 кВт·год", "index 4521", "óraállás 4521"])
def test_what_a_meter_shows_costs_no_attempt(typed):
    turn = talk(PROOF, Text(typed), AGREED)
    assert (turn.state, turn.effects) == (PROOF, ())
    assert "Схоже, це показник лічильника." in text_of(turn)


@pytest.mark.parametrize("state", [PROOF, State(Step.DETACH, OWN)])
def test_where_both_proofs_are_asked_for_one_costs_no_attempt(state):
    facts = replace(HOLDER, both_proofs=True)
    turn = talk(state, Text("00123"), facts)
    assert (turn.state, turn.effects) == (state, ())
    assert text_of(turn).startswith("Потрібні обидва номери, в одному повідомленні.")
    assert "Наприклад: 123456 00123" in text_of(turn) or state.step is Step.DETACH
    for line in ("100003 00123", "00123 100003", "123456789 00123", "лічильник 100003, EIC 1AHX5"):
        (check,) = talk(state, Text(line), facts).effects
        assert isinstance(check, CheckProof)
        assert check.account == state.account


def test_nine_digits_beside_the_end_of_a_code_are_proofs_of_the_account_in_question():
    assert talk(PROOF, Text("123456789 1AHX5"), AGREED).effects == (CheckProof(NEW, "123456789 1AHX5"),)
    assert talk(State(Step.ACCOUNT), Text(f"{NEW}\n1AHX5"), AGREED).effects == (CheckProof(NEW, "1AHX5"),)
    assert talk(PROOF, Text(f"{NEW}\n1AHX5"), AGREED).effects == (CheckProof(NEW, "1AHX5"),)


def test_another_account_is_no_proof_to_cut_others_off():
    turn = talk(State(Step.DETACH, OWN), Text(f"{NEW} 100003"), HOLDER)
    assert (turn.state, turn.effects) == (State(Step.DETACH, OWN), ())
    assert text_of(turn).startswith("Це не схоже")


def test_an_account_number_with_both_its_proofs_is_understood():
    turn = talk(State(Step.ACCOUNT), Text(f"{NEW} 100003 00123"), AGREED)
    assert turn.effects == (CheckProof(NEW, "100003 00123"),)


def test_a_wrong_proof_and_a_wrong_account_are_answered_alike():
    turn = talk(PROOF, checked(Proof.WRONG), AGREED)
    assert text_of(turn).startswith("Номери не збігаються. Перевірте обидва")
    assert "0 800 516 20" in text_of(turn)
    assert (turn.state, turn.effects) == (PROOF, ())


def test_after_too_many_proofs_it_is_said_when_the_next_is_looked_at():
    assert "після 9:15" in text_of(talk(PROOF, checked(Proof.TOO_OFTEN), AGREED))
    later = replace(checked(Proof.TOO_OFTEN), until=AGREED.now.replace(day=23, hour=11))
    assert "після 23 листопада об 11:00" in text_of(talk(PROOF, later, AGREED))


def test_the_address_is_shown_after_the_right_proof_and_asked_about():
    turn = talk(PROOF, checked(Proof.RIGHT), AGREED)
    assert text_of(turn) == f"{NEW_ADDRESS}\n\nЦе ваша адреса?"
    assert (turn.state, turn.effects) == (SHOWN, ())
    assert labels_of(turn) == ["Так, це моя адреса", "Ні", "Головне меню"]


def test_the_answer_to_a_proof_of_another_account_changes_nothing():
    for state in (MENU, State(Step.ACCOUNT), State(Step.PROOF, SECOND)):
        turn = talk(state, checked(Proof.RIGHT), AGREED)
        assert (turn.state, turn.effects) == (state, ())
        assert NEW_ADDRESS not in text_of(turn)


def test_a_yes_adds_the_account_and_names_all_that_is_planned_there():
    works = (work(NEW, 2, (9, 12), (14, 16)), work(SECOND, 3, (9, 16)), work(NEW, 4, (10, 15), certain=False))
    turn = talk(SHOWN, Text("так"), replace(AGREED, works=works))
    assert turn.effects == (Subscribe(NEW),)
    assert (
        text_of(turn)
        == """\
✅ Рахунок додано.

Світла не буде через планові роботи (не погодинний графік):
• вівторок, 24 листопада, 9:00–12:00 та 14:00–16:00 (через 2 дні); обрізка дерев
• четвер, 26 листопада, 10:00–15:00 (через 4 дні) — можливо: чи йдеться саме про ваш будинок, у списку не вказано; \
обрізка дерев
Час завершення орієнтовний. Уточнити: 0 800 516 20.

Напишемо за 5 днів, за день та в день робіт."""
    )


def test_where_nothing_is_planned_that_is_said_and_when_the_list_was_read():
    assert "Запланованих робіт у списку зараз немає." in text_of(talk(SHOWN, Text("так"), AGREED))
    old = replace(AGREED, list_read_at=AGREED.now.replace(hour=1))
    assert "Список востаннє прочитано 22 листопада о 1:00" in text_of(talk(SHOWN, Text("так"), old))
    never = text_of(talk(SHOWN, Text("так"), replace(AGREED, list_read_at=None)))
    assert "ще не прочитали" in never
    assert "немає" not in never


def test_a_no_leads_back_to_the_account_number():
    turn = talk(SHOWN, Text("ні"), AGREED)
    assert (turn.state, turn.effects) == (State(Step.ACCOUNT), ())


def test_who_comes_back_finds_the_accounts_again():
    assert "Знову вітаємо! Пишемо вам про 2 рахунки." in text_of(talk(State(Step.ACCOUNT), Start(), OF_TWO))


# Menus, works, questions


@pytest.mark.parametrize(
    ("command", "words", "step"),
    [
        ("/add", "Додати рахунок", Step.ACCOUNT),
        ("/accounts", "мої рахунки", Step.MENU),
        ("/works", "Мої роботи.", Step.MENU),
        ("/remove", "прибрати рахунок", Step.REMOVE),
        ("/erase", "Видалити мої дані", Step.ERASE),
        ("/help", "ДОВІДКА", Step.MENU),
        ("/start", "/START ", Step.MENU),
        ("/nonsense", "допоможіть!", Step.MENU),
        ("/calendar", "Календар", Step.MENU),
        ("/language@provisnyk_bot", "мова", Step.MENU),
    ],
)
def test_a_command_and_the_words_on_the_button_do_the_same(command, words, step):
    by_command, by_words = talk(MENU, Text(command), HOLDER), talk(MENU, Text(words), HOLDER)
    assert by_command == by_words
    assert by_command.state.step == step


def test_a_command_may_name_the_account_or_the_language():
    assert talk(MENU, Text(f"/add {NEW}"), HOLDER).state == PROOF
    assert talk(MENU, Text(f"/remove {SECOND}"), OF_TWO).state == State(Step.REMOVE, SECOND)
    assert talk(MENU, Text("/language hu"), HOLDER).effects == (SetLanguage("hu"),)


@pytest.mark.parametrize("state", [State(), MENU, PROOF, State(Step.REMOVE, OWN)])
def test_another_language_is_spoken_at_once_and_the_question_stays(state):
    facts = HOLDER if state != State() else STRANGER
    for said in (Text("magyarul"), Press(Action.LANGUAGE, "hu")):
        turn = talk(state, said, facts)
        assert (turn.state, turn.effects) == (state, (SetLanguage("hu"),))
        assert text_of(turn).startswith("Mostantól magyarul írunk.")
    assert labels_of(talk(MENU, Text("мова"), HOLDER)) == ["Magyar", "Română", "Головне меню"]


def test_works_are_told_by_account_with_the_days_left():
    works = (work(SECOND, -1, (9, 16)), work(OWN, 0, (9, 16)), work(OWN, 1, (9, 16)))
    turn = talk(MENU, Text("/works"), replace(OF_TWO, works=works))
    assert (
        text_of(turn)
        == """\
«Дім»: с. Іза, вул. Центральна, 7
Світла не буде через планові роботи (не погодинний графік):
• неділя, 22 листопада, 9:00–16:00 (сьогодні); обрізка дерев
• понеділок, 23 листопада, 9:00–16:00 (завтра); обрізка дерев
Час завершення орієнтовний.

с. Кошельово, вул. Лісова, 3
Запланованих робіт у списку зараз немає.

Список робіт: https://provisnyk.example/роботи"""
    )


@pytest.mark.parametrize(
    "question",
    [
        "Коли дадуть світло?",
        "немає світла",
        "графік",
        "Чому відключили світло",
        "нет света",
        "Аварія?",
        "Немає світла?",
    ],
)
@pytest.mark.parametrize("state", [State(Step.ACCOUNT), PROOF, MENU, State(Step.REMOVE, OWN)])
def test_a_question_about_lights_keeps_planned_works_schedules_and_emergencies_apart(question, state):
    turn = talk(state, Text(question), HOLDER)
    text = text_of(turn)
    assert text.index("Планові роботи —") < text.index("Погодинні графіки —") < text.index("Аварія")
    assert "https://provisnyk.example/графіки" in text
    assert "0 800 516 20" in text
    assert (turn.state, turn.effects) == (state, ())


def test_who_asks_about_lights_is_told_of_todays_works():
    facts = replace(HOLDER, works=(work(OWN, 0, (8, 16)), work(OWN, 1, (8, 16))))
    text = text_of(talk(MENU, Text("чому нема світла"), facts))
    assert "22 листопада, 8:00–16:00" in text
    assert "23 листопада" not in text


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (Unexpected(), "Ми читаємо лише звичайний текст"),
        (Text("  "), "Ми читаємо лише звичайний текст"),
        (Text("а" * 10_000), "Це задовге повідомлення"),
    ],
)
def test_what_cannot_be_read_is_answered_with_the_question_again(said, answer):
    for state in (State(Step.ACCOUNT), PROOF, SHOWN, MENU, State(Step.NAME, OWN), State(Step.ERASE)):
        turn = talk(state, said, HOLDER)
        assert (turn.state, turn.effects) == (state, ())
        assert text_of(turn).startswith(answer)
        assert labels_of(turn)


@pytest.mark.parametrize("said", [Press(Action.OK), Text("Дякую!"), Text("зрозуміло")])
@pytest.mark.parametrize("state", [MENU, PROOF, SHOWN])
def test_a_reminder_that_was_read_or_a_word_of_thanks_leaves_the_dialogue_where_it_is(said, state):
    turn = talk(state, said, HOLDER)
    assert (turn.state, turn.effects) == (state, ())
    assert text_of(turn).startswith("Добре.")


@pytest.mark.parametrize(("argument", "effects"), [("17", (Understood(17),)), ("сім", ()), ("-1", ()), ("9" * 16, ())])
def test_a_press_under_a_reminder_says_which_was_read(argument, effects):
    turn = talk(PROOF, Press(Action.OK, argument), HOLDER)
    assert (turn.state, turn.effects) == (PROOF, effects)


# Accounts


@pytest.mark.parametrize("said", [Text("Бабуся"), Text("  Бабуся "), Press(Action.NAME, f"{OWN} Бабуся")])
def test_an_account_gets_a_name_of_the_customers_own(said):
    turn = talk(State(Step.NAME, OWN), said, HOLDER)
    assert turn.effects == (SetLabel(OWN, "Бабуся"),)
    assert "«Бабуся»" in text_of(turn)


def test_a_name_may_be_taken_away():
    assert talk(State(Step.NAME, OWN), Text("без назви"), HOLDER).effects == (SetLabel(OWN, None),)


@pytest.mark.parametrize("name", ["довга назва на двадцять один", "Ха\u0007та", "210000009"])
def test_a_name_that_does_not_go_on_a_button_is_asked_for_again(name):
    turn = talk(State(Step.NAME, OWN), Text(name), HOLDER)
    assert (turn.state, turn.effects) == (State(Step.NAME, OWN), ())


def test_a_customers_own_name_typed_leads_to_the_account():
    turn = talk(MENU, Text("дім"), HOLDER)
    assert ADDRESS in text_of(turn)
    assert "ще в 2 інші чати" in text_of(turn)
    assert "Від’єднати інші чати" in labels_of(turn)


def test_which_of_several_accounts_is_asked_before_one_is_removed():
    which = talk(MENU, Text("/remove"), OF_TWO)
    assert labels_of(which)[:2] == ["Дім", SECOND]
    assert talk(MENU, pressed(which, SECOND), OF_TWO).state == State(Step.REMOVE, SECOND)


def test_an_account_is_removed_after_a_yes_alone():
    asked = talk(MENU, Text("/remove"), HOLDER)
    assert ADDRESS in text_of(asked)
    assert talk(asked.state, Text("Ні, залишити"), HOLDER).effects == ()
    assert talk(asked.state, pressed(asked, "Так, прибрати"), HOLDER).effects == (Unsubscribe(OWN),)


def test_an_old_yes_agrees_to_nothing_else():
    old = pressed(talk(MENU, Press(Action.REMOVE, SECOND), OF_TWO), "Так, прибрати")
    for state in (State(Step.REMOVE, OWN), State(Step.ERASE), State(Step.ERASE_SURELY), SHOWN, MENU):
        turn = talk(state, old, OF_TWO)
        assert (turn.state, turn.effects) == (state, ())


def test_other_chats_are_cut_off_after_the_proof_is_given_again():
    asked = talk(MENU, Press(Action.DETACH, OWN), HOLDER)
    assert asked.state == State(Step.DETACH, OWN)
    assert talk(asked.state, Text("00123"), HOLDER).effects == (CheckProof(OWN, "00123"),)
    assert talk(asked.state, checked(Proof.WRONG, OWN), HOLDER).effects == ()
    assert talk(asked.state, checked(Proof.RIGHT, OWN), HOLDER).effects == (DetachOthers(OWN),)


def test_an_account_in_no_other_chat_has_none_to_cut_off():
    assert talk(MENU, Press(Action.DETACH, SECOND), OF_TWO).state == MENU


# Settings and data


def test_two_stages_may_be_left_out_and_a_press_repeated_changes_nothing():
    for facts in (HOLDER, replace(HOLDER, muted=frozenset({Stage.FIVE_DAYS}))):
        turn = talk(MENU, Press(Action.MUTE, "five_days"), facts)
        assert turn.effects == (Mute(Stage.FIVE_DAYS, muted=True),)
        assert "За 5 днів до робіт: не пишемо." in text_of(turn)
        assert talk(MENU, pressed(turn, "Писати за 5 днів"), facts).effects == (Mute(Stage.FIVE_DAYS, muted=False),)


@pytest.mark.parametrize("stage", [*sorted(set(Stage) - {Stage.FIVE_DAYS, Stage.ONE_DAY}), "", "+", "?"])
def test_the_day_itself_changes_and_cancellations_are_always_said(stage):
    assert talk(MENU, Press(Action.MUTE, str(stage)), HOLDER).effects == ()


def test_the_address_of_a_calendar_is_said_with_the_way_to_another_one():
    asked = talk(MENU, Press(Action.CALENDAR), HOLDER)
    assert (asked.replies, asked.effects) == ((), (OpenCalendar(renew=False),))
    told = talk(asked.state, CalendarOpened("7-0a1b"), HOLDER)
    assert "\nhttps://provisnyk.example/calendar/7-0a1b.ics\n" in text_of(told)
    assert talk(MENU, Press(Action.CALENDAR, "new"), HOLDER).effects == (OpenCalendar(renew=True),)


@pytest.mark.parametrize(
    "facts", [AGREED, replace(HOLDER, calendars_at=""), STRANGER, replace(HOLDER, consent="1.1.2020")]
)
def test_there_is_no_calendar_without_an_account_a_consent_or_a_place_for_it(facts):
    turn = talk(State(Step.MENU), Text("/calendar"), facts)
    assert turn.replies
    assert turn.effects == ()


def test_my_data_is_all_that_is_kept():
    text = text_of(talk(MENU, Text("Мої дані"), replace(HOLDER, muted=frozenset({Stage.ONE_DAY}))))
    for kept in (
        "українська",
        "19 листопада 2026 року о 9:00",
        "текст від 22.11.2026",
        OWN,
        ADDRESS,
        "за день",
        "повідомлення: 3",
    ):
        assert kept in text


def test_all_is_erased_after_two_questions_with_a_statement():
    first = talk(MENU, Text("/erase"), HOLDER)
    second = talk(first.state, pressed(first, "Так, видалити"), HOLDER)
    assert (second.state, second.effects) == (State(Step.ERASE_SURELY), ())
    assert talk(second.state, pressed(first, "Так, видалити"), HOLDER).effects == ()
    last = talk(second.state, pressed(second, "Видалити назавжди"), HOLDER)
    assert (last.state, last.effects) == (State(), (Erase(),))
    assert (
        text_of(last)
        == """\
Усе видалено: номер чату, згоду, мову, налаштування, 1 рахунок.

Залишається лише запис про 3 надіслані повідомлення: особовий рахунок, день і години робіт, час надсилання. \
Номера чату й тексту в ньому немає.

Нагадувань більше не буде. Захочете знову — натисніть «Почати знову»."""
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_starts_again_after_all_was_erased_is_greeted_in_the_language_that_was_spoken(language):
    asked = State(Step.ERASE_SURELY)
    erased = talk(asked, Press(Action.YES, agreed_to(asked)), replace(HOLDER, language=language))
    greeting = talk(erased.state, pressed(erased, label(language, "start_again")), STRANGER)
    assert text_of(greeting).endswith(text_of(talk(State(), Start(), replace(STRANGER, language=language))))
    assert greeting.effects == (() if language == "uk" else (SetLanguage(language),))


@pytest.mark.parametrize("step", [Step.ERASE, Step.ERASE_SURELY])
@pytest.mark.parametrize("said", [Press(Action.NO), Text("ні"), Press(Action.MENU), Text("може")])
def test_nothing_is_erased_without_a_yes(step, said):
    assert talk(State(step), said, HOLDER).effects == ()


# A conversation is taken up where it stands


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("facts", [STRANGER, AGREED, HOLDER], ids=["stranger", "agreed", "holder"])
@pytest.mark.parametrize("account", [None, NEW])
def test_a_kept_step_that_no_longer_fits_leads_on(step, facts, account):
    turn = talk(State(step, account), Text("?!"), facts)
    assert labels_of(turn)
