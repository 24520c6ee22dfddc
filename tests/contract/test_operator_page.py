"""The operator's page over both databases: what it counts, and what an operator brings about."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from data.imports import keep_import
from data.overview import Deliveries, DeliveryCounts, coming_works
from data.pruning import prune
from data.tables import Delivery
from pipeline.bootstrap import Application
from pipeline.domain import passwords
from pipeline.domain.imports import ImportReport, RegistryImport
from pipeline.domain.overview import Attempts, ComingWorks, Lateness
from pipeline.domain.pages import SourcePage
from pipeline.domain.passwords import parse_operators
from pipeline.domain.reminders import Outcome, ReminderStatus
from pipeline.domain.sessions import IDLE
from pipeline.domain.stages import Stage
from pipeline.operator_page import LOCK_EVERY, operator_pages
from pipeline.operators import add_operator, operator_sessions
from tests.commands.conftest import IZA, PAGE, ROW
from tests.contract.people import NOW, add_account, add_street, reminder
from tests.fakes.operator_browser import PASSWORD, words

KHUST = "UA21120250010053148"
MISTYPED = ROW.format(date="25.11.2026", settlement="с. Вышкво", street="вул. Горішня, 1-25", hours="з 9:00 до 16:00")
RENAMED = ROW.format(date="25.11.2026", settlement="м. Хуст", street="вул. Леніна, 1-25", hours="з 9:00 до 16:00")
OTHERS = [IZA.replace("1-25", str(house)) for house in range(40, 60, 2)]


on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what is no question of the database: forms and words."""


def page(*rows, at=NOW):
    return SourcePage("list.html", at, 200, PAGE.format(rows="".join(rows)).encode(), "text/html")


def reads(site, *rows, after=0):
    """A tick's scrape, so many minutes after the beginning."""
    at = NOW + timedelta(minutes=after)
    site.app.clock.time = at
    return site.app.scrape([page(*rows, at=at)], at)


def deliver(site, status, *, account="210000001", late=0, stage=Stage.ONE_DAY, messenger="telegram", **more):
    """One attempt to send a reminder, so many seconds after it was due."""
    app = site.app
    subscription = app.registry.subscribe(messenger, f"chat {account}", account, NOW)
    app.outbox.add([reminder(subscription, stage)])
    (message,) = app.outbox.claim([messenger], NOW, NOW, 1)
    app.outbox.settle([Outcome(message, status, NOW + timedelta(seconds=late), text="…", **more)])


@on_one_database
async def test_a_quiet_day_needs_nobody(operator_site):
    database = operator_site.app.database
    operator_site.app.registry.subscribe("telegram", "1", add_account(database, "210000001", add_street(database)), NOW)
    reads(operator_site, *OTHERS)
    seen = words(await operator_site.see())
    assert "Так, щойно" in seen
    assert "Що потребує уваги? Нічого" in seen
    assert "За тиждень нічого не надсилали" in seen


@on_one_database
async def test_where_customers_are_not_heard_the_page_says_so(operator_site):
    operator_site.deaf["telegram"] = "Telegram: оновлення забирає інший процес"
    seen = words(await operator_site.see())
    assert "Не чуємо, що пишуть і натискають споживачі в Telegram. Telegram: оновлення забирає інший процес" in seen
    operator_site.deaf.clear()
    assert "Не чуємо" not in words(await operator_site.see())


@on_one_database
async def test_a_database_in_which_there_is_nobody_is_no_quiet_day(operator_site):
    reads(operator_site, *OTHERS)
    assert "немає жодного особового рахунку" in words(await operator_site.see())
    add_account(operator_site.app.database, "210000001", add_street(operator_site.app.database))
    assert "немає жодної підписки" in words(await operator_site.see())


@on_one_database
async def test_before_the_first_healthy_reading_it_says_so_and_what_was_not_understood(operator_site):
    assert "Ще не прочитано" in words(await operator_site.see())
    assert not reads(operator_site, MISTYPED).reading.healthy
    seen = words(await operator_site.see())
    assert "Ще не прочитано" in seen
    assert "Незрозумілих рядків: 1" in seen
    meant = {"act": "settlement", "printed": "с. Вышкво", "settlement": "Вишково"}
    assert "незрозумілих 0 (було 1)" in words(await operator_site.post("/quarantine", meant))
    assert "Так, щойно" in words(await operator_site.see())


