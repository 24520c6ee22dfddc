"""Register: a customer's step in the dialogue, from the state of the chat to what the world keeps of it.

Everything of one step is one transaction, the update's id among it; nothing here waits for a messenger.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bots.dialog import effects
from bots.dialog.answers import Answer, Letter, as_json, from_json
from bots.dialog.incoming import Incoming, Reachable
from bots.dialog.model import (
    ASKS_FOR_PROOF,
    Again,
    CalendarOpened,
    Facts,
    HeldAccount,
    Input,
    News,
    Proof,
    ProofChecked,
    Reply,
    Start,
    State,
    Step,
    Turn,
)
from pipeline.domain.contacts import Arrival, Chat, Contact, OtherHolder, RegisteredAccount, Update
from pipeline.domain.reminders import Recipient
from pipeline.steps.interfaces import Accounts, Calendars, Clock, Conversations, Guesses, Outbox, Works
from pipeline.steps.planned_works import coming_works, tell_added


class Talk(Protocol):
    """The dialogue: what follows an input."""

    def __call__(self, state: State, said: Input, facts: Facts) -> Turn:
        """Pure."""


class Tell(Protocol):
    """News of an account, in words."""

    def __call__(self, news: News, held: HeldAccount, facts: Facts) -> Reply:
        """Pure."""


@dataclass(frozen=True, slots=True)
class Register:
    """Loads the state and the facts of a chat, talks, applies the effects, keeps the new state."""

    conversations: Conversations
    guesses: Guesses
    accounts: Accounts
    works: Works
    outbox: Outbox
    calendars: Calendars
    clock: Clock
    """Wrong proofs and updates keep to its real time."""
    proof_key: bytes
    talk: Talk
    tell: Tell
    facts: Callable[..., Facts]
    """Makes the facts; what the settings say of them is filled in."""
    always_both: bool = False
    """Whether every account asks for both proofs."""

    def handle(self, messenger: str, incoming: Incoming, now: datetime) -> tuple[Reply, ...]:
        """Take a customer's step; gives what to reply, nothing for an update that was seen.

        One that a later one has overtaken does nothing: its customer is asked again what is asked by now, and so is
        whoever opens a conversation and heard no answer. Where the database refuses nothing is kept, and the update
        may come again.
        """
        chat = Chat(messenger, incoming.chat_id)
        with self.conversations.transaction(chat):
            replies, _ = self._take(chat, incoming, now)
        return replies

    def answer(self, messenger: str, incoming: Incoming, now: datetime) -> Answer:
        """The same; what is replied is kept with the step until it is `said`, and so are news for others.

        Whoever writes hears first what could not be told him before.
        """
        chat = Chat(messenger, incoming.chat_id)
        with self.conversations.transaction(chat):
            replies, news = self._take(chat, incoming, now)
            if incoming.said != Reachable(False):
                waiting = self.conversations.unsaid_news(chat)
                news = (*(_letter(chat, kept, number) for number, kept in waiting), *news)
            number = self.conversations.keep_unsaid(chat, as_json(replies), self.clock.real()) if replies else None
            return Answer(replies, number, before=news)

    def _take(self, chat: Chat, incoming: Incoming, now: datetime) -> tuple[tuple[Reply, ...], tuple[Letter, ...]]:
        """What to reply, and news for others who can be reached."""
        said = incoming.said
        arrival = self._arrival(chat, incoming)
        if arrival is Arrival.AGAIN and not incoming.opens:
            return (), ()
        if isinstance(said, Reachable):
            if arrival is Arrival.NEW:
                self._reach(chat, said, now)
            return (), ()
        contact = self.conversations.load(chat)
        if arrival is not Arrival.NEW:
            said = Again()
        elif contact is not None and not contact.reachable:
            self.accounts.take_up(chat.messenger, chat.chat_id, now)
        before = _state(contact)
        turn = self._turn(chat, contact, said, now)
        news: list[Letter] = []
        for effect in turn.effects:
            news += self._apply(chat, effect, turn, now)
        if turn.state != before and effects.Erase() not in turn.effects:
            self.conversations.keep_step(chat, turn.state.step, turn.state.account, now)
        # in Viber a conversation that is merely opened is no message
        if not isinstance(incoming.said, Start):
            self.conversations.keep_heard(chat, self.clock.real())
        return turn.replies, tuple(news)

    def unsaid(self, messenger: str) -> Sequence[tuple[str, Answer]]:
        """Chat and answer of all that was not said before the last end of the process, in order."""
        kept = self.conversations.unsaid(messenger, self.clock.real())
        return [(chat_id, Answer(from_json(replies), number, news)) for number, chat_id, replies, news in kept]

    def said(self, numbers: Sequence[int]) -> None:
        """Keep no longer what was answered."""
        self.conversations.forget_unsaid(numbers)

    def _arrival(self, chat: Chat, incoming: Incoming) -> Arrival:
        if incoming.update_id is None:
            return Arrival.NEW
        reachable = incoming.said.reachable if isinstance(incoming.said, Reachable) else None
        update = Update(incoming.update_id, incoming.bot, incoming.order, reachable, incoming.repeated)
        return self.conversations.arrival(chat, update, self.clock.real())

    def _reach(self, chat: Chat, said: Reachable, now: datetime) -> None:
        if said.reachable:
            self.accounts.take_up(chat.messenger, chat.chat_id, now)
        else:
            self.outbox.give_up(chat.messenger, chat.chat_id)

    def _turn(self, chat: Chat, contact: Contact | None, said: Input, now: datetime) -> Turn:
        """What follows an input; a proof is looked at, or a calendar opened, in between."""
        before = _state(contact)
        asked = self._asked_about(before)
        if before.step is Step.ADDRESS and asked is None:
            before = State(Step.ACCOUNT)  # closed since its proof
        facts = self._facts(chat, contact, asked, now)
        turn = self.talk(before, said, facts)
        if turn.state.step in ASKS_FOR_PROOF and self._asks_for_both(chat, turn.state.account):
            facts = replace(facts, both_proofs=True)
            turn = self.talk(before, said, facts)
        answer: Input
        match turn.effects:
            case (effects.CheckProof() as check,):
                answer = self._check(chat, check, now, both=facts.both_proofs)
            case (effects.OpenCalendar(renew),):
                answer = CalendarOpened(self.calendars.open(chat, renew=renew))
            case _:
                return turn
        return self.talk(turn.state, answer, facts)

    def _asked_about(self, state: State) -> RegisteredAccount | None:
        """The account whose address is shown, if it is still open."""
        if state.step is not Step.ADDRESS or state.account is None:
            return None
        account = self.accounts.find_account(state.account)
        return account if account is not None and account.closed_at is None else None

    def _facts(self, chat: Chat, known: Contact | None, asked: RegisteredAccount | None, now: datetime) -> Facts:
        contact = known or Contact()
        holdings = self.conversations.holdings(chat) if known else ()
        last = self.works.last_healthy()
        return self.facts(
            now=now,
            language=contact.language,
            consent=contact.consent,
            consent_at=contact.consent_at,
            accounts=tuple(
                HeldAccount(
                    each.account.number,
                    each.account.address,
                    each.label,
                    each.other_chats,
                    closed=each.account.closed_at is not None,
                )
                for each in holdings
            ),
            works=coming_works(holdings, asked, self.works, self.outbox, now=now),
            muted=contact.muted,
            delivered=contact.delivered,
            list_read_at=last.at if last else None,
        )

    def _asks_for_both(self, chat: Chat, account: str | None) -> bool:
        return self.always_both or self.guesses.asks_for_both(chat, account or "", self.clock.real())

    def _check(self, chat: Chat, check: effects.CheckProof, now: datetime, *, both: bool) -> ProofChecked:
        """Look at a proof, unless too many were wrong. The account's address is fetched for a right one only."""
        real = self.clock.real()
        until = self.guesses.no_proof_before(chat, real)
        if until is not None:
            return ProofChecked(check.account, Proof.TOO_OFTEN, until=until)
        if not self.accounts.check_proof(check.account, check.proof, self.proof_key, now, both=both):
            self.guesses.add_wrong_proof(chat, check.account, real)
            return ProofChecked(check.account, Proof.WRONG)
        self.guesses.forgive(chat, check.account)
        account = self.accounts.find_account(check.account)
        return ProofChecked(check.account, Proof.RIGHT, address=account.address if account else None)

    def _apply(  # noqa: C901 - one case each
        self, chat: Chat, effect: effects.Effect, turn: Turn, now: datetime
    ) -> Sequence[Letter]:
        """Do what the dialogue asks; gives the news of it for others."""
        match effect:
            case effects.GiveConsent(version):
                self.conversations.keep_consent(chat, version, now)
            case effects.SetLanguage(language):
                self.conversations.keep_language(chat, language, now)
            case effects.Subscribe(account):
                others = self.conversations.others_to_tell(chat, account, self.clock.real())
                self._subscribe(chat, account, turn, now)
                return self._tell(News.JOINED, account, others, now)
            case effects.SetLabel(account, label):
                self.conversations.keep_label(chat, account, label)
            case effects.Unsubscribe(account):
                self.accounts.unsubscribe(chat.messenger, chat.chat_id, account, now)
            case effects.DetachOthers(account):
                others = self.conversations.detach_others(chat, account, now)
                return self._tell(News.CUT_OFF, account, others, now)
            case effects.Mute(stage, muted):
                self.conversations.mute(chat, stage, muted=muted)
            case effects.Understood(reminder):
                self.conversations.keep_read(chat, reminder, now)
            case effects.Erase():
                self.accounts.erase(chat.messenger, chat.chat_id)
            case effects.CheckProof() | effects.OpenCalendar():
                raise AssertionError("a proof is looked at, and a calendar opened, before the turn ends")
        return ()

    def _tell(self, news: News, number: str, others: Sequence[OtherHolder], now: datetime) -> Sequence[Letter]:
        """Keep what others are told of an account; gives it for those who can be reached."""
        account = self.accounts.find_account(number)
        if account is None:
            return ()
        letters = []
        for each in others:
            held = HeldAccount(number, account.address, each.label, other_chats=len(others))
            kept = as_json([self.tell(news, held, self.facts(now=now, language=each.language))])
            kept_as = self.conversations.keep_unsaid(each.chat, kept, self.clock.real(), is_news=True)
            if each.reachable:
                letters.append(_letter(each.chat, kept, kept_as))
        return letters

    def _subscribe(self, chat: Chat, number: str, turn: Turn, now: datetime) -> None:
        """Subscribe to an account; the replies of this turn say what is planned there."""
        with self.outbox.planning():
            subscription = self.accounts.subscribe(chat.messenger, chat.chat_id, number, now)
            account = self.accounts.find_account(number)
            text = "\n\n".join(reply.text for reply in turn.replies)
            if account is not None:
                recipient = Recipient(subscription, chat.messenger, chat.chat_id, number, account.address)
                tell_added(recipient, account, text, self.works, self.outbox, now=now)


def _state(contact: Contact | None) -> State:
    """Where a chat stands: at the beginning, where nothing was asked yet or by another release."""
    if contact is None or contact.step not in _STEPS:
        return State()
    return State(Step(contact.step), contact.step_account)


def _letter(chat: Chat, kept: str, number: int) -> Letter:
    return Letter(chat.messenger, chat.chat_id, Answer(from_json(kept), number, is_news=True))


_STEPS = frozenset(step.value for step in Step)
