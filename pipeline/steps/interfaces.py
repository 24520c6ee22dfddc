"""What the steps ask of the outside: databases, messengers, pages. `bootstrap` chooses the adapters."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from pipeline.domain.addresses.streets import Street
from pipeline.domain.contacts import Arrival, Chat, Contact, Holding, OtherHolder, RegisteredAccount, Update
from pipeline.domain.entries import Entry
from pipeline.domain.matching import Candidate, RegisteredStreet, StreetAlias
from pipeline.domain.pages import KeptPage, SourcePage
from pipeline.domain.reminders import Message, Outcome, Reminder
from pipeline.domain.stages import Stage
from pipeline.domain.trust import PageState, Reading, ReadingChanges
from pipeline.domain.works import Certainty, Listing


class Works(Protocol):
    """Readings, pages and entries."""

    def last_listing(self) -> Reading | None:
        """The newest healthy reading with a listing of its own, which `unchanged` ones repeat."""

    def last_read(self) -> tuple[Reading, Sequence[SourcePage]]:
        """The reading of the last page that was no refusal, and its pages; of a repeated one, the one it repeats."""

    def known_future(self, now: datetime) -> int:
        """Works that the last healthy reading showed and that have not ended."""

    def recent_readings(self, limit: int, *, before: int | None = None) -> Sequence[Reading]:
        """The newest readings, newest first; `before`: of those older than the reading of this id."""

    def last_pages(self) -> Mapping[str, KeptPage]:
        """By URL, the pages of the last healthy reading whose bytes are still there, for a conditional GET."""

    def load_content(self, page: KeptPage) -> bytes:
        """The bytes of a kept page."""

    def save_reading(
        self, reading: Reading, pages: Iterable[tuple[SourcePage, PageState]], listing: Listing | None
    ) -> ReadingChanges:
        """Keep a reading and its pages; where it is healthy, bring the entries up to date with its listing.

        `listing=None` with a healthy `unchanged` reading means: the same as the last healthy one. A reading that has
        an id is that of kept pages read anew, and comes in the place of what it was.
        """

    def listed_on(self) -> int | None:
        """The page on which the last healthy listing stands; None where it has several, or none."""

    def last_healthy(self) -> Reading | None:
        """The newest healthy reading."""

    def live_entries(self, since: datetime, ids: Sequence[int] | None = None) -> Sequence[Entry]:
        """Entries of every status that end after `since` and have a known settlement; of these ids, where given."""

    def streets_to_come(self, now: datetime) -> Mapping[tuple[str, Street], int]:
        """Streets of planned works of the last list that have not ended, by settlement; with the id of an entry."""


class Registry(Protocol):
    """Accounts, their streets, and the operator's aliases."""

    def streets_of(self, katottgs: Iterable[str]) -> Sequence[RegisteredStreet]:
        """The registry's streets of these settlements."""

    def aliases_of(self, katottgs: Iterable[str]) -> Sequence[StreetAlias]:
        """Old and new names of streets in these settlements."""

    def closed_untold(self) -> Sequence[int]:
        """Standing subscriptions to closed accounts that were not yet owed the message of it."""

    def reopened(self) -> Sequence[int]:
        """Unsent messages that an account was closed which is open again."""

    def keep_lost(self, lost: Collection[tuple[int, date]]) -> None:
        """Subscription and day of all told interruptions that stand in the list while only our match is lost."""


class Accounts(Registry, Protocol):
    """The registry, and the subscriptions that customers make of it."""

    def find_account(self, number: str) -> RegisteredAccount | None:
        """The account with this number, open or closed."""

    def check_proof(self, number: str, proof: str, proof_key: bytes, now: datetime, *, both: bool) -> bool:
        """Whether `proof` fits an open account, `both`: with nothing less than two; the work is the same for any."""

    def subscribe(self, messenger: str, chat_id: str, account: str, now: datetime) -> int:
        """Subscribe a chat to an open account; gives the subscription's id. Raises `Misuse`."""

    def unsubscribe(self, messenger: str, chat_id: str, account: str, now: datetime) -> None:
        """End a subscription. Raises `Misuse` where there is none."""

    def take_up(self, messenger: str, chat_id: str, now: datetime) -> None:
        """Write to a chat again; nothing where it is not known."""

    def erase(self, messenger: str, chat_id: str) -> int | None:
        """Forget a chat with all that hangs on it; how many messages stay as evidence, None where it was not known."""


class Calendars(Protocol):
    """The addresses of calendars."""

    def open(self, chat: Chat, *, renew: bool) -> str:
        """The end of the address of a known chat's calendar, made where it has none; `renew`: another one."""


