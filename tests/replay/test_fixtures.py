"""Every folder of `fixtures/` is replayed and held against its `expected/`; no test code for each of them."""

import json
import os
import subprocess
import sys

import pytest

from pipeline.cli.fixtures import FIXTURES, UNREVIEWED, expected_of, write_expected
from pipeline.config import ROOT, Settings
from pipeline.rehearsal import replay_folder
from pipeline.steps.replay import as_json

FOLDERS = sorted(path for path in FIXTURES.iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_fixture_gives_what_is_expected_of_it(folder):
    expected = folder / "expected"
    settings = Settings(_env_file=None)
    if not expected.exists():
        write_expected(settings, folder)
    assert not (expected / UNREVIEWED).exists(), (
        f"{expected} was generated; look at it, then: python run.py fixture accept {folder.name}"
    )
    for name, text in expected_of(settings, folder).items():
        assert text == (expected / name).read_text(encoding="utf-8")


def test_a_replay_over_postgresql_says_the_same(empty_postgresql_url):
    folder, messages = FIXTURES / "demo-week", []
    replay_folder(Settings(_env_file=None), folder, messages.append, database_url=empty_postgresql_url)
    expected = json.loads((folder / "expected" / "messages.json").read_text(encoding="utf-8"))
    assert [as_json(each) for each in messages] == expected


def test_there_are_fixtures_in_every_notation():
    assert {"day-tables", "rem-table", "paragraphs", "nested-streets", "demo-week"} <= {each.name for each in FOLDERS}


def test_a_replay_is_the_same_byte_for_byte_in_every_process():
    folder = FIXTURES / "demo-week"
    replayed = subprocess.run(
        [sys.executable, str(ROOT / "run.py"), "replay", str(folder), "--json"],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "1"},
    ).stdout.decode()
    before = json.loads((folder / "expected/messages.json").read_text(encoding="utf-8"))
    assert replayed == "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in before)
    assert replayed.startswith('{"at": "2026-11-16T10:00:00+02:00", ')
