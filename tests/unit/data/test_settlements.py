import pytest

from data.settlements import load_settlements
from pipeline.domain.errors import Misuse


def test_the_bundled_list_holds_zakarpattia():
    settlements = load_settlements()
    assert len(settlements) > 600
    assert any(each.title == "м. Ужгород" for each in settlements)
    assert all(each.katottg.startswith("UA21") for each in settlements)


def test_another_regions_list_may_have_more_columns_in_any_order(tmp_path):
    file = tmp_path / "other.csv"
    file.write_text("name,katottg,note,category,raion,former_raion,hromada\nЛука,UA1,x,село,Р,Р,Г\n", "utf-8-sig")
    (settlement,) = load_settlements(file)
    assert (settlement.title, settlement.katottg) == ("с. Лука", "UA1")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "бракує стовпців: katottg"),
        (b"katottg,category,name,hromada,raion\n", "бракує стовпців: former_raion"),
        (b"katottg,category,name,hromada,raion,former_raion\n", "порожній"),
        ("katottg,category,name,hromada,raion,former_raion\nЇ".encode("cp1251"), "не CSV у кодуванні UTF-8"),
    ],
)
def test_a_list_that_cannot_be_used_is_named(tmp_path, content, complaint):
    file = tmp_path / "other.csv"
    file.write_bytes(content)
    with pytest.raises(Misuse, match=complaint) as caught:
        load_settlements(file)
    assert str(file) in str(caught.value)


def test_a_missing_list_is_named(tmp_path):
    with pytest.raises(Misuse, match=r"nowhere\.csv"):
        load_settlements(tmp_path / "nowhere.csv")
