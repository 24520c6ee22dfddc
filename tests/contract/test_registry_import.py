"""Import of the billing export, on both databases."""

import csv
from datetime import timedelta

import pytest

from data import tables
from data.database import open_database
from data.imports import last_imports
from data.outbox import OutboxRepository
from data.registry import RegistryRepository
from data.registry_import import import_accounts
from data.registry_rejects import rejects_path
from data.settlements import load_settlements
from pipeline.domain.addresses.settlements import Gazetteer
from pipeline.domain.addresses.streets import Street
from pipeline.domain.closing import closing_reminders
from pipeline.domain.errors import Failed, Misuse
from pipeline.domain.imports import ImportRefused, ImportReport
from tests.contract.people import NOW

HEADER = "account,eic,meter,settlement,katottg,street,house,apartment"
IZA = "210000001,62Z000000001AHX5,0012345,с. Іза,,вул. Центральна,7,"
KHUST = "210000002,62Z000000001AHX6,777,м. Хуст,,вул. Карпатської Січі,12А,3"
KEY = b"key"
LATER = NOW + timedelta(days=1)


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer(load_settlements())


@pytest.fixture
def registry(database):
    return RegistryRepository(database)


@pytest.fixture
def take(database, gazetteer, tmp_path):
    """Import these lines; gives the report."""

    def _take(*lines, header=HEADER, now=NOW, encoding="utf-8", **options):
        file = tmp_path / "accounts.csv"
        file.write_text("".join(f"{line}\n" for line in (header, *lines)), encoding)
        return import_accounts(file, database=database, gazetteer=gazetteer, proof_key=KEY, now=now, **options)

    return _take


