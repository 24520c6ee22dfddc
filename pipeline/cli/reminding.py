"""Commands that plan and send reminders, and show what was owed and said."""

import sys
from typing import Annotated

import typer

from pipeline import operations
from pipeline.cli.command import DONE, FAILED, Run, command, exit_code
from pipeline.cli.reading import SCRAPE_WORDS, refuse_the_past, trusted_or_explain
from pipeline.domain.budget import month_of
from pipeline.domain.clock import KYIV, parse_day
from pipeline.domain.errors import Misuse
from pipeline.domain.printable import escaped
from pipeline.domain.stages import quiet_until
from pipeline.output import masked, print_error, print_json, print_records, print_report
from pipeline.steps.send import SendReport

PLAN_WORDS = {
    "owed": "нагадувань",
    "changed": "змін",
    "cancelled": "скасувань",
    "superseded": "замінено",
    "expired": "прострочено",
    "held": "притримано",
    "lost": "втрачено збігів",
}
SEND_WORDS = {"sent": "надіслано", "retry": "повторимо", "undeliverable": "не доставити"}


def register(cli: typer.Typer) -> None:
    """Add these commands."""
    command(cli, "plan")(plan)
    command(cli, "send")(send)
    command(cli, "tick")(tick)
    command(cli, "reminders")(reminders)
    command(cli, "deliveries")(deliveries)
    command(cli, "budget")(budget)
    command(cli, "hold")(hold)
    command(cli, "release")(release)


def plan(run: Run) -> None:
    """Записати, кому і коли про що нагадати."""
    with run.app.run_lock(wait=True):
        report = run.app.plan(run.now)
    print_report(report.as_json(), PLAN_WORDS, as_json=run.as_json)


def send(
    run: Run,
    *,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="N", help="Не більше повідомлень у кожен месенджер.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Лише показати, що пішло б; нічого не змінити.")] = False,
    again: Annotated[
        bool,
        typer.Option("--again", help="І те, чого месенджер не прийняв через помилку програми: коли її виправлено."),
    ] = False,
) -> int:
    """Надіслати все, чому настав час."""
    if dry_run and again:
        raise Misuse("--dry-run нічого не змінює, а --again змінює: залиште щось одне")
    if dry_run:
        for recipient, text in operations.preview(run.app, limit=limit):
            if run.as_json:
                print_json({"messenger": recipient.messenger, "account": recipient.account, "text": text})
            else:
                print(escaped(f"── {recipient.messenger}, рахунок {recipient.account}\n{text}\n"))
        off = {name: "вимкнено: немає токена, це чекатиме" for name, token, _ in run.app.builders() if token is None}
        return explain_stopped(SendReport(off=off))
    with run.app.run_lock(wait=True):
        if again:
            print(f"Повернено на чергу: {operations.owe_again(run.app, run.now)}", file=sys.stderr)
        report = run.app.send(run.out, limit=limit)
    print_report(report.as_json(), SEND_WORDS, as_json=run.as_json)
    return explain_stopped(report)


def tick(run: Run) -> int:
    """Прочитати, спланувати й надіслати: для cron."""
    with run.app.run_lock(wait=False) as held:
        if not held:
            print("Попередній tick ще працює: цей нічого не робить.", file=sys.stderr)
            return DONE
        refuse_the_past(run)
        report = operations.tick(run.app, run.out, run.now)
    print_report(report.as_json(), SCRAPE_WORDS | PLAN_WORDS | SEND_WORDS, as_json=run.as_json)
    failed = explain_stopped(report.send)
    if report.unavailable:
        print_error(report.unavailable)
        return failed or exit_code(report.unavailable)
    return failed or (trusted_or_explain(report.scrape) if report.scrape else DONE)


def hold(run: Run) -> None:
    """Притримати до години всі зміни й скасування, які ще не надіслано."""
    with run.app.run_lock(wait=True):
        held = operations.hold(run.app, run.now)
    print_report({"held": held}, PLAN_WORDS, as_json=run.as_json)
    if held:
        hint = "Щонайбільше на годину; доти чекають і нові зміни. Відпустити раніше: python run.py release"
    else:
        hint = "Ненадісланих змін і скасувань немає, притримувати нічого; нові підуть, щойно їх прочитає tick."
    print(hint, file=sys.stderr)


def release(run: Run) -> None:
    """Відпустити притримані зміни й скасування: їх надішле наступний tick або send."""
    with run.app.run_lock(wait=True):
        released = run.app.outbox.release(run.now)
    print_report({"released": released}, {"released": "відпущено"}, as_json=run.as_json)
    quiet = quiet_until(run.now)
    if released and quiet:
        print(f"Підуть о {quiet.astimezone(KYIV):%H:%M}, коли скінчаться тихі години.", file=sys.stderr)
    elif released:
        print("Підуть із наступним tick або send; якщо працює serve, то за хвилину.", file=sys.stderr)


def reminders(
    run: Run, *, owed: Annotated[bool, typer.Option("--owed", help="Лише ті, що ще чекають надсилання.")] = False
) -> None:
    """Показати нагадування: кому, про що, коли й чи надіслано."""
    print_records(run.app.outbox.reminders(owed=owed), as_json=run.as_json, empty="Нагадувань немає.")


def deliveries(
    run: Run,
    *,
    account: Annotated[str | None, typer.Option("--account", metavar="РАХУНОК", help="Лише про цей рахунок.")] = None,
    day: Annotated[str | None, typer.Option("--day", metavar="ДЕНЬ", help="Лише про роботи цього дня.")] = None,
) -> None:
    """Показати спроби надсилання: хто, що й коли отримав."""
    records = run.app.outbox.deliveries(account, parse_day(day) if day else None)
    if not run.as_json:
        records = ({**each, "chat_id": masked(each["chat_id"])} for each in records)
    print_records(records, as_json=run.as_json, empty="Нічого такого не надсилали.")


def budget(run: Run) -> None:
    """Показати, скільки платних повідомлень Viber пішло цього місяця і кого притримано."""
    left = operations.spending(run.app, run.now)
    held = [{**row, "chat_id": masked(row["chat_id"])} for row in operations.held_back(run.app, left, run.now)]
    if run.as_json:
        print_json({"month": month_of(run.now), "paid": left.paid, "budget": left.budget, "held": held})
        return
    of = f" із {left.budget}" if left.budget is not None else ", без обмеження (PROVISNYK_VIBER_MONTHLY_BUDGET)"
    print(f"Платних повідомлень Viber за {month_of(run.now)}: {left.paid}{of}. Притримано нагадувань: {len(held)}.")
    if held:
        print_records(held, as_json=False, empty="")


def explain_stopped(report: SendReport) -> int:
    """Say which messengers take nothing; a failure where somebody waits for one that refuses our token."""
    for messenger, reason in (report.off | report.stopped).items():
        print(f"{messenger}: {reason}", file=sys.stderr)
    for messenger in sorted(report.served):
        print(f"{messenger}: надсилає serve, щохвилини", file=sys.stderr)
    for template, reason in report.refused.items():
        print(f"Шаблон {template}: {reason}. Передайте розробникам, див. python run.py doctor", file=sys.stderr)
    if report.faults:
        print(f"Збій програми у повідомленнях: {report.faults}; вони чекають, подробиці в журналі", file=sys.stderr)
    return FAILED if report.stopped or report.faults else DONE
