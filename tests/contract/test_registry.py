"""Accounts, contacts, subscriptions and aliases, on both databases."""

import sys
from datetime import timedelta

import pytest

from data import tables
from data.outbox import OutboxRepository
from data.proofs import eic_hash, meter_hash
from data.registry import RegistryRepository
from pipeline.domain.addresses.settlement_aliases import SettlementAlias
from pipeline.domain.addresses.streets import Street
from pipeline.domain.errors import Misuse
from pipeline.domain.matching import RegisteredStreet, StreetAlias
from tests.contract.people import NOW, add_account, add_street, reminder

ACCOUNT = "210000001"
KEY = b"key"


@pytest.fixture
def registry(database):
    return RegistryRepository(database)


@pytest.fixture
def account(database):
    add_account(database, ACCOUNT, add_street(database), apartment="3")
    hashes = {"meter_hash": meter_hash(KEY, ACCOUNT, "100"), "eic_hash": eic_hash(KEY, ACCOUNT, "1AHX5")}
    old = {"old_meter_hash": meter_hash(KEY, ACCOUNT, "99"), "old_meter_until": int(NOW.timestamp())}
    tables.Account.update(hashes | old).execute(database)
    return ACCOUNT


def test_streets_are_those_of_the_settlements_asked_for(database, registry):
    central, none = add_street(database), add_street(database, "", "")
    add_street(database, katottg="UA99")
    assert registry.streets_of(["UA21", "UA77"]) == [
        RegisteredStreet(central, "UA21", Street("вул.", "Центральна")),
        RegisteredStreet(none, "UA21", None),
    ]
    assert registry.streets_of([]) == []


def test_an_alias_is_kept_once(registry):
    for _ in range(2):
        registry.add_alias("UA21", "Леніна", "Центральна")
    assert registry.aliases_of({"UA21"}) == [StreetAlias("UA21", "Леніна", "Центральна")]
    assert registry.aliases_of({"UA22"}) == []


def test_what_a_settlement_means_is_kept_once_for_each_district(registry):
    for printed, district, katottg in [
        ("с. Нове", None, "UA1"),
        ("с. Нове", "Хустський РЕМ", "UA2"),
        ("Нове", None, "UA3"),
        ("НОВЕ", "Хустського РЕМ", "UA4"),
    ]:
        registry.add_settlement_alias(SettlementAlias(printed, district, katottg))
    assert registry.settlement_aliases() == [
        SettlementAlias("Нове", None, "UA3"),
        SettlementAlias("НОВЕ", "Хустського РЕМ", "UA4"),
    ]
    assert registry.drop_settlement_alias(SettlementAlias("село Нове", None, "").key)
    assert not registry.drop_settlement_alias(SettlementAlias("село Нове", None, "").key)
    assert len(registry.settlement_aliases()) == 1


def test_an_account_is_found_with_its_address(registry, account):
    found = registry.find_account(account)
    assert (found.address, found.katottg, found.house) == ("с. Іза, вул. Центральна, 7, кв. 3", "UA21", "7")
    assert found.street == Street("вул.", "Центральна")
    assert registry.find_account("999999999") is None


@pytest.mark.parametrize("proof", ["100", "№ 0100", "1AHX5", "1анх5"])
def test_the_meter_or_the_end_of_the_eic_proves_an_account(registry, account, proof):
    assert registry.check_proof(account, proof, KEY, NOW)


@pytest.mark.parametrize("proof", ["101", "1AHX6", "", "AHX5"])
def test_anything_else_proves_nothing(registry, account, proof):
    assert not registry.check_proof(account, proof, KEY, NOW)
    assert not registry.check_proof("999999999", proof, KEY, NOW)