@pytest.fixture
def rejected(tmp_path):
    """The rejected rows of the last import."""

    def _rejected():
        with rejects_path(tmp_path / "accounts.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))[1:]

    return _rejected


def report(*, added=0, updated=0, unchanged=0, rejected=0, closed=0, left_open=0):
    return ImportReport(added, updated, unchanged, rejected, closed, left_open)


def many(count, first=0):
    """Rows of that many accounts."""
    return [f"{211000000 + each},62Z000000001AHX5,1,Іза,,вул. Центральна,{each},,"[:-1] for each in range(first, count)]


def test_an_account_is_taken_over_with_its_address_and_proofs(take, registry):
    assert take(IZA, KHUST) == report(added=2)
    assert registry.find_account("210000001").address == "с. Іза, вул. Центральна, 7"
    assert registry.find_account("210000002").address == "м. Хуст, вул. Карпатської Січі, 12А, кв. 3"
    assert registry.check_proof("210000001", "12345", KEY, NOW)
    assert registry.check_proof("210000001", "1AHX5", KEY, NOW)
    assert not registry.check_proof("210000001", "777", KEY, NOW)


def test_no_proof_is_readable_in_the_database(take, database):
    take(IZA)
    (row,) = tables.Account.select().tuples().execute(database)
    assert not any("12345" in str(value) or "AHX5" in str(value) for value in row)


def test_the_same_file_again_changes_nothing(take):
    take(IZA, KHUST)
    assert take(IZA, KHUST) == report(unchanged=2)


def test_a_changed_address_is_taken_over(take, registry):
    take(IZA, KHUST)
    assert take(IZA.replace(",7,", ",9,"), KHUST) == report(updated=1, unchanged=1)
    assert registry.find_account("210000001").house == "9"


def test_a_replaced_meter_stays_valid_for_90_days(take, registry):
    take(IZA)
    replaced = IZA.replace("0012345", "555")
    assert take(replaced, now=LATER) == report(updated=1)
    take(replaced.replace(",7,", ",9,"), now=LATER + timedelta(days=1))
    assert registry.check_proof("210000001", "555", KEY, LATER)
    assert registry.check_proof("210000001", "12345", KEY, LATER + timedelta(days=89))
    assert not registry.check_proof("210000001", "12345", KEY, LATER + timedelta(days=90))


def test_without_full_an_absent_account_stays_open(take, registry):
    take(IZA, KHUST)
    assert take(IZA) == report(unchanged=1)
    assert registry.find_account("210000002").closed_at is None


def test_a_full_export_closes_what_it_lacks_and_names_its_subscriptions(take, registry):
    take(IZA, KHUST)
    mine = registry.subscribe("telegram", "1", "210000002", NOW)
    registry.subscribe("telegram", "1", "210000001", NOW)
    registry.subscribe("telegram", "2", "210000002", NOW)
    registry.unsubscribe("telegram", "2", "210000002", NOW)
    assert take(IZA, now=LATER, full=True, accept=True) == report(unchanged=1, closed=1)
    assert registry.find_account("210000002").closed_at == LATER
    assert registry.closed_untold() == [mine]
    assert take(IZA, now=LATER + timedelta(days=1), full=True) == report(unchanged=1)
    assert registry.closed_untold() == [mine]


def test_who_was_owed_the_message_of_a_closed_account_is_owed_it_anew_only_when_it_is_closed_again(
    take, registry, database
):
    take(IZA, KHUST)
    mine = registry.subscribe("telegram", "1", "210000002", NOW)
    take(IZA, now=LATER, full=True, accept=True)
    OutboxRepository(database).add(closing_reminders([mine], LATER))
    assert registry.closed_untold() == []
    take(IZA, KHUST, now=LATER + timedelta(days=1), full=True)
    take(IZA, now=LATER + timedelta(days=2), full=True, accept=True)
    assert registry.closed_untold() == [mine]


def test_who_was_not_yet_told_of_the_end_of_an_account_that_is_back_is_told_nothing(take, registry, database):
    take(IZA, KHUST)
    mine = registry.subscribe("telegram", "1", "210000002", NOW)
    outbox = OutboxRepository(database)
    take(IZA, now=LATER, full=True)
    outbox.add(closing_reminders([mine], LATER))
    assert registry.reopened() == []
    take(IZA, KHUST, now=LATER + timedelta(hours=1), full=True)
    later = LATER + timedelta(days=1)
    assert outbox.claim(["telegram"], later, later, 10) == []
    (outdated,) = registry.reopened()
    outbox.supersede([outdated])
    assert registry.reopened() == []


def test_a_closed_account_that_reappears_is_open_again(take, registry):
    take(IZA, KHUST)
    take(IZA, full=True, accept=True)
    assert take(IZA, KHUST, full=True) == report(updated=1, unchanged=1)
    assert registry.find_account("210000002").closed_at is None


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (IZA.replace("210000001", "21000001"), "«21000001» не з 9 цифр"),
        (IZA.replace("AHX5", ""), "12 символів, а не 16"),
        (IZA.replace("с. Іза", "с. Атлантида"), "Атлантида"),
        (IZA.replace("с. Іза", "с. Буковець"), "кілька"),
        (IZA.replace("Іза,", "Іза,UA00000000000000000"), "UA00000000000000000"),
        (KHUST.replace("210000002", "210000009"), "рахунок 210000009 уже є"),
        (IZA + ",зайве", "9 полів, а в заголовку 8"),
        ("210000001", "1 полів, а в заголовку 8"),
    ],
)
def test_a_bad_row_is_rejected_with_its_reason_and_the_others_taken(take, rejected, row, reason):
    other = KHUST.replace("210000002", "210000009")
    assert take(other, row) == report(added=1, rejected=1)
    ((account, *_, said),) = rejected()
    assert reason in said
    assert account == row.split(",")[0]
    assert "62Z0" not in said


@pytest.mark.parametrize("katottg", ["UA21040090020014725", "UA21120210020072672"])
def test_the_code_settles_a_name_that_several_settlements_bear(take, registry, katottg):
    assert take(IZA.replace("с. Іза,", f"Буковець,{katottg}")).added == 1
    assert registry.find_account("210000001").katottg == katottg


def test_where_rejects_cannot_be_written_their_place_is_named_and_nothing_is_taken(take, registry, tmp_path):
    rejects_path(tmp_path / "accounts.csv").mkdir()
    with pytest.raises(Failed, match=r"accounts\.rejected\.csv"):
        take(IZA)
    assert registry.find_account("210000001") is None


def test_where_all_rows_are_good_no_file_of_rejects_is_left(take, tmp_path):
    take(IZA, "бозна-що")
    assert rejects_path(tmp_path / "accounts.csv").exists()
    take(IZA)
    assert not rejects_path(tmp_path / "accounts.csv").exists()


