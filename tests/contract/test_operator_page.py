"""The operator's page over both databases: the way in, what holds for every page, the overview."""

import pytest

from data.database import open_database
from pipeline.bootstrap import Application
from pipeline.config import Settings
from pipeline.operators import add_operator
from pipeline.rehearsal import ReplayClock
from tests.contract.operator_site import ORIGIN, PASSWORD, OperatorSite, words
from tests.contract.people import NOW


@pytest.fixture
def site(database_url, tmp_path):
    clock = ReplayClock()
    clock.time = NOW
    open_database(database_url).close()
    settings = Settings(
        database_url=database_url,
        var_dir=tmp_path,
        operator_password=PASSWORD,
        operators_file=tmp_path / "operators",
        public_url=ORIGIN,
    )
    add_operator(tmp_path / "operators", "oksana", "a long password")
    with Application(settings, clock) as app:
        yield OperatorSite(app)


async def test_each_operator_enters_with_his_own_password_and_leaves(site):
    for name, password in (("operator", PASSWORD), ("oksana", "a long password")):
        assert (await site.sign_in(name, password)).status_code == 303
        assert name in words(await site.see())
