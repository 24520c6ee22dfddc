"""What several contract tests share."""

import pytest

from data.database import open_database
from pipeline.bootstrap import Application
from pipeline.config import Settings
from pipeline.rehearsal import ReplayClock
from tests.contract.operator_site import OperatorSite
from tests.contract.people import NOW
from tests.fakes.operator_browser import CHEAPLY_HASHED, ORIGIN


@pytest.fixture
async def operator_site(database_url, tmp_path):
    """The operator's page, signed in."""
    clock = ReplayClock()
    clock.time = NOW
    open_database(database_url).close()
    operators = tmp_path / "operators"
    operators.write_text(f"operator:{CHEAPLY_HASHED}\n", encoding="utf-8")
    settings = Settings(
        database_url=database_url, var_dir=tmp_path, proof_key="key", operators_file=operators, public_url=ORIGIN
    )
    with Application(settings, clock) as app:
        site = OperatorSite(app)
        await site.sign_in()
        yield site
