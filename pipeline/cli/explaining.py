"""The command that answers «мене не повідомили»."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import typer

from pipeline import operations
from pipeline.cli.command import Run, command
from pipeline.cli.customers import Account
from pipeline.domain.clock import iso_kyiv, parse_day
from pipeline.domain.explaining import Attempt, ListedRow, Owed, Subscriber
from pipeline.domain.printable import escaped
from pipeline.explanation import answer_of, lines_of
from pipeline.output import masked, print_json
from pipeline.steps.explain import Explanation


def register(cli: typer.Typer) -> None:
    """Add this command."""
    command(cli, "explain")(explain)


def explain(
    run: Run,
    *,
    account: Account,
    day: Annotated[str, typer.Argument(metavar="ДЕНЬ", help="День робіт: 24.11.2026 або 2026-11-24.")],
) -> None:
    """Пояснити, що, коли й чому надіслали про цей день за рахунком, або чому ні."""
    explanation = operations.explain(run.app, account, parse_day(day), run.now)
    if run.as_json:
        print_json(_as_json(explanation))
    else:
        print(escaped("\n".join(lines_of(explanation))))


def _as_json(explanation: Explanation) -> Mapping[str, Any]:
    account = explanation.account
    return {
        "account": account.number,
        "day": explanation.day.isoformat(),
        "address": account.address,
        "closed_at": _iso(account.closed_at),
        "read_at": _iso(explanation.read_at),
        "answers": [
            {"answer": answer, "said": answer_of(subscriber, answer, explanation), **_subscriber_json(subscriber)}
            for subscriber, answer in explanation.answers
        ],
        "rows": [_row_json(row) for row in explanation.rows],
        "erased": [
            {"messenger": messenger, "stage": stage, "at": iso_kyiv(at)} for messenger, stage, at in explanation.erased
        ],
    }


def _subscriber_json(subscriber: Subscriber | None) -> Mapping[str, Any]:
    if subscriber is None:
        return {"messenger": None}
    return {
        "messenger": subscriber.messenger,
        "chat": masked(subscriber.chat),
        "since": iso_kyiv(subscriber.since),
        "until": _iso(subscriber.until),
        "reachable": subscriber.reachable,
        "muted": sorted(subscriber.muted),
        "owed": [_owed_json(each) for each in subscriber.owed],
    }


def _owed_json(owed: Owed) -> Mapping[str, Any]:
    times = ("due_at", "expires_at", "starts_at", "ends_at")
    return {
        "stage": owed.stage,
        "revision": owed.revision,
        "status": owed.status,
        **{name: iso_kyiv(getattr(owed, name)) for name in times},
        "cause": owed.cause,
        "over_budget": owed.over_budget,
        "attempts": [_attempt_json(each) for each in owed.attempts],
    }


def _attempt_json(attempt: Attempt) -> Mapping[str, Any]:
    basis = attempt.basis
    return {
        **{name: getattr(attempt, name) for name in ("status", "text", "error", "message")},
        **{name: _iso(getattr(attempt, name)) for name in ("at", "delivered_at", "seen_at", "failed_at")},
        "row": basis and basis.printed,
        "read_at": _iso(basis.read_at) if basis else None,
        "pages": list(basis.pages) if basis else [],
    }


def _row_json(row: ListedRow) -> Mapping[str, Any]:
    entry = row.entry
    return {
        "fit": row.fit,
        "row": row.printed,
        "starts_at": iso_kyiv(entry.period.starts_at) if entry else None,
        "ends_at": iso_kyiv(entry.period.ends_at) if entry else None,
        "place": entry.place.as_json() if entry else None,
        "stands": row.stands,
        "gone": row.gone,
        "first_seen_at": iso_kyiv(row.first_seen_at),
        "last_seen_at": iso_kyiv(row.last_seen_at),
        "why": row.why,
    }


def _iso(moment: datetime | None) -> str | None:
    return iso_kyiv(moment) if moment else None
