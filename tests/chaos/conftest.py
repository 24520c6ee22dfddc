"""Trials are small in `make test`; `make chaos` runs them in full and keeps their figures."""

from pathlib import Path

import pytest

from tests.chaos.trial import Figures


def pytest_addoption(parser):
    """Heard where this folder is asked for by name."""
    parser.addoption("--chaos", metavar="FOLDER", help="full trials, their figures kept in this folder")


def pytest_ignore_collect(collection_path, config):
    """These take minutes."""
    full = collection_path.name in ("test_trouble.py", "test_slow_reading.py")
    return True if full and not config.getoption("--chaos", None) else None


@pytest.fixture
def chaos(request):
    """Where figures are kept; false in a small trial."""
    folder = request.config.getoption("--chaos", None)
    return Figures(Path(folder) if folder else None)
