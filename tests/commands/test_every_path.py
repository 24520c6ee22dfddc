"""Every path of the dialogue, walked in each messenger through a running `serve`."""

import pytest

from tests.commands.served import wait_for

ACCOUNT, PROOF, ADDRESS = "210000001", "100001", "с. Іза, вул. Центральна, 7"
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


@pytest.mark.parametrize("messenger", ["telegram", "viber"])
def test_every_path_leads_where_it_says(serving, telegram, viber, run, messenger):
    fakes = {"telegram": telegram, "viber": viber}
    olha = fakes.pop(messenger).customer()
    (other,) = fakes
    viber.subscribe("7")
    run("subscribe", other, "7", ACCOUNT)
    with serving(**BY_WEBHOOK) as served:
        wait_for(lambda: viber.callbacks.path and telegram.mailbox.webhook)
        olha.opens()
        olha.hears(1)
        walk(olha, path(ACCOUNT, PROOF, ADDRESS))
        _, err = served.stop()
    assert run("subscriptions", "--json").records == []
    assert viber.bare == []
    assert telegram.limits.violations + viber.limits.violations == []
    assert not any(secret in err for secret in (ACCOUNT, ADDRESS, "Дім"))