def test_works_to_come_are_counted_by_day_and_district(operator_site):
    far = IZA.replace("24.11.2026", "12.12.2026")
    reads(operator_site, IZA, RENAMED, *OTHERS[:2], far)
    assert coming_works(operator_site.app.database, NOW) == [
        ComingWorks(date(2026, 11, 24), "Хустський РЕМ", 3),
        ComingWorks(date(2026, 11, 25), "Хустський РЕМ", 1),
    ]


def test_attempts_are_counted_by_day_messenger_stage_and_result(operator_site):
    database = operator_site.app.database
    reads(operator_site, *OTHERS, after=-2)
    street = add_street(database)
    for number, late in enumerate((0, 4, 30)):
        deliver(
            operator_site, ReminderStatus.SENT, account=add_account(database, f"21000000{number}", street), late=late
        )
    changed = add_account(database, "210000008", street)
    deliver(operator_site, ReminderStatus.SENT, account=changed, late=90, stage=Stage.CHANGED)
    failed = add_account(database, "210000009", street)
    deliver(operator_site, ReminderStatus.UNDELIVERABLE, account=failed)
    day = date(2026, 11, 23)
    told = DeliveryCounts().of_last_days(database, NOW + timedelta(hours=1))
    assert told.attempts == [
        Attempts(day, "telegram", Stage.CHANGED, "sent", 1),
        Attempts(day, "telegram", Stage.ONE_DAY, "sent", 3),
        Attempts(day, "telegram", Stage.ONE_DAY, "undeliverable", 1),
    ]
    assert told.scheduled == Lateness(3, timedelta(seconds=4), timedelta(seconds=30))
    assert told.changes == Lateness(1, timedelta(seconds=210), timedelta(seconds=210))
    assert DeliveryCounts().of_last_days(database, NOW + timedelta(days=7)) == Deliveries([], None, None)


def test_deliveries_of_a_day_that_is_over_are_counted_once_and_those_of_today_each_time(operator_site):
    database, counts = operator_site.app.database, DeliveryCounts()
    street = add_street(database)
    for number, hours in enumerate((0, 1, 24, 48)):
        account, now = add_account(database, f"21000000{number}", street), NOW + timedelta(hours=hours)
        deliver(operator_site, ReminderStatus.SENT, account=account, late=hours * 3600)
        told = counts.of_last_days(database, now)
        assert told == DeliveryCounts().of_last_days(database, now)
        assert sum(each.count for each in told.attempts) == number + 1
    Delivery.delete().execute(database)
    left = counts.of_last_days(database, now)
    assert [(each.day.day, each.count) for each in left.attempts] == [(23, 2), (24, 1)]


async def test_the_overview_asks_as_often_however_much_there_is(operator_site, caplog):
    caplog.set_level(logging.DEBUG, "peewee")
    reads(operator_site, *OTHERS)
    caplog.clear()
    await operator_site.see()
    few = len(caplog.records)
    database = operator_site.app.database
    street = add_street(database)
    for number in range(5):
        deliver(operator_site, ReminderStatus.SENT, account=add_account(database, f"21000000{number}", street))
    reads(operator_site, *OTHERS, IZA, RENAMED, MISTYPED, after=40)
    await operator_site.see()  # that the session goes on is written down once
    caplog.clear()
    await operator_site.see()
    assert len(caplog.records) == few


async def test_a_row_comes_in_by_one_press(operator_site):
    reads(operator_site, MISTYPED, *OTHERS)
    assert "Незрозумілих рядків: 1" in words(await operator_site.see())
    shown = await operator_site.see("/quarantine")
    form = next(form for form in shown.find_all("form") if "Вишково" in form.text)
    fields = {each["name"]: each["value"] for each in form.find_all("input")}
    after = words(await operator_site.post("/quarantine", fields))
    assert "незрозумілих 0 (було 1)" in after
    assert "Рядки, яких не вдалося зрозуміти: 0" in after
    assert "«с. Вышкво» — це с-ще Вишково" in after
    back = words(await operator_site.post("/quarantine", {"act": "forget settlement", "printed": "с. Вышкво"}))
    assert "незрозумілих 1 (було 0)" in back
    assert "Сказане раніше" not in back


