"""The pages of the web besides the bots, over both databases: the public works, the figures, the calendars."""

from dataclasses import replace
from datetime import timedelta

import httpx
import ics
import jsonschema
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bots.web.app import web_app
from data import tables
from data.calendars import CalendarRepository
from data.imports import keep_import
from pipeline.domain.addresses.streets import Street
from pipeline.domain.contacts import Chat, Update
from pipeline.domain.imports import ImportReport, RegistryImport
from pipeline.domain.reminders import Outcome, ReminderStatus
from pipeline.domain.trust import PageState, Reading
from pipeline.domain.works import Kind, Listing, Period, Place, PlannedWork, QuarantinedRow, WorkStatus
from pipeline.web import pages
from tests.contract.operator_site import Answering, at_noon
from tests.contract.people import DAY, NOW, PERIOD, add_account, add_street, reminder

KHUST = "UA21120250010053148"
LISTED = PlannedWork(
    PERIOD,
    Kind.PLANNED,
    (Place("м. Хуст", KHUST, Street("вул.", "Центральна"), "1-7"), Place("с. Нізвідки", None)),
    district="Хустський РЕМ",
    reason="обрізка дерев",
)
DAYS = {"from": "2026-11-23", "to": "2026-11-30"}


class Site(Answering):
    """An application and its web app."""

    def __init__(self, app):
        super().__init__(app)
        self.works, self.outbox, self.registry, self.database = app.works, app.outbox, app.registry, app.database
        self._web = web_app({}, self.ready, pages(self.ask, app, {"tick": 2, "send": 0}))

    async def get(self, path, headers=None, method="GET", **params):
        transport = httpx.ASGITransport(self._web)
        async with httpx.AsyncClient(transport=transport, base_url="https://provisnyk.example") as client:
            return await client.request(method, path, params=params or None, headers=headers)

    def lists(self, *works, after=0, state=PageState.OK, quarantined=()):
        reading = Reading(NOW + timedelta(minutes=after), state, healthy=state is PageState.OK, quarantined=1)
        self.works.save_reading(reading, (), Listing(works, quarantined, len(works), {"Хустський РЕМ": DAY}))


@pytest.fixture
def site(database_url, tmp_path):
    with at_noon(database_url, tmp_path) as app:
        yield Site(app)


def on_day(number):
    """The same work on a later day."""
    later = timedelta(days=number)
    return PlannedWork(Period(PERIOD.starts_at + later, PERIOD.ends_at + later), Kind.PLANNED, LISTED.places)


async def schema(site, name):
    document = (await site.get("/api/openapi.json")).json()
    return {"$ref": f"#/components/schemas/{name}", "components": document["components"]}


async def test_the_works_are_told_as_their_description_says(site):
    site.lists(LISTED)
    answer = await site.get("/api/works", **DAYS)
    jsonschema.validate(answer.json(), await schema(site, "Works"), jsonschema.Draft202012Validator)
    assert answer.headers["access-control-allow-origin"] == "*"
    asked = await site.get("/api/works", method="OPTIONS")
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (204, "*")
    body = answer.json()
    assert body["works"] == list(site.works.works(NOW))
    assert (body["next"], body["read_at"]) == (None, "2026-11-23T12:00:00+02:00")
    assert (await site.get("/api/works", settlement="Хуст")).json() == body
    assert (await site.get("/api/works", settlement=KHUST)).json() == body
    assert (await site.get("/api/works", settlement="Ужгород")).json()["works"] == []


async def test_its_description_names_every_parameter_and_answer(site):
    document = (await site.get("/api/openapi.json")).json()
    (operation,) = (path["get"] for path in document["paths"].values())
    given = {"settlement": "Хуст", **DAYS, "limit": "5", "after": "1-0123456789ab"}
    assert {each["name"] for each in operation["parameters"]} == set(given)
    assert (await site.get("/api/works", **given)).status_code == 200
    for each in operation["parameters"]:
        wrong = await site.get("/api/works", **{each["name"]: "Київ" if each["name"] == "settlement" else "x"})
        assert wrong.status_code == 400, each
        jsonschema.validate(wrong.json(), await schema(site, "Error"), jsonschema.Draft202012Validator)
    site.refuses = True
    refused = await site.get("/api/works")
    assert (refused.status_code, refused.content) == (503, b"")
    assert {"200", "400", "503"} < set(operation["responses"])


async def test_a_settlement_that_is_not_known_is_named_with_those_like_it(site):
    answer = await site.get("/api/works", settlement="Ізза")
    assert (answer.status_code, "схожі" in answer.json()["error"]) == (400, True)


