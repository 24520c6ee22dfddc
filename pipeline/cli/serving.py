"""The command that serves customers: bots, web and schedule in one process."""

import sys

import typer

from pipeline.cli.command import Run, command
from pipeline.cli.reading import SCRAPE_WORDS, refuse_the_past, trusted_or_explain
from pipeline.cli.reminding import PLAN_WORDS, SEND_WORDS, explain_stopped
from pipeline.config import PREFIX, required
from pipeline.domain.passwords import SHORTEST
from pipeline.operators import is_too_short
from pipeline.output import print_error, print_report
from pipeline.steps.send import SendReport
from pipeline.steps.tick import TickReport


def register(cli: typer.Typer) -> None:
    """Add this command."""
    command(cli, "serve")(serve)


def serve(run: Run) -> None:
    """Відповідати в Telegram і Viber, приймати webhook-и й робити tick за розкладом: до SIGTERM."""
    from pipeline.serve import serve as serve_step  # noqa: PLC0415 - it takes long to load

    settings = run.app.settings
    required(settings.source_url, "SOURCE_URL", settings.page_url)
    settings.proof_key_bytes()
    refuse_the_past(run)
    run.app.database  # noqa: B018 - brought up to date before anybody is served
    for name, token in (("Telegram", settings.telegram_token), ("Viber", settings.viber_token)):
        if token is None:
            print(f"{name}: вимкнено, не задано PROVISNYK_{name.upper()}_TOKEN", file=sys.stderr)

    if is_too_short(settings):
        name = f"{PREFIX}OPERATOR_PASSWORD"
        print(f"Сторінка оператора: {name} закороткий, потрібно щонайменше {SHORTEST} знаків", file=sys.stderr)

    def told(report: TickReport | SendReport) -> None:
        """Say what a tick did; a mere look for what is due is worth a line only where something was."""
        if isinstance(report, SendReport):
            if report.sent or report.retry or report.undeliverable or report.faults:
                print_report(report.as_json(), SEND_WORDS, as_json=run.as_json)
        else:
            print_report(report.as_json(), SCRAPE_WORDS | PLAN_WORDS | SEND_WORDS, as_json=run.as_json)
            explain_stopped(report.send)
            if report.unavailable:
                print_error(report.unavailable)
            elif report.scrape:
                trusted_or_explain(report.scrape)
        sys.stdout.flush()

    serve_step(settings, run.app.clock, run.out, told)