@on_one_database
async def test_a_settlement_that_is_not_known_is_answered_with_those_like_it(operator_site):
    reads(operator_site, MISTYPED, *OTHERS)
    wrong = {"act": "settlement", "printed": "с. Вышкво", "settlement": "Вишкоград", "by_hand": "yes"}
    form = (await operator_site.see("/quarantine")).find(attrs={"name": "by_hand"}).find_parent("form")
    wrong["district"] = form.find("input", {"name": "district"})["value"]
    page = await operator_site.post("/quarantine", wrong)
    field = page.find("input", value="Вишкоград")
    assert field.find_parent("details").has_attr("open")
    assert "схожі: " in page.find(id=field["aria-describedby"]).text
    assert "Не вказано" in words(await operator_site.post("/quarantine", {**wrong, "settlement": " "}))


@on_one_database
async def test_rows_that_one_explanation_fits_stand_together(operator_site):
    hours = MISTYPED.replace("с. Вышкво", "с. Іза").replace("з 9:00 до 16:00", "мабуть, зранку")
    reads(
        operator_site, MISTYPED, *(MISTYPED.replace("1-25", str(house)) for house in range(40, 48, 2)), hours, *OTHERS
    )
    page = await operator_site.see("/quarantine")
    together, without_remedy = page.find_all("article")
    assert len(together.find_all("blockquote")) == 5
    assert "Ще таких рядків: 2" in words(together)
    assert not without_remedy.find("form")


async def test_a_street_is_named_by_one_of_the_registry_alone(operator_site):
    app = operator_site.app
    add_street(app.database, name="Івана Франка", katottg=KHUST)
    reads(operator_site, RENAMED, *OTHERS)
    assert "Вулиць, яких немає в реєстрі: 1" in words(await operator_site.see())
    add_street(app.database, kind="", name="", katottg=KHUST)  # accounts without a street may live on any
    named = {"act": "street", "settlement": KHUST, "old": "вул. Леніна", "new": "вул. Франкова"}
    assert "У реєстрі немає вулиці «вул. Франкова»" in words(await operator_site.post("/quarantine", named))
    assert "Потрібні обидві назви" in words(await operator_site.post("/quarantine", {**named, "new": "вул."}))
    after = words(await operator_site.post("/quarantine", {**named, "new": "вул. Івана Франка"}))
    assert "«вул. Леніна» — це «вул. Івана Франка»" in after
    assert "Вулиці, яких немає в реєстрі: 0" in after
    forgotten = {**named, "act": "forget street", "new": "вул. Івана Франка"}
    assert "Вулиці, яких немає в реєстрі: 1" in words(await operator_site.post("/quarantine", forgotten))
    assert "Не записано, що" in words(await operator_site.post("/quarantine", forgotten))


async def test_a_doubtful_list_counts_once_the_operator_has_seen_and_accepted_it(operator_site):
    reads(operator_site, *OTHERS, IZA, RENAMED)
    assert not reads(operator_site, IZA, after=10).reading.healthy
    assert "Переглянути список під сумнівом" in words(await operator_site.see())
    shown = await operator_site.see("/doubtful")
    assert "Робіт попереду: 12 → 1" in words(shown)
    assert "Рядки, яких більше немає: 11" in words(shown)
    fields = {"reading": shown.find("input", {"name": "reading"})["value"]}
    reads(operator_site, RENAMED, after=20)
    assert "погляньте на нього ще раз" in words(await operator_site.post("/doubtful", fields))
    assert operator_site.app.works.known_future(NOW) == 12
    fields = {"reading": (await operator_site.see("/doubtful")).find("input", {"name": "reading"})["value"]}
    assert "Список взято: рядків 1" in words(await operator_site.post("/doubtful", fields))
    assert operator_site.app.works.known_future(NOW) == 1
    assert "приймати нічого" in words(await operator_site.see("/doubtful"))