async def test_pages_follow_each_other_and_leave_nothing_out(site):
    site.lists(*(on_day(number) for number in range(8)))
    found, address = [], "/api/works?from=2026-11-24&to=2026-12-01&limit=3"
    while address:
        body = (await site.get(address)).json()
        found.append([each["starts_at"][8:10] for each in body["works"]])
        address = body["next"] and f"/api/works{body['next']}"
    assert found == [["24", "25", "26"], ["27", "28", "29"], ["30", "01"]]
    assert len((await site.get("/api/works", **DAYS)).json()["works"]) == 7


async def test_who_has_the_answer_is_told_so_until_it_changes(site):
    site.lists(LISTED)
    first = await site.get("/api/works")
    assert first.headers["cache-control"] == "public, max-age=300"
    known = {"If-None-Match": f'"other", W/{first.headers["etag"]}'}
    again = await site.get("/api/works", known)
    assert (again.status_code, again.content) == (304, b"")
    site.lists(LISTED, on_day(1), after=10)
    assert (await site.get("/api/works", known)).status_code == 200


async def figures_of(site):
    text = (await site.get("/metrics")).text
    return {
        (sample.name.removeprefix("provisnyk_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_before_anything_was_read_the_list_is_infinitely_old_and_all_else_is_zero(site):
    figures = await figures_of(site)
    assert figures["last_healthy_reading_age_seconds",] == float("inf")
    assert figures["readings_last_day", "blocked"] == figures["deliveries_last_hour", "viber", "sent"] == 0
    assert (figures["viber_paid_this_month",], figures["viber_budget",]) == (0, float("inf"))
    assert (figures["job_failures_total", "tick"], figures["job_failures_total", "send"]) == (2, 0)
    assert figures["reminders_refused", "telegram", "untold"] == figures["reminders_refused", "viber", "bare"] == 0
    assert (figures["lost_matches",], figures["registry_import_refused",]) == (0, 0)
    assert figures["registry_import_age_seconds",] == float("inf")
    assert figures["process_resident_memory_bytes",] > 0


async def test_the_last_import_and_lost_matches_are_figures(site):
    add_account(site.database, "210000001", add_street(site.database))
    mine = site.registry.subscribe("telegram", "1001", "210000001", NOW)
    site.registry.keep_lost([(mine, PERIOD.starts_at.date())])
    report = ImportReport(added=1, updated=60, unchanged=3, rejected=4, closed=5)
    keep_import(site.database, RegistryImport(NOW, "export.csv", True, "забагато", report, 50, 8))
    figures = await figures_of(site)
    assert (figures["lost_matches",], figures["registry_import_refused",]) == (1, 1)
    assert figures["registry_import_age_seconds",] == 0
    counted = {result: figures["registry_import_accounts", result] for result in ("updated", "closed", "addresses")}
    assert counted == {"updated": 60, "closed": 5, "addresses": 50}
    site.registry.keep_lost([])
    assert (await figures_of(site))["lost_matches",] == 0


async def test_the_figures_say_how_the_whole_stands_and_name_nobody(site):
    site.lists(LISTED, after=-60, quarantined=(QuarantinedRow("с. Х", "?"),))
    site.lists(after=-30, state=PageState.BLOCKED)
    add_account(site.database, "210000001", add_street(site.database))
    mine = site.registry.subscribe("telegram", "1001", "210000001", NOW)
    other = site.registry.subscribe("viber", "a1=", "210000001", NOW)
    late = NOW - timedelta(minutes=20)
    site.outbox.add(
        [reminder(mine), reminder(other, due_at=late), reminder(other, revision=2, due_at=PERIOD.starts_at)]
    )
    (message,) = site.outbox.claim(["telegram"], NOW, NOW, 10)
    bare = Outcome(message, ReminderStatus.SENT, NOW, "Завтра не буде світла", provider_id="m1", refused=True)
    site.outbox.settle([bare])
    site.app.conversations.arrival(Chat("viber", "a1="), Update("77"), site.app.clock.real())
    figures = await figures_of(site)
    assert (figures["dialogue_steps_last_hour", "viber"], figures["dialogue_steps_last_hour", "telegram"]) == (1, 0)
    assert figures["messenger_deaf", "telegram"] == 0
    assert figures["readings_last_day", "ok"] == figures["readings_last_day", "blocked"] == 1
    assert figures["last_healthy_reading_age_seconds",] == 3600
    assert (figures["works",], figures["quarantined_rows",]) == (1, 1)
    assert (figures["reminders_owed", "one_day"], figures["reminders_owed", "same_day"]) == (1, 0)
    assert figures["reminders_owed_oldest_age_seconds", "one_day"] == 1200
    assert figures["deliveries_last_hour", "telegram", "sent"] == 1
    assert figures["reminders_refused", "telegram", "bare"] == 1
    assert (figures["rate_used_ratio", "telegram"], figures["rate_used_ratio", "viber"]) == (1 / 28 / 60, 0)
    assert not any(secret in str(figures.keys()) for secret in ("1001", "a1=", "210000001", "Центральна"))


@pytest.fixture
def maria(site):
    """A chat that is told of works tomorrow at its account; gives the address of its calendar."""
    add_account(site.database, "210000001", add_street(site.database, katottg=KHUST))
    site.registry.subscribe("telegram", "1001", "210000001", NOW, label="Дім")
    site.lists(LISTED)
    site.app.plan(NOW)
    return CalendarRepository(site.database, b"key").renew(Chat("telegram", "1001"))


async def calendar_of(site, token, headers=None):
    answer = await site.get(f"/calendar/{token}.ics", headers)
    return answer, ics.Calendar(answer.text) if answer.status_code == 200 else None


async def test_a_calendar_is_read_by_another_program_as_it_is_meant(site, maria):
    answer, calendar = await calendar_of(site, maria)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "private" in answer.headers["cache-control"]
    (event,) = calendar.events
    assert (event.begin.datetime, event.end.datetime) == (PERIOD.starts_at, PERIOD.ends_at)
    assert event.name == "З 9:00 до 16:00 не буде світла"
    assert (event.location, event.status, event.transparent) == ("с. Іза, вул. Центральна, 7", "CONFIRMED", True)
    assert event.description.startswith("«Дім»: с. Іза, вул. Центральна, 7\nОсобовий рахунок 210000001\n")
    assert "обрізка дерев" in event.description
    assert "Орієнтовне завершення: 16:00." in event.description
    (alarm,) = event.alarms
    assert alarm.trigger == -timedelta(days=1)


def line_of(answer, name):
    return next(line for line in answer.text.splitlines() if line.startswith(f"{name}:"))


async def test_a_cancelled_event_stays_itself_and_says_so(site, maria):
    before, _ = await calendar_of(site, maria)
    (message,) = site.outbox.claim(["telegram"], NOW, NOW, 10)
    site.outbox.settle([Outcome(message, ReminderStatus.SENT, NOW, "Завтра не буде світла", provider_id="m1")])
    site.lists(replace(LISTED, status=WorkStatus.CANCELLED), after=10)
    site.app.plan(NOW + timedelta(minutes=10))
    after, calendar = await calendar_of(site, maria, {"If-None-Match": before.headers["etag"]})
    (event,) = calendar.events
    assert (event.status, event.alarms) == ("CANCELLED", [])
    assert event.name == "Скасовано: планові роботи у вівторок, 24 листопада, 9:00–16:00"
    assert line_of(before, "UID") == line_of(after, "UID")
    assert (line_of(before, "SEQUENCE"), line_of(after, "SEQUENCE")) == ("SEQUENCE:2", "SEQUENCE:4")


async def test_a_calendar_in_which_nothing_changed_is_not_sent_again(site, maria):
    first, _ = await calendar_of(site, maria)
    site.app.clock.time += timedelta(minutes=10)
    again, _ = await calendar_of(site, maria, {"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_wrong_address_tells_nothing_whatever_is_wrong_with_it(site, maria):
    number, _, secret = maria.partition("-")
    wrong = [f"{number}-{secret[:-1]}0", f"{number}-", f"{int(number) + 1}-{secret}", f"{'9' * 30}-x", "0-0", "інше"]
    renewed = CalendarRepository(site.database, b"key").renew(Chat("telegram", "1001"))
    answers = [(await calendar_of(site, each))[0] for each in (*wrong, maria)]
    assert {(each.status_code, each.content) for each in answers} == {(404, b"Not Found")}
    assert (await calendar_of(site, renewed))[0].status_code == 200
    assert not CalendarRepository(site.database, b"other key").find(renewed)


async def test_who_cannot_be_told_any_more_has_no_calendar_that_would_keep_silent_of_changes(site, maria):
    site.outbox.give_up("telegram", "1001")
    assert (await calendar_of(site, maria))[0].status_code == 404
    site.registry.erase("telegram", "1001")
    assert (await calendar_of(site, maria))[0].status_code == 404


async def test_many_guesses_are_slowed_down(site, maria):
    codes = [(await site.get("/calendar/1-x.ics")).status_code for _ in range(60)]
    assert 429 in codes


def test_only_what_tells_nobody_the_address_is_kept(site, maria):
    (kept,) = [each for (each,) in tables.Contact.select(tables.Contact.calendar).tuples().execute(site.database)]
    assert kept not in maria
    assert CalendarRepository(site.database, b"key").token(Chat("telegram", "1001")) == maria
    assert CalendarRepository(site.database, b"key").token(Chat("viber", "1001")) is None
