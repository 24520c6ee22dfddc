"""Every path of the dialogue, walked in each messenger through a running `serve`."""

from contextlib import contextmanager

import pytest

from tests.commands.served import wait_for
from tests.fakes.service import Break

ACCOUNT, PROOF, EIC, ADDRESS = "210000001", "100001", "00011", "с. Іза, вул. Центральна, 7"
BY_WEBHOOK = {"PUBLIC_URL": "https://provisnyk.example"}


def path(account, proof, address):
    """What a customer types or presses, and what the answer holds."""
    registered = [
        (account, "номер лічильника"),
        (proof, address),
        ("Так, це моя адреса", "Рахунок додано"),
    ]
    return [
        ("Мої роботи", "Спершу потрібна ваша згода"),
        ("Погоджуюсь", "9 цифр"),
        ("Де знайти?", "на паперовий рахунок"),
        ("12345678", "ви написали 8"),
        ("х" * 5000, "задовге"),
        ("999 999 999", "номер лічильника"),
        ("777777", "не збігаються"),
        ("Де знайти?", "на його корпусі"),
        ("Інший рахунок", "9 цифр"),
        (f"{account[:3]}-{account[3:6]} {account[6:]}", "номер лічильника"),
        (account, "Потрібен ще один номер"),
        ("не знаю", "не схоже"),
        ("+38 (050) 123-45-67", "номер телефону"),
        ("показник 4521", "це показник"),
        (proof, address),
        ("казна-що", "словом «так» чи «ні»"),
        ("Ні", "перевірте номер рахунку"),
        *registered,
        (f"/add {account}", "уже є"),
        ("Мої роботи", "планов"),
        ("Коли дадуть світло?", "трьох видів"),
        ("Немає світла?", "трьох видів"),
        ("Довідка", "за 5 днів"),
        ("що завгодно", "не зрозуміли"),
        ("/works", "планов"),
        ("/help", "за 5 днів"),
        ("Мої рахунки", "пишемо ще в 1 інший чат"),
        (account, "інший чат"),
        ("Назвати рахунок", "Як назвати"),
        ("Дім", "«Дім»"),
        ("/accounts", "«Дім»"),
        ("Дім", "інший чат"),
        ("Від’єднати інші чати", "ще раз"),
        ("00000", "не збігаються"),
        (proof, "від’єднано"),
        ("Налаштування", "За 5 днів"),
        ("Не писати за 5 днів", "не пишемо"),
        ("Писати за 5 днів", "пишемо"),
        ("Мова", "Якою мовою"),
        ("Magyar", "magyarul"),
        ("/language uk", "українською"),
        ("/calendar", "/calendar/"),
        ("Нова адреса", "/calendar/"),
        ("Налаштування", "За 5 днів"),
        ("Мої дані", account),
        ("Мої рахунки", "«Дім»"),
        ("Дім", address),
        ("Прибрати рахунок", "Прибрати"),
        ("Ні, залишити", "Нічого не змінили"),
        (f"/remove {account}", "Прибрати"),
        ("Так, прибрати", "прибрано"),
        (f"\u200b{account} {proof.replace('0', 'О')}", address),
        *registered[2:],
        ("/erase", "Видалити все"),
        ("Ні, залишити", "Нічого не змінили"),
        ("/erase", "Видалити все"),
        ("Так, видалити", "не можна скасувати"),
        ("Видалити назавжди", "Усе видалено"),
        ("Почати знову", "Вітаємо"),
    ]


def walk(customer, steps):
    """Take one step after the other: a button of that name is pressed, anything else is typed."""
    for does, answer in steps:
        before = len(customer.heard)
        print(f"{does[:40]!r}: {answer!r}? of {customer.buttons}")  # shown where it fails
        (customer.presses if does in customer.buttons else customer.says)(does)
        customer.hears(before + 1)
        wait_for(lambda: any(answer in each.text for each in customer.heard[before:]))  # noqa: B023 - called at once


def registration(account, proof, address):
    """From the greeting to the account added."""
    return [
        ("Погоджуюсь", "9 цифр"),
        (account, "номер лічильника"),
        (proof, address),
        ("Так, це моя адреса", "Рахунок додано"),
    ]


def hears_of(customer, news, before):
    """Wait for news that say this, after so many messages."""
    wait_for(lambda: any(news in each.text for each in customer.heard[before:]))


@contextmanager
def with_both(serving, telegram, viber, **own):
    """A server that both messengers deliver to."""
    viber.callbacks.path = telegram.mailbox.webhook = None
    with serving(**BY_WEBHOOK, **own) as served:
        wait_for(lambda: viber.callbacks.path and telegram.mailbox.webhook)
        yield served


@pytest.mark.parametrize("messenger", ["telegram", "viber"])
def test_every_path_leads_where_it_says(serving, telegram, viber, run, messenger):
    fakes = {"telegram": telegram, "viber": viber}
    olha = fakes.pop(messenger).customer()
    (other,) = fakes
    viber.subscribe("7")
    run("subscribe", other, "7", ACCOUNT)
    with with_both(serving, telegram, viber) as served:
        olha.opens()
        olha.hears(1)
        walk(olha, path(ACCOUNT, PROOF, ADDRESS))
        _, err = served.stop()
    assert run("subscriptions", "--json").records == []
    assert viber.bare == []
    assert telegram.limits.violations + viber.limits.violations == []
    assert not any(secret in err for secret in (ACCOUNT, ADDRESS, "Дім"))


