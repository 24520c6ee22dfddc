"""The tables, as peewee models bound to no database: every query names its own, so several can be open at once.

Times are UTC seconds, days are ISO dates, hashes are hex. The migrations keep frozen copies of these models;
a test holds the two against each other.
"""

from data.tables.customers import (
    Account,
    Contact,
    Lookup,
    LostMatch,
    RegistryImport,
    Settlement,
    SettlementAlias,
    Street,
    StreetAlias,
    Subscription,
)
from data.tables.delivery import Basis, Delivery, Evidence, MessengerHold, Receipt, Reminder, Trouble
from data.tables.dialogue import GuardedAccount, MovedChat, SeenUpdate, UnsaidAnswer, WrongProof
from data.tables.listing import Correction, Entry, EntryStreet, News, Page, Quarantine, Reading
from data.tables.marks import Mark
from data.tables.operators import OperatorSession

TABLES = (
    Settlement,
    Street,
    StreetAlias,
    SettlementAlias,
    Account,
    Contact,
    Subscription,
    Reading,
    Page,
    Entry,
    EntryStreet,
    Quarantine,
    Reminder,
    Delivery,
    Basis,
    Receipt,
    Trouble,
    Evidence,
    SeenUpdate,
    UnsaidAnswer,
    WrongProof,
    GuardedAccount,
    MessengerHold,
    MovedChat,
    News,
    Lookup,
    Correction,
    RegistryImport,
    LostMatch,
    Mark,
    OperatorSession,
)

__all__ = [
    "TABLES",
    "Account",
    "Basis",
    "Contact",
    "Correction",
    "Delivery",
    "Entry",
    "EntryStreet",
    "Evidence",
    "GuardedAccount",
    "Lookup",
    "LostMatch",
    "Mark",
    "MessengerHold",
    "MovedChat",
    "News",
    "OperatorSession",
    "Page",
    "Quarantine",
    "Reading",
    "Receipt",
    "RegistryImport",
    "Reminder",
    "SeenUpdate",
    "Settlement",
    "SettlementAlias",
    "Street",
    "StreetAlias",
    "Subscription",
    "Trouble",
    "UnsaidAnswer",
    "WrongProof",
]
