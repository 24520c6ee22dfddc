"""What several contract tests share."""

import pytest

from pipeline.domain import passwords
from tests.contract.operator_site import OperatorSite, at_noon
from tests.fakes.operator_browser import CHEAPLY_HASHED, ORIGIN


@pytest.fixture
async def operator_site(database_url, tmp_path, monkeypatch):
    """The operator's page, signed in."""
    monkeypatch.setattr(passwords, "COST", 4)  # nobody waits for what makes a guess dear
    operators = tmp_path / "operators"
    operators.write_text(f"operator:{CHEAPLY_HASHED}\n", encoding="utf-8")
    with at_noon(database_url, tmp_path, operators_file=operators, public_url=ORIGIN) as app:
        site = OperatorSite(app)
        await site.sign_in()
        yield site
