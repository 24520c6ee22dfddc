"""The command that shows how customers talk with the bot."""

import typer

from pipeline.cli.command import Run, command
from pipeline.cli.replaying import DEMO
from pipeline.domain.naming import MESSENGERS
from pipeline.output import print_json
from pipeline.rehearsal import START, Spoken, rehearse_dialogue

PAGE = "2026-11-19T15-00.html"
_SAID = {
    "telegram": (
        *(START, "Погоджуюсь", "21000000", "210 000 001", "99", "№ 0100001", "Так, це моя адреса", "Назвати рахунок"),
        *("Дім", "Мої роботи", "Мої рахунки", "Коли дадуть світло?", "Налаштування", "/erase", "Ні, залишити"),
        *("/language", "Română", "Lucrări la adresă", "Când vine curentul?", "Datele mele"),
    ),
    "viber": (
        *(START, "Magyar", "Elfogadom", "210000003", "Hol találom?", "00033", "Igen, ez az én címem"),
        *("Munkálatok nálam", "Mikor lesz áram?", "Beállítások", "/help"),
    ),
}


def register(cli: typer.Typer) -> None:
    """Add this command."""
    command(cli, "transcript")(transcript)


def transcript(run: Run) -> None:
    """Показати розмову з ботом трьома мовами, від вітання до доданого рахунку, на реєстрі з комплекту."""
    said = [Spoken(messenger, words) for messenger, chat in _SAID.items() for words in chat]
    for each in rehearse_dialogue(run.app.settings, DEMO, PAGE, said):
        if run.as_json:
            replies = [reply.text for reply in each.replies]
            print_json({"messenger": each.messenger, "said": each.words, "replies": replies})
        else:
            _print_markdown(each)


def _print_markdown(spoken: Spoken) -> None:
    if spoken.words == START:
        print(f"## {MESSENGERS[spoken.messenger]}\n")
    print(f"**Людина:** {f'`{spoken.words}`' if spoken.pressed else spoken.words}\n")
    for reply in spoken.replies:
        rows = [" ".join(f"[{button.label}]" for button in row) for row in reply.buttons]
        print("\n".join(["```text", reply.text, "", *rows, "```"]) + "\n")