CSV = "РЕМ;Дата;Населений пункт;Вулиця;Час\nХустський РЕМ;24.11.2026;с. Іза;вул. Нова;9:00-12:00\n"


@on_one_database
@pytest.mark.parametrize(
    ("name", "content"), [("список.csv", CSV.encode()), ("Планові.htm", PAGE.format(rows=IZA).encode())]
)
async def test_a_list_that_was_brought_is_shown_before_it_counts(operator_site, name, content):
    files = {"list": (name, content)}
    shown = words(await operator_site.post("/upload", {"act": "look"}, files))
    assert "Робіт попереду: 0 → 1" in shown
    assert operator_site.app.works.last_listing() is None
    assert "Список взято: рядків 1, робіт 1" in words(await operator_site.post("/upload", {"act": "take"}))
    assert operator_site.app.works.known_future(NOW) == 1
    assert "Файлів уже немає" in words(await operator_site.post("/upload", {"act": "take"}))


@on_one_database
async def test_a_list_of_several_files_is_one_reading(operator_site):
    parts = [("list", (f"{number}.html", PAGE.format(rows=row).encode())) for number, row in enumerate((IZA, RENAMED))]
    assert "Робіт попереду: 0 → 2" in words(await operator_site.post("/upload", {"act": "look"}, parts))
    assert "робіт 2" in words(await operator_site.post("/upload", {"act": "take"}))


async def test_a_doubtful_list_that_was_brought_has_to_be_vouched_for(operator_site):
    reads(operator_site, *OTHERS, IZA, RENAMED)
    files = {"list": ("list.html", PAGE.format(rows=IZA).encode())}
    assert "робіт стало менше" in words(await operator_site.post("/upload", {"act": "look"}, files))
    assert "не взято до уваги" in words(await operator_site.post("/upload", {"act": "take"}))
    assert operator_site.app.works.known_future(NOW) == 12
    await operator_site.post("/upload", {"act": "look"}, files)
    assert "Список взято" in words(await operator_site.post("/upload", {"act": "take", "accept": "yes"}))
    assert operator_site.app.works.known_future(NOW) == 1


@on_one_database
@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("list.pdf", b"%PDF", "потрібен файл .html, .json або .csv"),
        ("list.html", b"<html><body>Access denied", "замість списку тут захист"),
        ("list.csv", "ім'я;телефон".encode(), "списку робіт не знайдено"),
    ],
)
async def test_what_is_no_list_cannot_be_taken(operator_site, name, content, says):
    shown = await operator_site.post("/upload", {"act": "look"}, {"list": (name, content)})
    assert says in words(shown)
    assert "Взяти цей список" not in words(shown)


@on_one_database
async def test_files_that_were_brought_may_be_dropped(operator_site):
    await operator_site.post("/upload", {"act": "look"}, {"list": ("list.csv", CSV.encode())})
    assert "Що прочитано" not in words(await operator_site.post("/upload", {"act": "drop"}))


async def test_what_is_held_is_released_by_one_press(operator_site):
    app = operator_site.app
    subscription = app.registry.subscribe(
        "telegram", "1", add_account(app.database, "210000001", add_street(app.database)), NOW
    )
    until = NOW + timedelta(minutes=50)
    app.outbox.add([replace(reminder(subscription, Stage.CHANGED), due_at=until)])
    app.outbox.hold_changes([replace(each, held_until=until) for each in app.outbox.known(date(2026, 11, 1))])
    overview = await operator_site.see()
    assert "вт 24.11, зміна — 1. Перевірте" in words(overview)
    assert "почнуть надсилатися 23.11.2026 12:50" in words(overview)
    assert overview.find("a", string="Роботи вт 24.11")["href"] == "/operator/works?day=2026-11-24"
    assert "Відпустити притримані: 1" in words(overview)
    assert overview.title.text.startswith("(2) Огляд")
    csrf = overview.find("input", {"name": "csrf"})["value"]
    again = await operator_site.send("POST", "/hold", data={"csrf": csrf})
    assert again.headers["location"] == "/operator"
    assert "Притримано нагадувань: 1" in words(await operator_site.see())
    assert "Відпущено нагадувань: 1" in words(await operator_site.post(""))
    assert app.outbox.held() == 0


