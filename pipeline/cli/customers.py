"""Commands about accounts, their subscribers and their addresses."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from data.subscription_file import read_subscriptions
from pipeline.cli.command import Run, command
from pipeline.cli.ukrainian import Group
from pipeline.domain.addresses.settlement_aliases import SettlementAlias
from pipeline.domain.errors import Misuse
from pipeline.domain.imports import ImportRefused
from pipeline.domain.proofs import visible
from pipeline.domain.reminders import MESSENGERS, Join
from pipeline.operator_acts import forget_settlement, forget_street, name_settlement, name_street
from pipeline.operator_acts import subscribe as subscribe_by
from pipeline.output import import_progress, print_json, print_records, print_report

IMPORT_WORDS = {
    "added": "додано",
    "updated": "змінено",
    "unchanged": "без змін",
    "rejected": "відхилено",
    "closed": "закрито",
}

Messenger = Annotated[str, typer.Argument(metavar="МЕСЕНДЖЕР", help="telegram, viber або console.")]
ChatId = Annotated[str, typer.Argument(metavar="ЧАТ", help="Ідентифікатор чату в месенджері.")]
Account = Annotated[str, typer.Argument(metavar="РАХУНОК", help="Особовий рахунок: дев'ять цифр.")]

Settlement = Annotated[str, typer.Argument(metavar="НАСЕЛЕНИЙ_ПУНКТ", help="Назва (з районом) або код КАТОТТГ.")]
OldStreet = Annotated[str, typer.Argument(metavar="СТАРА", help="Стара назва вулиці: «вул. Леніна».")]
NewStreet = Annotated[str, typer.Argument(metavar="НОВА", help="Нова назва вулиці: «вул. Центральна».")]
Printed = Annotated[str, typer.Argument(metavar="НАЗВА", help="Назва, як її надруковано у списку: «с. Вишкво».")]
UnderDistrict = Annotated[
    str | None, typer.Option("--district", metavar="РАЙОН", help="Лише там, де стоїть цей район чи РЕМ.")
]


def register(cli: typer.Typer) -> None:
    """Add these commands."""
    accounts = typer.Typer(cls=Group, no_args_is_help=True, help="Реєстр особових рахунків.")
    command(accounts, "import")(import_accounts)
    cli.add_typer(accounts, name="accounts")
    command(cli, "subscribe")(subscribe)
    command(cli, "unsubscribe")(unsubscribe)
    command(cli, "subscriptions")(subscriptions)
    command(cli, "registrations")(registrations)
    command(cli, "erase")(erase)
    alias = typer.Typer(cls=Group, no_args_is_help=True, help="Інші назви вулиць.")
    command(alias, "add")(add_alias)
    command(alias, "remove")(remove_alias)
    command(alias, "list")(list_aliases)
    cli.add_typer(alias, name="alias")
    settlement = typer.Typer(cls=Group, no_args_is_help=True, help="Що означають назви населених пунктів у списку.")
    command(settlement, "alias")(settlement_alias)
    command(settlement, "unalias")(settlement_unalias)
    command(settlement, "aliases")(settlement_aliases)
    cli.add_typer(settlement, name="settlement")


def import_accounts(
    run: Run,
    *,
    file: Annotated[Path, typer.Argument(metavar="ФАЙЛ.csv", help="Вивантаження з білінгу.")],
    full: Annotated[bool, typer.Option("--full", help="Це весь реєстр: закрити рахунки, яких у файлі немає.")] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Погодитися, що файл змінить чи закриє багато рахунків.")
    ] = False,
) -> None:
    """Взяти до реєстру рахунки з файлу CSV."""
    try:
        with import_progress(file.name) as progress:
            report = run.app.import_accounts(file, run.now, full=full, accept=accept, progress=progress)
    except ImportRefused as refused:
        if refused.examples:
            print("Наприклад:", *refused.examples, sep="\n  ", file=sys.stderr)
        raise
    print_report(asdict(report), IMPORT_WORDS, as_json=run.as_json)
    if report.rejected:
        print(f"Відхилені рядки з причинами: {file.with_suffix('.rejected.csv')}", file=sys.stderr)
    if report.left_open:
        print(
            f"Нічого не закрито, хоча рахунків у файлі бракує: {report.left_open}. Серед відхилених є рядки, з яких не "
            "видно, чий це рахунок. Виправте їх; якщо бракує справді закритих, додайте --accept",
            file=sys.stderr,
        )


def subscribe(
    run: Run,
    *,
    messenger: Annotated[str | None, typer.Argument(metavar="МЕСЕНДЖЕР")] = None,
    chat_id: Annotated[str | None, typer.Argument(metavar="ЧАТ")] = None,
    account: Annotated[str | None, typer.Argument(metavar="РАХУНОК")] = None,
    proof: Annotated[
        str | None, typer.Option("--proof", metavar="ДОКАЗ", help="Номер лічильника або кінець EIC-коду: перевірити.")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="ФАЙЛ.csv", help="Багато підписок: messenger,chat_id,account,since."),
    ] = None,
) -> None:
    """Підписати чат на нагадування про рахунок."""
    if file is not None:
        if messenger is not None or proof is not None:
            raise Misuse("Вкажіть або одну підписку, або --file, не обидва разом")
        joins = list(read_subscriptions(file))
    elif messenger is None or chat_id is None or account is None:
        raise Misuse("Потрібні МЕСЕНДЖЕР ЧАТ РАХУНОК, наприклад: subscribe telegram 1001 210000001, або --file")
    else:
        check_messenger(messenger)
        joins = [Join(messenger, visible(chat_id), visible(account), None)]
    with run.app.outbox.transaction():
        for join in joins:
            subscribe_by(run.app, join, join.since or run.now, proof=proof)
    if run.as_json:
        print_json({"subscribed": len(joins)})
    else:
        print(f"Підписано: {len(joins)}")


def unsubscribe(run: Run, messenger: Messenger, chat_id: ChatId, account: Account) -> None:
    """Припинити нагадування чату про рахунок."""
    check_messenger(messenger)
    run.app.registry.unsubscribe(messenger, chat_id, account, run.now)
    print_report({"unsubscribed": 1}, {"unsubscribed": "відписано"}, as_json=run.as_json)


def subscriptions(run: Run) -> None:
    """Показати підписки."""
    print_records(run.app.registry.subscriptions(), as_json=run.as_json, empty="Підписок немає.")


def registrations(run: Run) -> None:
    """Показати, скільки чатів дали згоду та скільки доказів за останній тиждень були хибні."""
    words = {
        "agreed": "чатів зі згодою",
        "wrong_proofs": "хибних доказів за 7 днів",
        "wrong_proof_accounts": "рахунків, до яких їх пробували",
        "guarded_accounts": "рахунків, що просять обидва докази",
    }
    app, now = run.app, run.app.clock.real()
    print_report({"agreed": app.conversations.agreed(), **app.guesses.counted(now)}, words, as_json=run.as_json)
    if not run.as_json:
        for account in app.guesses.guarded(now):
            print(f"  {account}")


def erase(run: Run, *, messenger: Messenger, chat_id: ChatId) -> None:
    """Забути чат з усім, що за ним записано."""
    check_messenger(messenger)
    evidence = run.app.registry.erase(messenger, chat_id)
    if evidence is None:
        raise Misuse("Такого чату немає: стирати нічого")
    words = {"erased": "стерто чатів", "evidence": "лишилося без чату записів про надіслані повідомлення"}
    print_report({"erased": 1, "evidence": evidence}, words, as_json=run.as_json)


def add_alias(run: Run, settlement: Settlement, old: OldStreet, new: NewStreet) -> None:
    """Сказати, що дві назви належать одній вулиці."""
    found = name_street(run.app, settlement, old, new)
    record = {"katottg": found.katottg, "settlement": found.title, "old": old, "new": new}
    if run.as_json:
        print_json(record)
    else:
        print(f"{found.title}: «{old}» — це «{new}»")


def remove_alias(run: Run, settlement: Settlement, old: OldStreet, new: NewStreet) -> None:
    """Забути, що дві назви належать одній вулиці."""
    forget_street(run.app, settlement, old, new)
    print_report({"forgotten": 1}, {"forgotten": "забуто назв"}, as_json=run.as_json)


def list_aliases(run: Run) -> None:
    """Показати, які назви належать одній вулиці."""
    records = map(asdict, run.app.registry.street_aliases())
    print_records(records, as_json=run.as_json, empty="Нічого не записано.")


def settlement_alias(run: Run, *, printed: Printed, settlement: Settlement, district: UnderDistrict = None) -> None:
    """Сказати, який населений пункт означає назва у списку робіт."""
    alias, found = name_settlement(run.app, printed, settlement, district)
    if run.as_json:
        print_json({**_alias_json(alias), "settlement": found.title})
    else:
        under = f" ({district})" if district else ""
        print(f"«{printed}»{under} — це {found.title}, {found.hromada} громада, {found.raion} район.")
        print("Збережений список із цією назвою перечитає: python run.py scrape --kept")


def settlement_unalias(run: Run, *, printed: Printed, district: UnderDistrict = None) -> None:
    """Забути, що означає назва у списку робіт."""
    forget_settlement(run.app, printed, district)
    print_report({"forgotten": 1}, {"forgotten": "забуто назв"}, as_json=run.as_json)


def settlement_aliases(run: Run) -> None:
    """Показати, що означають назви у списку робіт."""
    records = map(_alias_json, run.app.registry.settlement_aliases())
    print_records(records, as_json=run.as_json, empty="Нічого не записано.")


def _alias_json(alias: SettlementAlias) -> dict[str, object]:
    return {"printed": alias.printed, "district": alias.district, "katottg": alias.katottg}


def check_messenger(name: str) -> None:
    """Raises `Misuse` for a messenger that there is not."""
    if name not in MESSENGERS:
        raise Misuse(f"Невідомий месенджер «{name}»: є {', '.join(MESSENGERS)}")
