"""Every folder of `fixtures/` is replayed and held against its `expected/`; no test code for each of them."""

import json

import pytest

from pipeline.cli.fixtures import FIXTURES, UNREVIEWED, expected_of, write_expected
from pipeline.config import Settings

FOLDERS = sorted(path for path in FIXTURES.iterdir() if path.is_dir())


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_fixture_gives_what_is_expected_of_it(folder, settings):
    expected = folder / "expected"
    if not expected.exists():
        write_expected(settings, folder)
    assert not (expected / UNREVIEWED).exists(), (
        f"{expected} was generated; look at it, then: python run.py fixture accept {folder.name}"
    )
    for name, text in expected_of(settings, folder).items():
        assert json.loads(text) == json.loads((expected / name).read_text(encoding="utf-8"))


def test_there_are_fixtures_in_every_notation():
    assert {"day-tables", "rem-table", "paragraphs", "nested-streets", "demo-week"} <= {each.name for each in FOLDERS}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_replay_is_the_same_byte_for_byte(folder, settings):
    assert expected_of(settings, folder) == expected_of(settings, folder)
