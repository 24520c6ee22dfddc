"""What an operator looks up, over both databases: works, one work, one account."""

import logging
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from bots.web.operator.lookups import STATUSES
from data.tables import Lookup
from pipeline.domain.naming import STAGES
from pipeline.domain.pages import SourcePage
from pipeline.domain.reminders import Outcome, ReminderStatus
from pipeline.domain.stages import Stage
from tests.commands.conftest import IZA, PAGE, ROW
from tests.contract.people import NOW
from tests.fakes.operator_browser import words

KHUST = ROW.format(date="24.11.2026", settlement="м. Хуст", street="вул. Івана Франка, 1-25", hours="з 9:00 до 16:00")
EXPORT = (
    "account,eic,meter,settlement,katottg,street,house,apartment\n"
    "210000001,62Z0000000000001,11111,с. Іза,,вул. Центральна,7,3\n"
)


def reads(site, *rows, after=0):
    """A tick's scrape, so many minutes after the beginning; gives the ids of the works that are known then."""
    site.app.clock.time = at = NOW + timedelta(minutes=after)
    page = SourcePage("list.html", at, 200, PAGE.format(rows="".join(rows)).encode(), "text/html")
    site.app.scrape([page], at)
    return [work["id"] for work in site.app.works.works(at)]


def tells(site, tmp_path):
    """A customer at 210000001 hears of what is planned."""
    export = tmp_path / "accounts.csv"
    export.write_text(EXPORT, encoding="utf-8")
    app = site.app
    app.import_accounts(export, NOW, full=False, accept=False)
    app.registry.subscribe("telegram", "987654321", "210000001", NOW)
    app.plan(NOW)
    app.clock.time = NOW + timedelta(hours=1)
    (message,) = app.outbox.claim(["telegram"], app.clock.now(), app.clock.now(), 1)
    app.outbox.settle(
        [Outcome(message, ReminderStatus.SENT, app.clock.now(), text="с. Іза, вул. Центральна, 7, кв. 3")]
    )


async def asks(site, account, **given):
    """What the page says of an account."""
    csrf = (await site.see("/account")).find("input", {"name": "csrf"})["value"]
    answer = await site.send("POST", "/account", data={"csrf": csrf, "account": account, **given})
    if answer.status_code == 303:
        return words(await site.see("/account"))
    return words(BeautifulSoup(answer.text, "html.parser"))


async def test_works_are_listed_by_day_and_district(operator_site):
    reads(operator_site, IZA, KHUST)
    seen = words(await operator_site.see("/works"))
    assert "вт 24.11 09:00–16:00" in seen
    assert "Хуст: вул. Івана Франка 1-25 Хустський РЕМ заплановано" in seen
    assert "Таких робіт немає" in words(await operator_site.see("/works", day="2026-11-25"))
    assert "Таких робіт немає" in words(await operator_site.see("/works", district="Тячівський РЕМ"))


async def test_a_day_that_is_none_is_named(operator_site):
    answer = await operator_site.send("GET", "/works", params={"day": "завтра"})
    assert answer.status_code == 404
    assert "Не розумію день «завтра»" in answer.text


async def test_a_work_shows_its_rows_who_was_told_and_the_page_as_a_file(operator_site, tmp_path):
    (work,) = reads(operator_site, IZA)
    tells(operator_site, tmp_path)
    page = await operator_site.see("/work", id=work)
    seen = words(page)
    assert "Іза, вул. Центральна, 1-25" in seen
    assert "за день Telegram надіслано 1" in seen
    link = page.find("a", string=lambda text: text and "Завантажити" in text)
    file = await operator_site.send("GET", link["href"].removeprefix("/operator"))
    assert file.headers["content-disposition"] == 'attachment; filename="2026-11-23T12-00.html"'
    assert file.headers["content-type"] == "application/octet-stream"
    assert "Центральна" in file.text


async def test_a_work_that_is_lost_says_since_when(operator_site):
    work, *_ = reads(operator_site, IZA, KHUST)
    both = words(await operator_site.see("/work", id=work))
    reads(operator_site, KHUST if "Іза" in both else IZA, after=30)
    assert "бракує з 23.11.2026 12:30" in words(await operator_site.see("/work", id=work))


