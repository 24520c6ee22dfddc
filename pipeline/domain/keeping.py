"""Keeping: how long what is remembered may be of use to somebody; then it is deleted."""

from calendar import monthrange
from datetime import datetime, timedelta

EVIDENCE_MONTHS = 13
"""What was listed, owed and said: a year's dispute, and a month to begin it."""
PAGES_FOR = timedelta(days=90)
"""The bytes of pages; their hashes are evidence."""
NO_CONSENT_FOR = timedelta(days=30)
"""A chat that never agreed to anything is kept."""


def evidence_since(now: datetime) -> datetime:
    """From when on evidence is kept."""
    months = now.year * 12 + now.month - 1 - EVIDENCE_MONTHS
    year, month = divmod(months, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))
