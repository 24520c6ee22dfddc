"""The file of subscriptions: `messenger,chat_id,account,since`, as `subscribe --file` and fixtures have it."""

import csv
from collections.abc import Iterator
from pathlib import Path

from pipeline.domain.clock import parse_moment
from pipeline.domain.errors import Misuse, trouble
from pipeline.domain.proofs import visible
from pipeline.domain.reminders import MESSENGERS, Join

COLUMNS = ("messenger", "chat_id", "account")


def read_subscriptions(path: Path) -> Iterator[Join]:
    """The file's lines; `since` may be empty or missing. Raises `Misuse` naming the line and what is wrong."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise Misuse(f"У файлі підписок «{path}» бракує стовпців: {', '.join(missing)}")
            for row in reader:
                messenger, chat_id, account = (visible(row[name] or "").strip() for name in COLUMNS)
                if not (messenger and chat_id and account):
                    raise Misuse(f"«{path}», рядок {reader.line_num}: порожній месенджер, чат або рахунок")
                if messenger not in MESSENGERS:
                    known = ", ".join(MESSENGERS)
                    raise Misuse(f"«{path}», рядок {reader.line_num}: невідомий месенджер «{messenger}», є {known}")
                since = (row.get("since") or "").strip()
                yield Join(messenger, chat_id, account, parse_moment(since) if since else None)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = trouble(error) if isinstance(error, OSError) else "це не CSV у кодуванні UTF-8"
        raise Misuse(f"Не вдалося прочитати файл підписок «{path}»: {reason}") from error