def test_accounts_without_a_street_share_one_that_has_no_name(take, registry):
    take(IZA.replace("вул. Центральна", ""), KHUST.replace("м. Хуст", "Іза").replace("вул. Карпатської Січі", "б/н"))
    (street,) = registry.streets_of([registry.find_account("210000001").katottg])
    assert street.street is None
    assert registry.find_account("210000002").address == "с. Іза, 12А, кв. 3"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_encodings_and_delimiters_are_recognised(take, registry, encoding, delimiter):
    lines = [line.replace(",", delimiter) for line in (IZA, "", KHUST)]
    assert take(*lines, header=HEADER.replace(",", delimiter), encoding=encoding).added == 2
    assert registry.find_account("210000001").street == Street("вул.", "Центральна")


def test_columns_may_stand_in_any_order_beside_others(take, registry):
    header = "note,apartment,house,street,katottg,settlement,meter,eic,account"
    assert take("x,,7,вул. Центральна,,Іза,1,62Z000000001AHX5,210000001", header=header).added == 1
    assert registry.find_account("210000001").house == "7"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "порожній"),
        (b"\xef\xbb\xbf", "порожній"),
        (b"account,eic,meter\n", "бракує стовпців: settlement, katottg, street, house, apartment"),
        (HEADER.encode() + b"\n", "жодного придатного рядка"),
        (b"\x89PNG\r\n\x1a\n\x98\x00", "не вдалося прочитати|бракує стовпців"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named_and_changes_nothing(database, gazetteer, tmp_path, content, complaint):
    file = tmp_path / "export.csv"
    file.write_bytes(content)
    with pytest.raises(Misuse, match=f"(?i){complaint}") as caught:
        import_accounts(file, database=database, gazetteer=gazetteer, proof_key=KEY, now=NOW, full=True)
    assert "export.csv" in str(caught.value)
    assert tables.Account.select().count(database) == 0


def test_a_missing_file_is_named(database, gazetteer, tmp_path):
    with pytest.raises(Misuse, match=r"nowhere\.csv"):
        import_accounts(tmp_path / "nowhere.csv", database=database, gazetteer=gazetteer, proof_key=KEY, now=NOW)


def test_an_interrupted_import_leaves_the_registry_as_it_was(take, database):
    take(IZA)

    def interrupt(rows):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(*many(3), full=True, accept=True, progress=interrupt)
    assert [row[0] for row in tables.Account.select(tables.Account.number).tuples().execute(database)] == ["210000001"]
    assert take(IZA, KHUST) == report(added=1, unchanged=1)


def test_an_import_keeps_no_other_writer_waiting(take, database_url):
    other = open_database(database_url)
    if database_url.startswith("sqlite"):
        other.execute_sql("PRAGMA busy_timeout = 0")

    def write(rows):
        RegistryRepository(other).add_alias("UA21", "Леніна", "Центральна")

    assert take(IZA, progress=write).added == 1
    assert RegistryRepository(other).aliases_of(["UA21"])
    other.close()


def test_progress_tells_the_rows_read_so_far(take):
    told = []
    take(*many(5001), progress=told.append)
    assert told == [5000, 5001]


def test_a_full_export_closes_no_account_whose_row_was_rejected(take, registry):
    take(IZA, KHUST)
    mistyped = KHUST.replace("м. Хуст", "м. Хуустт")
    assert take(IZA, mistyped, now=LATER, full=True, accept=True) == report(unchanged=1, rejected=1)
    assert registry.find_account("210000002").closed_at is None


def test_a_row_whose_account_cannot_be_read_closes_nobody_before_the_operator_agrees(take, registry):
    take(*many(100))
    damaged = [*many(99), many(100, 99)[0].replace("211000099", "3E+08")]
    assert take(*damaged, now=LATER, full=True) == report(unchanged=99, rejected=1, left_open=1)
    assert registry.find_account("211000099").closed_at is None
    assert take(*damaged, now=LATER, full=True, accept=True) == report(unchanged=99, rejected=1, closed=1)
    assert registry.find_account("211000099").closed_at == LATER


@pytest.mark.parametrize(("again", "closed"), [("Іза,,вул. Центральна,97", 1), ("Іза,,вул. Центральна,98", 0)])
def test_a_second_row_of_an_account_may_stand_for_another_unless_it_is_the_same_row(take, again, closed):
    take(*many(99))
    twice = f"211000097,62Z000000001AHX5,1,{again},"
    assert take(*many(98), twice, full=True) == report(unchanged=98, rejected=1, closed=closed, left_open=1 - closed)


def test_where_fields_are_lacking_before_the_account_nobody_knows_whose_row_it_is(take):
    header = "eic,account,meter,settlement,katottg,street,house,apartment"
    rows = [f"62Z000000001AHX5,{each},{each + 1},Іза,,Садова,1," for each in range(210000000, 210000040, 2)]
    take(*rows, header=header)
    shifted = rows[-1].replace("62Z000000001AHX5,", "")
    assert take(*rows[:-1], shifted, header=header, full=True) == report(unchanged=19, rejected=1, left_open=1)


def refused(take, *lines, **options):
    with pytest.raises(ImportRefused) as caught:
        take(*lines, **options)
    return caught.value


@pytest.mark.parametrize("full", [True, False])
def test_a_column_that_was_sorted_alone_is_refused_with_figures_and_examples(take, registry, database, full):
    streets = [f"вул. {name}" for name in "абвгд" * 12]
    rows = [row.split(",") for row in many(60)]
    take(*(",".join([*row[:5], street, *row[6:]]) for row, street in zip(rows, streets, strict=True)))
    moved = [",".join([*row[:5], street, *row[6:]]) for row, street in zip(rows, sorted(streets), strict=True)]
    error = refused(take, *moved, full=full, now=LATER)
    assert "адрес змінено: 48 із 60 (80,0%)" in str(error)
    assert "--accept" in str(error)
    assert "211" not in str(error)
    assert len(error.examples) == 10
    assert error.examples[0] == "рядок 3, рахунок 211000001: адреса стала б «с. Іза, вул. а, 1»"
    assert registry.find_account("211000001").address == "с. Іза, вул. б, 1"
    (last, _) = last_imports(database, 2)
    assert (last.at, last.addresses, last.full) == (LATER, 48, full)
    assert last.refused in str(error)
    assert take(*moved, full=full, accept=True) == report(updated=48, unchanged=12)


@pytest.mark.parametrize(
    ("changed", "of", "heavy"), [(10, 60, False), (11, 60, True), (20, 1000, False), (21, 1000, True)]
)
@pytest.mark.parametrize("what", ["meters", "houses", "closed"])
def test_more_than_two_percent_and_more_than_ten_need_the_operators_word(take, changed, of, heavy, what):
    take(*many(of))
    kept, gone = many(of - changed), many(of, of - changed)
    lines = {
        "meters": [*kept, *(row.replace(",1,Іза", ",7,Іза") for row in gone)],
        "houses": [*kept, *(f"{row[:-1]}а," for row in gone)],
        "closed": kept,
    }[what]
    if heavy:
        assert f"{changed} із {of}" in str(refused(take, *lines, full=True))
    else:
        done = take(*lines, full=True)
        assert done.updated + done.closed == changed


def test_a_quotation_mark_that_is_not_closed_is_named_by_its_line_and_closes_nobody(take, registry):
    take(*many(400))
    rows = many(400)
    rows[100] = rows[100].replace("Центральна", '"Центральна').replace("вул. ", "")
    error = refused(take, *rows, full=True)
    assert "рядки файлу 102" in str(error)
    assert "рахунків у файлі бракує: 299 із 400" in str(error)
    assert any("211000200" in each for each in error.examples) or len(error.examples) == 10
    assert registry.closed_untold() == []


def test_a_single_field_with_a_line_break_needs_the_operators_word(take, registry):
    broken = IZA.replace("вул. Центральна", '"вул.\nЦентральна"')
    assert "рядки файлу 2" in str(refused(take, broken, KHUST))
    assert take(broken, KHUST, accept=True) == report(added=2)
    assert registry.find_account("210000001").address == "с. Іза, вул. Центральна, 7"


def test_accounts_that_come_back_need_nobodys_word(take):
    take(*many(60))
    take(*many(20), full=True, accept=True)
    assert take(*many(60), full=True) == report(updated=40, unchanged=20)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("210000001", "210000001.0"),
        ("210000001", "210000001,0"),
        ("210000001", "2.10000001E+08"),
        ("210000001", '="210000001"'),
        ("210000001", "'210000001"),
        ("0012345", "12345.0"),
        ("0012345", "1.2345E+04"),
        ("Центральна", "Централь&#1085;а"),
        ("Центральна", "Цен\u200bтраль\u00adна"),
        ("вул. Центральна", " вул.\u00a0  Центральна_x000D_"),
        (";7;", ";7.0;"),
        (";7;", ";\u200e7;"),
    ],
)
def test_what_a_spreadsheet_did_is_repaired_where_it_has_one_meaning(take, was, now):
    header = HEADER.replace(",", ";")
    row = IZA.replace(",", ";")
    take(row, header=header)
    quoted = ";".join('"' + cell.replace('"', '""') + '"' for cell in row.replace(was, now).split(";")) + "\n"
    if "&" in now:  # an entity ends in the delimiter
        quoted = row.replace(was, f'"{now}"').replace('вул. "', '"вул. ')
    done = take(quoted.rstrip("\n"), header=header, full=True)
    assert (done.updated + done.unchanged, done.rejected, done.closed) == (1, 0, 0)