async def test_while_a_tick_is_at_work_nothing_is_changed(operator_site, monkeypatch):
    monkeypatch.setattr("pipeline.operator_page.LOCK_WITHIN", LOCK_EVERY)
    reads(operator_site, *OTHERS)
    with Application(operator_site.app.settings, operator_site.app.clock) as another, another.run_lock(wait=True):
        assert "Саме читається список" in words(await operator_site.post("/quarantine", {"act": "reread"}))
    assert "Список взято" in words(await operator_site.post("/quarantine", {"act": "reread"}))


@on_one_database
async def test_while_the_database_refuses_the_page_says_so(operator_site):
    operator_site.refuses = True
    answer = await operator_site.send("GET", "")
    assert (answer.status_code, "записано в журналі" in answer.text) == (503, True)


def test_an_operator_is_written_with_a_hash_alone_and_may_get_another_password(tmp_path):
    file = tmp_path / "var" / "operators"
    assert [add_operator(file, name, PASSWORD) for name in ("oksana", "ivan", "oksana")] == [True, True, False]
    text = file.read_text(encoding="utf-8")
    assert [line.partition(":")[0] for line in text.splitlines()] == ["oksana", "ivan"]
    assert PASSWORD not in text
    assert all(each.stat().st_mode & 0o077 == 0 for each in file.parent.iterdir())


def test_operators_who_are_written_at_the_same_time_do_not_overwrite_each_other(tmp_path, monkeypatch):
    monkeypatch.setattr(passwords, "COST", 4)
    file, names = tmp_path / "operators", [f"name{number}" for number in range(20)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: add_operator(file, name, PASSWORD), names))
    assert sorted(parse_operators(file.read_text(encoding="utf-8").splitlines())) == sorted(names)


async def test_a_password_that_is_kept_at_a_lower_cost_is_renewed_in_the_file_and_no_other(operator_site, monkeypatch):
    file = operator_site.app.settings.operators_file
    add_operator(file, "oksana", "a long password")
    before = parse_operators(file.read_text(encoding="utf-8").splitlines())
    monkeypatch.setattr(passwords, "COST", 5)
    assert (await operator_site.sign_in()).status_code == 303
    assert (await operator_site.send("GET", "")).status_code == 200
    after = parse_operators(file.read_text(encoding="utf-8").splitlines())
    assert [passwords.is_outdated(after[name]) for name in ("operator", "oksana")] == [False, True]
    assert after["oksana"] == before["oksana"]


async def test_sessions_that_are_over_are_listed_no_more_and_pruned(operator_site):
    app = operator_site.app
    await operator_site.sign_in("nobody", PASSWORD)
    kept = operator_sessions(app)
    (session,) = kept.listed(NOW)
    assert (session.operator, session.ends_at) == ("operator", NOW + IDLE)
    assert prune(app.database, app.archive, NOW, NOW)["operator_session"] == 0
    assert kept.listed(NOW + IDLE) == []
    assert prune(app.database, app.archive, NOW, NOW + IDLE)["operator_session"] == 1


@on_one_database
def test_without_operators_there_is_no_page(operator_site):
    settings = operator_site.app.settings.model_copy(update={"operators_file": None})
    assert operator_pages(operator_site.app, settings) == []


async def test_a_refused_import_stands_on_the_overview_with_its_figures(operator_site):
    assert "Реєстр" not in words(await operator_site.see())
    report = ImportReport(added=1, updated=50, unchanged=10, rejected=4, closed=0)
    refused = "рахунків змінено чи закрито: 50 із 60 (83,3%)"
    keep_import(operator_site.app.database, RegistryImport(NOW, "export.csv", True, refused, report, 50, 0))
    seen = words(await operator_site.see())
    assert "Вивантаження «export.csv» 23.11.2026 12:00: не взято" in seen
    assert "не повірено, реєстр лишився давнім: рахунків змінено чи закрито: 50 із 60" in seen