def both_ways(telegram, viber, messenger):
    """A customer in this messenger and another one in the other."""
    olha, petro = telegram.customer(), viber.customer()
    return (olha, petro) if messenger == "telegram" else (petro, olha)


@pytest.mark.parametrize("messenger", ["telegram", "viber"])
def test_who_is_cut_off_hears_it_at_once_and_comes_back_and_who_holds_the_account_hears_who_joins(
    serving, telegram, viber, run, messenger
):
    olha, petro = both_ways(telegram, viber, messenger)
    with with_both(serving, telegram, viber) as served:
        for each in (olha, petro):
            each.opens()
            each.hears(1)
            walk(each, registration(ACCOUNT, PROOF, ADDRESS))
        hears_of(olha, "ще в один чат", 0)
        walk(petro, [("/language", "Якою мовою"), ("Magyar", "magyarul")])
        before = len(petro.heard)
        walk(olha, [("Від’єднати інші чати", "ще раз"), (PROOF, "ми їм про це написали")])
        hears_of(petro, "A számlát leválasztották", before)
        assert ADDRESS in petro.heard[-1].text
        assert "0 800 516 20" in petro.heard[-1].text
        assert [each["messenger"] for each in run("subscriptions", "--json").records] == [messenger]
        walk(petro, [("Számla újbóli hozzáadása", "villanyóra számát"), (EIC, ADDRESS)])
        walk(petro, [("Igen, ez az én címem", "A számlát hozzáadtuk")])
        _, err = served.stop()
    assert len(run("subscriptions", "--json").records) == 2
    assert viber.bare == []
    assert telegram.limits.violations + viber.limits.violations == []
    assert not any(secret in err for secret in (ACCOUNT, ADDRESS, PROOF))


@pytest.mark.parametrize("messenger", ["telegram", "viber"])
def test_that_a_chat_is_cut_off_survives_a_crash(serving, telegram, viber, messenger):
    olha, petro = both_ways(telegram, viber, messenger)
    theirs = viber if messenger == "telegram" else telegram
    with with_both(serving, telegram, viber) as served:
        for each in (petro, olha):
            each.opens()
            each.hears(1)
            walk(each, registration(ACCOUNT, PROOF, ADDRESS))
        hears_of(petro, "ще в один чат", 0)
        before = len(petro.heard)
        theirs.fail(Break.HANG)
        walk(olha, [("/accounts", "інший чат"), (ACCOUNT, "інший чат"), ("Від’єднати інші чати", "ще раз")])
        walk(olha, [(PROOF, "від’єднано")])
        wait_for(lambda: theirs.hanging)
        served.crash()
    theirs.recover()
    assert len(petro.heard) == before
    with with_both(serving, telegram, viber, now="2026-11-19T12:10"):
        hears_of(petro, "Рахунок від’єднано: нагадувань про нього в цьому чаті більше не буде.", before)
        walk(petro, [("Додати рахунок знову", "номер лічильника")])


@pytest.mark.parametrize("messenger", ["telegram", "viber"])
def test_a_stranger_who_guesses_locks_nobody_out(serving, telegram, viber, run, messenger):
    olha, stranger = both_ways(telegram, viber, messenger)
    with with_both(serving, telegram, viber) as served:
        for each in (olha, stranger):
            each.opens()
            each.hears(1)
            walk(each, [("Погоджуюсь", "9 цифр")])
        walk(stranger, [(ACCOUNT, "номер лічильника"), *[(f"77777{each}", "не збігаються") for each in range(5)]])
        walk(stranger, [(PROOF, "Забагато спроб")])
        walk(olha, [(ACCOUNT, "два номери через пробіл"), (PROOF, "Потрібні обидва номери")])
        walk(olha, [(f"{PROOF} 99999", "не збігаються"), (f"{PROOF} {EIC}", ADDRESS)])
        walk(olha, [("Так, це моя адреса", "Рахунок додано")])
        served.stop()
    assert run("registrations", "--json").record["guarded_accounts"] == 1
    assert ACCOUNT in run("registrations").out
    refused = run("subscribe", "telegram", "7", ACCOUNT, "--proof", PROOF)
    assert "обидва докази" in refused.err
    assert run("subscribe", "telegram", "7", ACCOUNT, "--proof", f"{EIC} {PROOF}").code == 0
    assert run("subscribe", "telegram", "8", ACCOUNT).code == 0


def test_a_setting_asks_for_both_proofs_always(serving, telegram, viber, run, monkeypatch):
    maria = telegram.customer()
    with with_both(serving, telegram, viber, BOTH_PROOFS="true"):
        maria.opens()
        maria.hears(1)
        walk(maria, [("Погоджуюсь", "9 цифр"), (ACCOUNT, "два номери через пробіл"), (f"{EIC} {PROOF}", ADDRESS)])
    monkeypatch.setenv("PROVISNYK_BOTH_PROOFS", "true")
    assert run("subscribe", "telegram", "7", ACCOUNT, "--proof", EIC).code != 0
    assert run("subscribe", "telegram", "7", ACCOUNT, "--proof", f"{PROOF} {EIC}").code == 0
