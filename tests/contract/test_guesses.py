"""Wrong proofs and the accounts that ask for both, on both databases."""

from datetime import timedelta

import pytest

from data import tables
from data.conversations import ConversationRepository
from data.database import open_database
from data.guesses import GuessRepository, guessing
from pipeline.domain.contacts import Chat
from pipeline.domain.guessing import MANY, Guessing
from tests.contract.at_once import at_once
from tests.contract.people import NOW

KEY = b"key"
MINE, OTHER, STRANGER = Chat("telegram", "1001"), Chat("viber", "1001"), Chat("telegram", "666")
ACCOUNT, SECOND, UNKNOWN = "210000001", "210000002", "999999999"
WEEK = timedelta(days=7)


@pytest.fixture
def guesses(database):
    return GuessRepository(database, KEY)


def guess(guesses, times, chat=MINE, account=ACCOUNT, at=NOW):
    for _ in range(times):
        guesses.add_wrong_proof(chat, account, at)


def test_five_wrong_proofs_close_the_door_to_the_chat_alone(guesses, database_url):
    guess(guesses, 4)
    assert guesses.no_proof_before(MINE, NOW) is None
    guess(guesses, 1)
    until = NOW + timedelta(minutes=15)
    again = open_database(database_url)
    restarted = GuessRepository(again, KEY)
    assert restarted.no_proof_before(MINE, NOW) == until
    assert restarted.no_proof_before(OTHER, NOW) is None
    assert restarted.no_proof_before(MINE, until) is None
    again.close()


def test_one_chat_that_guesses_at_many_accounts_is_stopped(guesses):
    for each in range(5):
        guess(guesses, 1, account=f"21000000{each}")
    assert guesses.no_proof_before(MINE, NOW) == NOW + timedelta(minutes=15)


def test_the_pause_grows_and_a_week_forgets(guesses):
    guess(guesses, 7)
    assert guesses.no_proof_before(MINE, NOW) == NOW + timedelta(hours=1)
    later = NOW + WEEK + timedelta(seconds=1)
    guess(guesses, 4, at=later)
    assert guesses.no_proof_before(MINE, later) is None


@pytest.mark.parametrize("account", [ACCOUNT, UNKNOWN])
def test_after_five_wrong_proofs_of_others_an_account_there_is_or_not_asks_for_both(guesses, account):
    guess(guesses, 4, STRANGER, account)
    assert not guesses.asks_for_both(MINE, account, NOW)
    guess(guesses, 1, STRANGER, account)
    assert guesses.asks_for_both(MINE, account, NOW)
    assert not guesses.asks_for_both(STRANGER, account, NOW)
    assert not guesses.asks_for_both(MINE, SECOND, NOW)
    assert guesses.guarded(NOW) == [account]


def test_five_wrong_proofs_of_many_chats_count_like_those_of_one(guesses):
    for each in range(6):
        guess(guesses, 1, Chat("viber", str(each)))
    assert guesses.asks_for_both(MINE, ACCOUNT, NOW)
    assert guesses.asks_for_both(Chat("viber", "0"), ACCOUNT, NOW)


def test_both_are_asked_for_until_a_quiet_week(guesses):
    guess(guesses, 5, STRANGER)
    noise = NOW + timedelta(days=6)
    guess(guesses, 1, STRANGER, at=noise)
    assert guesses.asks_for_both(MINE, ACCOUNT, noise + WEEK - timedelta(seconds=1))
    assert not guesses.asks_for_both(MINE, ACCOUNT, noise + WEEK)
    assert guesses.guarded(noise + WEEK) == []
    guess(guesses, 1, STRANGER, at=noise + WEEK)
    assert not guesses.asks_for_both(MINE, ACCOUNT, noise + WEEK)


def test_five_wrong_proofs_in_more_than_a_day_change_nothing(guesses):
    for hours in range(0, 50, 10):
        guess(guesses, 2, STRANGER, at=NOW + timedelta(hours=hours * 2))
    assert guesses.guarded(NOW) == []


def test_whoever_slips_himself_is_asked_for_both_once_others_guess_too(guesses):
    guess(guesses, 5)
    assert not guesses.asks_for_both(MINE, ACCOUNT, NOW)
    guess(guesses, 5, STRANGER)
    assert guesses.asks_for_both(MINE, ACCOUNT, NOW)
    assert guesses.asks_for_both(STRANGER, ACCOUNT, NOW)