@pytest.mark.parametrize("closed", [True, False])
def test_a_wrong_account_costs_the_same_hashing_as_a_wrong_proof(database, registry, account, closed):
    """Counted call by call: a clock would measure the machine."""

    def hashing(number):
        calls = []
        sys.setprofile(lambda _, event, arg: calls.append((event, getattr(arg, "__name__", ""))))
        try:
            assert not registry.check_proof(number, "12345", KEY, NOW)
        finally:
            sys.setprofile(None)
        return [name for event, name in calls if event == "c_call" and name in ("hexdigest", "compare_digest")]

    expected = hashing(account)
    assert expected.count("compare_digest") == 3
    if closed:
        tables.Account.update(closed_at=1).execute(database)
    assert hashing(account) == hashing("999999999") == expected


def test_a_closed_account_is_proven_by_nothing(database, registry, account):
    tables.Account.update(closed_at=1).execute(database)
    assert not registry.check_proof(account, "100", KEY, NOW)


def test_a_replaced_meter_proves_until_its_time_is_over(registry, account):
    assert registry.check_proof(account, "99", KEY, NOW - timedelta(seconds=1))
    assert not registry.check_proof(account, "99", KEY, NOW)


def test_an_operator_needs_no_proof_and_a_given_one_is_checked(registry, account):
    first = registry.subscribe("telegram", "1", account, NOW)
    assert registry.subscribe("telegram", "1", account, NOW, proof="100", proof_key=KEY) == first
    with pytest.raises(Misuse, match="не збігається") as caught:
        registry.subscribe("telegram", "2", account, NOW, proof="55555", proof_key=KEY)
    assert "55555" not in str(caught.value)
    with pytest.raises(Misuse, match="PROOF_KEY"):
        registry.subscribe("telegram", "2", account, NOW, proof="100")
    assert len(list(registry.subscriptions())) == 1


@pytest.mark.parametrize("number", ["21000000", "2100000012", "21000000a", "²10000001", ""])
def test_an_account_has_nine_digits(registry, number):
    with pytest.raises(Misuse, match="має 9 цифр"):
        registry.subscribe("telegram", "1", number, NOW)


def test_an_unknown_or_closed_account_cannot_be_subscribed_to(database, registry, account):
    with pytest.raises(Misuse, match="999999999 немає в реєстрі"):
        registry.subscribe("telegram", "1", "999999999", NOW)
    tables.Account.update(closed_at=1).execute(database)
    with pytest.raises(Misuse, match="закрито"):
        registry.subscribe("telegram", "1", account, NOW)
    assert tables.Contact.select().count(database) == 0


def test_subscriptions_are_listed_as_designed(registry, account):
    registry.subscribe("viber", "chat", account, NOW, label="Дім")
    assert list(registry.subscriptions()) == [
        {
            "messenger": "viber",
            "chat_id": "chat",
            "account": account,
            "label": "Дім",
            "created_at": "2026-11-23T12:00:00+02:00",
        }
    ]


def test_an_ended_subscription_is_taken_up_by_subscribing_again(registry, account):
    first = registry.subscribe("telegram", "1", account, NOW, label="Дім")
    registry.unsubscribe("telegram", "1", account, NOW)
    assert list(registry.subscriptions()) == []
    with pytest.raises(Misuse, match="не підписано"):
        registry.unsubscribe("telegram", "1", account, NOW)
    assert registry.subscribe("telegram", "1", account, NOW) == first
    assert next(registry.subscriptions())["label"] == "Дім"


def test_one_chat_id_in_two_messengers_is_two_contacts(registry, account):
    assert registry.subscribe("telegram", "1", account, NOW) != registry.subscribe("viber", "1", account, NOW)


def test_erasing_forgets_a_chat_with_all_that_hangs_on_it(database, registry, account):
    outbox = OutboxRepository(database)
    outbox.add([reminder(registry.subscribe("telegram", "1", account, NOW))])
    outbox.hold("telegram", NOW)
    assert registry.erase("telegram", "1") == 0
    assert registry.erase("telegram", "1") is None
    left = [table.select().count(database) for table in (tables.Contact, tables.Subscription, tables.Reminder)]
    assert left == [0, 0, 0]
    assert registry.find_account(account)