@pytest.mark.parametrize(
    ("was", "now", "reason"),
    [
        ("210000001", "2.1E+08", "рахунок записано з округленням"),
        ("0012345", "1.2E+04", "номер лічильника записано з округленням"),
        ("0012345", "1E-05", "номер лічильника містить помилку таблиці"),
        ("0012345", "#N/A", "номер лічильника містить помилку таблиці"),
        ("0012345", "########", "номер лічильника містить помилку таблиці"),
        (",7,", ",12.січ,", "будинок перетворено на дату"),
        (",7,", ",січ.26,", "будинок перетворено на дату"),
        (",7,", ",01.12.2026,", "будинок перетворено на дату"),
        (",7,", ",2026-12-01 00:00:00,", "будинок перетворено на дату"),
        ("вул. Центральна", "08.бер", "вулиця перетворено на дату"),
        ("вул. Центральна", "Цен?ральна", "«?» замість літер"),
        ("вул. Центральна", "Цен\ufffdральна", "недрукований"),
        ("вул. Центральна", "Цен\x07ральна", "недрукований"),
    ],
)
def test_what_a_spreadsheet_did_is_rejected_where_it_has_several_meanings(take, rejected, was, now, reason):
    take(IZA, KHUST)
    assert take(IZA.replace(was, now), KHUST).rejected == 1
    assert reason in rejected()[0][-1]


