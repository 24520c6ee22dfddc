"""Jumps: whether the clock of this machine is to be believed.

Two things speak for it: that it goes on from where it was when it was last believed, and the clock of the server that
the list comes from. A machine that was off for days has the second alone, a page that cannot be had leaves the first.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from pipeline.domain.clock import shown

AT_MOST = timedelta(days=1)
"""So far it may be from either; less harms nobody for good, and `doctor` tells of seconds."""


class Trust(StrEnum):
    """Whether the clock is believed."""

    RIGHT = "right"
    DOUBTED = "doubted"
    """One witness is missing or speaks against it: what is due goes out, but nothing is given up as too late."""
    WRONG = "wrong"
    """It has jumped, and the server says otherwise: whatever were done by it would be wrong."""


def goes_on(now: datetime, last: datetime | None) -> bool:
    """Whether `now` follows from when the clock was last believed; so it does where it never was asked."""
    return last is None or abs(now - last) <= AT_MOST


def trust_in(now: datetime, last: datetime | None, served_at: datetime | None) -> Trust:
    """Whether a clock that shows `now` is believed.

    `last`: what it showed when it was last believed; `served_at`: the time by the server's clock. None: unknown. A
    server alone may be wrong as well, so against a clock that goes on evenly it only raises a doubt.
    """
    if served_at is None:
        return Trust.RIGHT if goes_on(now, last) else Trust.DOUBTED
    if abs(now - served_at) <= AT_MOST:
        return Trust.RIGHT
    return Trust.DOUBTED if last is not None and goes_on(now, last) else Trust.WRONG


def why_doubted(now: datetime, last: datetime | None, served_at: datetime | None) -> str:
    """The doubt and the way out, for the operator."""
    check = "Звірте час: timedatectl set-ntp true"
    if served_at is None:
        before = shown(last) if last else "невідомо"
        return (
            f"Годинник машини стрибнув: був {before}, став {shown(now)}, а звірити його ні з ким, сторінка не "
            "відповідає. Доти нічого не списуємо як прострочене. Якщо машина була вимкнена, це минеться, щойно "
            f"сторінка відповість; або підтвердьте час: python run.py tick --now РРРР-ММ-ДДTГГ:ХХ. {check}."
        )
    said = f"Годинник машини показує {shown(now)}, а сайт списку {shown(served_at)}."
    if last is not None and goes_on(now, last):
        return f"{said} Нагадування йдуть за годинником машини, але нічого не списуємо як прострочене. {check}."
    return f"{said} Доки так, списку не читаємо, нічого не плануємо й не надсилаємо. {check}."