async def test_what_there_is_not_is_said(operator_site):
    for path in ("/work?id=0123456789ab", "/page?id=7", "/page?id=7777777777", "/page?id=x"):
        assert (await operator_site.send("GET", path)).status_code == 404


async def test_an_account_is_explained_without_what_names_the_home_and_the_look_is_kept(
    operator_site, tmp_path, caplog, capfd
):
    reads(operator_site, IZA)
    tells(operator_site, tmp_path)
    with caplog.at_level(logging.INFO):
        seen = await asks(operator_site, "210 000 001", day="2026-11-24")
    assert "Повідомили" in seen
    assert "Рахунок 210000001: с. Іза, вул. Ц…, …" in seen
    assert "кв. 3" not in seen
    assert "987654321" not in seen
    assert "вт 24.11: записано нагадувань" in seen
    looked = Lookup.select(Lookup.operator, Lookup.account).tuples().execute(operator_site.app.database)
    assert list(looked) == [("operator", "210000001")]
    assert "210000001" not in caplog.text + "".join(capfd.readouterr())


async def test_what_is_no_account_is_refused_with_the_reason(operator_site):
    for account, reason in (("12", "дев’ять цифр"), ("210000009", "немає")):
        assert reason in await asks(operator_site, account)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_was_typed_wrongly_stands_there_with_its_fault_once(operator_site):
    page = await operator_site.post("/account", {"account": "21000000", "day": "2026-11-24"})
    field = page.find("input", {"name": "account"})
    assert (field["value"], page.find("input", {"name": "day"})["value"]) == ("21000000", "2026-11-24")
    assert "дев’ять цифр" in page.find(id=field["aria-describedby"]).text
    assert not (await operator_site.see("/account")).find("input", {"name": "account"})["value"]


async def test_the_page_shows_what_is_told_and_does_it_once_it_was_seen(operator_site, tmp_path):
    (work,) = reads(operator_site, IZA)
    tells(operator_site, tmp_path)
    csrf = (await operator_site.see("/work", id=work)).find("input", {"name": "csrf"})["value"]
    form = {"csrf": csrf, "id": work, "from": "17:00", "until": "20:00"}
    shown = await operator_site.send("POST", "/correct", data=form)
    assert "Повідомлень: 1 (Telegram — 1)" in shown.text
    assert "09:00–16:00 → 17:00–20:00" in shown.text
    assert (await operator_site.send("POST", "/correct", data=form | {"seen": "7"})).status_code == 200
    done = await operator_site.send("POST", "/correct", data=form | {"seen": "1"})
    assert done.status_code == 303
    seen = words(await operator_site.see("/work", id=work))
    assert "У списку 09:00–16:00; виправлено на 17:00–20:00 (operator" in seen


async def test_what_cannot_be_corrected_says_so_on_the_work_s_page(operator_site, tmp_path):
    (work,) = reads(operator_site, IZA)
    tells(operator_site, tmp_path)
    csrf = (await operator_site.see("/work", id=work)).find("input", {"name": "csrf"})["value"]
    typed = {"from": "10:00", "until": "10:00"}
    answer = await operator_site.send("POST", "/correct", data={"csrf": csrf, "id": work, **typed})
    assert answer.status_code == 303
    page = await operator_site.see(answer.headers["location"].removeprefix("/operator"))
    assert {name: page.find("input", {"name": name})["value"] for name in typed} == typed
    assert "10:00-10:00" in page.find(id=page.find("input", {"name": "until"})["aria-describedby"]).text


async def test_what_is_not_said_yet_is_held_from_a_work_s_page(operator_site, tmp_path):
    (work,) = reads(operator_site, IZA)
    tells(operator_site, tmp_path)
    csrf = (await operator_site.see("/work", id=work)).find("input", {"name": "csrf"})["value"]

    async def holds():
        answer = await operator_site.send("POST", "/hold", data={"csrf": csrf, "id": work})
        return words(await operator_site.see(answer.headers["location"].removeprefix("/operator")))

    assert "притримувати нічого" in await holds()
    reads(operator_site, IZA.replace("16:00", "20:00"), after=61)
    operator_site.app.plan(operator_site.app.clock.now())
    assert "Притримано нагадувань: 1" in await holds()


def test_every_state_of_a_reminder_has_its_words():
    assert set(STATUSES) == set(ReminderStatus)
    assert set(STAGES) == set(Stage)