def test_a_right_proof_forgives_the_chat_at_that_account_alone(guesses):
    guess(guesses, 3)
    guess(guesses, 2, account=SECOND)
    guesses.forgive(MINE, ACCOUNT)
    guess(guesses, 2)
    assert guesses.no_proof_before(MINE, NOW) is None
    guess(guesses, 1, account=SECOND)
    assert guesses.no_proof_before(MINE, NOW) is not None


def test_slips_of_who_proves_the_account_in_the_end_leave_no_guard(guesses):
    guess(guesses, 6)
    assert guesses.asks_for_both(OTHER, ACCOUNT, NOW)
    guesses.forgive(MINE, ACCOUNT)
    assert not guesses.asks_for_both(OTHER, ACCOUNT, NOW)


def test_guesses_of_strangers_are_not_forgiven_with_the_owners_slips(guesses):
    guess(guesses, 5, STRANGER)
    guess(guesses, 1)
    guesses.forgive(MINE, ACCOUNT)
    assert guesses.asks_for_both(OTHER, ACCOUNT, NOW)


def test_no_chat_is_named_beside_a_wrong_proof(guesses, database):
    guess(guesses, 5)
    rows = [*tables.WrongProof.select().dicts().execute(database)]
    rows += tables.GuardedAccount.select().dicts().execute(database)
    assert len(rows) == 6
    assert "1001" not in repr(rows)


def test_whose_slips_they_were_is_forgotten_with_them_after_a_week(guesses, database):
    guess(guesses, 5)
    guess(guesses, 1, STRANGER, at=NOW + timedelta(days=6))
    later = NOW + WEEK + timedelta(seconds=1)
    assert guesses.no_proof_before(OTHER, later) is None
    assert [row["besides"] for row in tables.GuardedAccount.select().dicts().execute(database)] == [None]
    assert guesses.asks_for_both(MINE, ACCOUNT, later)


def test_the_operator_sees_how_many_guessed_and_where_both_are_asked_for(guesses):
    assert guesses.counted(NOW) == {"wrong_proofs": 0, "wrong_proof_accounts": 0, "guarded_accounts": 0}
    guess(guesses, 5)
    guess(guesses, 1, account=UNKNOWN)
    assert guesses.counted(NOW) == {"wrong_proofs": 6, "wrong_proof_accounts": 2, "guarded_accounts": 1}
    later = NOW + timedelta(days=8)
    assert guesses.counted(later) == {"wrong_proofs": 0, "wrong_proof_accounts": 0, "guarded_accounts": 0}


def test_many_chats_at_one_account_and_one_chat_at_many_are_seen(guesses, database):
    for each in range(MANY - 1):
        guess(guesses, 2, Chat("viber", str(each)))
        guess(guesses, 2, STRANGER, f"21000001{each}")
    assert guessing(database, NOW) == Guessing()
    guess(guesses, 1, Chat("viber", "the last"))
    guess(guesses, 1, STRANGER, UNKNOWN)
    assert guessing(database, NOW) == Guessing(accounts=1, chats=1)
    assert guessing(database, NOW + timedelta(days=1)) == Guessing(accounts=0, chats=1)
    assert guessing(database, NOW + WEEK) == Guessing()


def test_guesses_of_one_chat_on_many_connections_are_counted_one_by_one(guesses, database_url):
    def step(database, _):
        repository = GuessRepository(database, KEY)
        with ConversationRepository(database, KEY).transaction(MINE):
            if repository.no_proof_before(MINE, NOW) is None:
                repository.add_wrong_proof(MINE, ACCOUNT, NOW)
                return True
            return False

    assert at_once(database_url, step).count(True) == 5


def test_guesses_of_many_chats_at_once_guard_the_account(guesses, database_url):
    def step(database, number):
        repository, chat = GuessRepository(database, KEY), Chat("telegram", str(number))
        with ConversationRepository(database, KEY).transaction(chat):
            assert repository.no_proof_before(chat, NOW) is None
            repository.add_wrong_proof(chat, ACCOUNT, NOW)

    at_once(database_url, step)
    assert guesses.asks_for_both(MINE, ACCOUNT, NOW)
