"""Contacts: what is shown of an address to those who need not know the home."""

import pytest

from pipeline.domain.contacts import masked_address


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("м. Хуст, вул. Центральна, 7, кв. 3", "м. Хуст, вул. Ц…, …"),
        ("с. Іза, 12", "с. Іза, …"),
        ("с. Іза", "с. Іза"),
        ("м. Ужгород, 28 Червня, 4", "м. Ужгород, 28 Ч…, …"),
    ],
)
def test_a_masked_address_names_no_home(address, masked):
    assert masked_address(address) == masked
