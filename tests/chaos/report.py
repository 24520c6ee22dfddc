"""`python -m tests.chaos.report FOLDER`: the figures of full trials, as docs/reliability.md."""

import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HEAD = """# Reliability

Made by `make chaos`: the real `tick` as a process of its own, real HTTP to strict fakes of Telegram and Viber, which
count every message as the services do; SQLite and a real PostgreSQL. Half of the reminders of each trial go to either
messenger, every tenth chat has two accounts.

- **kills**: SIGKILL at a random moment, in the start, the reading, the plan, mostly while messages are in flight; then
  the next `tick`. Every second time two ticks are started, and killed, at once: one of them is at work.
- **a minute of trouble**: for a minute both fakes hang, cut each connection, take a message but answer half a body, or
  answer 500, while ticks are killed now and then; afterwards they recover.
- **a large batch**: 3,000 messages for each messenger at once, by one `tick`.
- **beside a reading**: 2,000 reminders while the page hangs, trickles or is cut off in the middle.
- **imports**: `accounts import --full` of a registry in which accounts are gone and others have moved, with SIGKILL at
  a random moment; then `plan`. The table below says which registry was found: the *old* one, the *new* one, or anything
  *between*. After each, the end of an account is owed to those alone whose account is not there. Where the new one was
  found, the old is imported again, and in the end a `tick` tells everybody of the works, nobody of an end.

*Lost* is who has no message in the end. *Repeated* are messages that arrived once more: each was leased at a kill. *In
flight* counts the leased messages of both messengers at the worst kill; the sender's concurrency is 32 of each.
*Violations* are messages beyond the limits of the services: 30 a second and one a second to a chat, 500 in ten seconds.
*Rate used* is the part of 28 a second (Telegram) and 48 a second (Viber) from the first message to the last.
"""
COMMANDS = """
## Commands that are killed

SIGKILL at a random moment of the work of a command; then the state is looked at, and the command run again. *Old* and
*new* are what the state then was. `prune` goes by 500 rows, each step whole: it may be *on the way*, and goes on when
it is run again. Each command that was run again completed, or said that its work is done already.
"""
FOUND = ("old", "new", "on the way")
COLUMNS = ("owed", "kills", "arrived", "lost", "repeated", "most in flight", "violations")

OF_IMPORTS = ("accounts", "runs", "kills", "old", "new", "between")


def main(folder: Path) -> None:
    """Print the report."""
    kept = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    trials, imports = ([each for each in kept if ("trial" in each) is tick] for tick in (True, False))
    print(HEAD)
    today, load = datetime.now(UTC), os.getloadavg()[2]
    print(f"Run on {today:%Y-%m-%d} by {os.cpu_count()} cores, whose load was {load:.1f} in the last 15 minutes.\n")
    print("| trial | database |", " | ".join(COLUMNS), "| rate used |")
    print("|---|---|", "|".join("--:" for _ in COLUMNS), "|---|", sep="")
    for trial in trials:
        print(
            f"| {trial['trial']} | {trial['database']} |", " | ".join(str(trial[each]) for each in COLUMNS), "|", end=""
        )
        print(f" {_rates(trial)} |")
    print("\n| imports | database |", " | ".join(OF_IMPORTS), "|")
    print("|---|---|", "|".join("--:" for _ in OF_IMPORTS), "|", sep="")
    for each in imports:
        print(f"| killed | {each['database']} |", " | ".join(str(each[name]) for name in OF_IMPORTS), "|")
    print(COMMANDS)
    print("| command | database | kills |", " | ".join(FOUND), "|")
    print("|---|---|--:|", "|".join("--:" for _ in FOUND), "|", sep="")
    for path in sorted((folder / "commands").glob("*.json")):
        killed = json.loads(path.read_text(encoding="utf-8"))
        counts = [killed[each] for each in FOUND]
        print(f"| `{killed['command']}` | {killed['database']} | {sum(counts)} |", " | ".join(map(str, counts)), "|")


def _rates(trial: Mapping[str, Any]) -> str:
    """Only where nothing held the sender up."""
    if trial["kills"]:
        return "—"
    return ", ".join(f"{name} {used:.1%}" for name, used in trial["rates"].items())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
