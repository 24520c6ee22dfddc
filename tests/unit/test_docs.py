"""Documents that cannot rot: every command and setting is described, and nothing that is not there."""

import re

import pytest
import typer
from typer.testing import CliRunner

from pipeline.cli import cli
from pipeline.config import PREFIX, ROOT, Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = sorted((ROOT / "docs").glob("*.md"))
OPERATING = (ROOT / "docs/operating.md").read_text(encoding="utf-8")


def commands(group, path=()):
    for name, command in getattr(group, "commands", {}).items():
        if getattr(command, "commands", None):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name))


COMMANDS = sorted(commands(typer.main.get_command(cli)))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command):
    assert re.search(rf"`{command}\b", README)


def test_the_readme_names_no_command_that_is_not_there():
    named = re.findall(r"run\.py (accounts import|alias add|fixture \w+|\w+)", README)
    assert set(named) - set(COMMANDS) == {"COMMAND"} & set(named)


@pytest.mark.parametrize("setting", [name.upper() for name in Settings.model_fields])
def test_every_setting_is_documented(setting):
    assert f"`{setting}`" in OPERATING


def test_the_example_of_settings_names_only_settings_that_are_there():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = re.findall(rf"^{PREFIX}(\w+)=", example, re.MULTILINE)
    assert named
    assert {name.lower() for name in named} <= set(Settings.model_fields)


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", *(f"docs/{each.name}" for each in DOCS)])
def test_what_a_document_links_to_is_there(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    linked = {link for link in re.findall(r"\]\(([^)#\s]+)", text) if not link.startswith("http")}
    assert {link for link in linked if not (ROOT / document).parent.joinpath(link).exists()} == set()


def test_every_command_says_in_ukrainian_what_it_does():
    texts = [command.callback.__doc__ for command in _leaves(typer.main.get_command(cli))]
    assert texts
    assert all(re.search("[а-яіїєґ]", text or "") for text in texts)


def _leaves(group):
    for command in group.commands.values():
        yield from _leaves(command) if getattr(command, "commands", None) else [command]


def test_the_messages_in_the_readme_are_those_of_the_demo():
    shown = README.split("<!-- demo:begin -->")[1].split("<!-- demo:end -->")[0].strip("`\n ")
    said = {line.strip("─ ") for line in CliRunner().invoke(cli, ["demo"]).stdout.splitlines()}
    assert {line.strip("─ ") for line in shown.splitlines()} <= said