def test_a_street_named_after_a_day_is_no_date(take, registry):
    take(IZA.replace("вул. Центральна", "8 Березня"), KHUST.replace("Карпатської Січі", "1 Травня"))
    assert registry.find_account("210000001").address == "с. Іза, 8 Березня, 7"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_tabs_utf_16_and_the_name_of_the_delimiter_are_read(take, registry, encoding):
    lines = [line.replace(",", "\t") for line in (HEADER, IZA, KHUST)]
    assert take(*lines, header="sep=\t", encoding=encoding).added == 2
    assert take(IZA.replace(",", ";"), header="sep=;\n" + HEADER.replace(",", ";")).unchanged == 1


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"PK\x03\x04" + bytes(100), ".xlsx"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), ".xls"),
        (f"{HEADER}\n{IZA}\n{KHUST}".encode("mac-cyrillic"), "MacCyrillic"),
        (
            "\n".join((HEADER, IZA.replace("і", "i"), KHUST.replace("і", "i"))).replace("І", "I").encode("cp866"),
            "CP866",
        ),
    ],
)
def test_a_workbook_and_other_encodings_are_refused_by_name_with_the_way_out(
    database, gazetteer, tmp_path, content, name
):
    file = tmp_path / "export.csv"
    file.write_bytes(content)
    with pytest.raises(Misuse, match=f"{name}.*CSV UTF-8"):
        import_accounts(file, database=database, gazetteer=gazetteer, proof_key=KEY, now=NOW)


def test_empty_rows_and_columns_are_no_rejects(take):
    assert take(f"{IZA},,", ",,,,,,,", "  ,,,,,,,,,", KHUST) == report(added=2)


def test_a_quotation_mark_that_swallows_too_much_for_one_field_is_named_by_its_line(take):
    rows = many(5000)
    rows[7] = rows[7].replace("вул.", '"вул.')
    with pytest.raises(Misuse, match=r"рядок 9: .*лапки"):
        take(*rows)


def test_no_cell_of_the_rejects_is_a_formula(take, rejected):
    with pytest.raises(Misuse, match="жодного"):
        take("210000001,62Z000000001AHX5,-5,=HYPERLINK(1),,@вул. Центральна,+7,-")
    ((_, _, meter, settlement, _, street, house, apartment, _),) = rejected()
    assert (meter, settlement, street) == ("'-5", "'=HYPERLINK(1)", "'@вул. Центральна")
    assert (house, apartment) == ("'+7", "'-")