class Conversations(Protocol):
    """What is kept of the chats, and of what came in from them."""

    def transaction(self, chat: Chat) -> AbstractContextManager[None]:
        """All or nothing, one after the other in each chat."""

    def arrival(self, chat: Chat, update: Update, at: datetime) -> Arrival:
        """How an update comes in; it is remembered for some days."""

    def keep_unsaid(self, chat: Chat, replies: str, at: datetime, *, is_news: bool = False) -> int:
        """Keep an answer, or news, until it is said; gives its number."""

    def unsaid(self, messenger: str, at: datetime) -> Sequence[tuple[int, str, str, bool]]:
        """Number, chat, replies of each answer that was not said, and whether it is news; old ones are forgotten."""

    def unsaid_news(self, chat: Chat) -> Sequence[tuple[int, str]]:
        """Number and replies of all news of a chat that were not said, in order."""

    def forget_unsaid(self, numbers: Sequence[int]) -> None:
        """Keep these answers no longer."""

    def load(self, chat: Chat) -> Contact | None:
        """What is kept of a chat."""

    def holdings(self, chat: Chat) -> Sequence[Holding]:
        """The accounts of a chat, in the order in which it added them."""

    def keep_step(self, chat: Chat, step: str, account: str | None, now: datetime) -> None:
        """Keep what the bot has asked last, and of which account."""

    def keep_consent(self, chat: Chat, version: str, now: datetime) -> None:
        """Keep that the customer agreed to this version of the text."""

    def keep_language(self, chat: Chat, language: str, now: datetime) -> None:
        """Keep the language to speak."""

    def keep_label(self, chat: Chat, account: str, label: str | None) -> None:
        """Keep what the customer calls an account."""

    def mute(self, chat: Chat, stage: Stage, *, muted: bool) -> None:
        """Leave a stage out for a chat, or say it again."""

    def keep_heard(self, chat: Chat, at: datetime) -> None:
        """Keep that the customer wrote, by the real clock: for a day a message of ours costs nothing."""

    def keep_read(self, chat: Chat, reminder: int, now: datetime) -> None:
        """Keep that the chat has read the message that settled this reminder of its own."""

    def detach_others(self, chat: Chat, account: str, now: datetime) -> Sequence[OtherHolder]:
        """End the subscriptions of all other chats to an account; gives these chats."""

    def others_to_tell(self, chat: Chat, account: str, at: datetime) -> Sequence[OtherHolder]:
        """The other chats at an account that are to hear, by the real clock, that this one joins it."""


class Guesses(Protocol):
    """How often chats guessed at proofs, by the real clock."""

    def no_proof_before(self, chat: Chat, at: datetime) -> datetime | None:
        """Until when no proof of this chat is looked at; None where one may be given."""

    def asks_for_both(self, chat: Chat, account: str, at: datetime) -> bool:
        """Whether this account, given out or not, takes no single proof of this chat."""

    def add_wrong_proof(self, chat: Chat, account: str, at: datetime) -> None:
        """Count a wrong proof against the chat and the account, whether there is such an account or not."""

    def forgive(self, chat: Chat, account: str) -> None:
        """Count the chat's wrong proofs at this account no more: it has proven to hold it."""


class Outbox(Protocol):
    """Reminders owed, and what became of them."""

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing."""

    def planning(self) -> AbstractContextManager[None]:
        """The same, and no two plans at one time; what is written from its beginning on is news again."""

    def has_news(self, now: datetime) -> bool:
        """Whether anything was written since the last plan from which another one could come, or its time has come."""

    def expect_news(self, at: datetime) -> None:
        """At this time a plan is to be made, though nothing is written."""

    def candidates(self, coverage: Iterable[tuple[int, int, Certainty]]) -> Iterable[Candidate]:
        """For (entry, street, certainty) the subscribed open accounts on those streets, in one query."""

    def covering(self, streets: Iterable[int]) -> Sequence[tuple[int, int, Certainty]]:
        """The (entry, street, certainty) of the last plan that concern these streets."""

    def known(self, since: date, subscriptions: Sequence[int] | None = None) -> Sequence[Reminder]:
        """Every reminder of a day from `since` on, whatever its status, in order of id; of these subscriptions alone.

        Only of subscriptions that stand, to accounts that are open.
        """

    def supersede(self, ids: Sequence[int]) -> None:
        """Drop reminders that are not yet sent."""

    def add(self, reminders: Iterable[Reminder]) -> None:
        """Write reminders; one that exists already (unique key) is left as it is."""

    def refresh(self, reminders: Iterable[Reminder]) -> None:
        """Bring unsent reminders' content, due time and expiry up to date, by id."""

    def hold_changes(self, reminders: Sequence[Reminder]) -> None:
        """Keep these back until they are due, or released."""

    def end_holds(self, now: datetime) -> None:
        """Let go what was held long enough."""

    def contacts(self, subscriptions: Collection[int]) -> int:
        """How many contacts these subscriptions have."""

    def expire(self, now: datetime) -> int:
        """Settle what is of no use any more; how many."""

    def owe_expired_again(self, now: datetime) -> int:
        """Owe anew what was given up as too late and is of use after all, as the clock was wrong; how many."""

    def has_leased(self, real_now: datetime) -> bool:
        """Whether anything is leased; where nobody else sends, a crash has left it."""

    def claim(self, messengers: Sequence[str], now: datetime, real_now: datetime, limit: int) -> Sequence[Message]:
        """Lease up to `limit` messages for 60 s, nearest start first, and give them."""

    def settle(self, outcomes: Sequence[Outcome]) -> None:
        """Record attempts: one delivery a reminder, and the reminder's new status."""

    def give_up(self, messenger: str, chat_id: str) -> None:
        """Write to a chat no more until it is taken up: nothing of what is owed to it can be delivered."""

    def next_due(self, now: datetime) -> datetime | None:
        """When the next reminder falls due, if any is owed."""

    def hold(self, messenger: str, until: datetime) -> None:
        """Claim nothing for this messenger before `until`, by the real clock."""


class Clock(Protocol):
    """The calendar that `--now` moves, and the clock on the wall that leases and retries keep to."""

    @property
    def stated(self) -> bool:
        """Whether the calendar was set by somebody, who vouches for it."""

    def now(self) -> datetime:
        """The present by the calendar, in UTC."""

    def real(self) -> datetime:
        """The present by the clock on the wall, in UTC."""


class Messenger(Protocol):
    """Sends text to a contact."""

    name: str

    async def send(
        self,
        chat_id: str,
        text: str,
        *,
        silent: bool,
        language: str = "uk",
        confirm: int | None = None,
        plain: bool = False,
    ) -> str:
        """The messenger's own id of the message. Raises a `DeliveryError`.

        `language`: that of the buttons, where some stand under a message; `plain`: none do, the text goes alone.
        """

    async def close(self) -> None:
        """Let go of connections."""
