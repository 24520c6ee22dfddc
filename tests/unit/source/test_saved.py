import pytest

from pipeline.domain.clock import iso_kyiv
from pipeline.domain.errors import Misuse
from pipeline.domain.pages import SourcePage
from pipeline.source.saved import file_name, saved_pages
from tests.unit.source.reading import CAPTURED_AT


def pages(path):
    return list(saved_pages(path, now=lambda: CAPTURED_AT))


def test_the_name_of_a_file_tells_when_it_was_captured_and_its_status(tmp_path):
    for name in ("2026-11-21T09-00-403.html", "2026-11-20T18-30.json", "2026-11-20T09-00.html"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "notes.txt").write_text("не сторінка", encoding="utf-8")
    assert [(iso_kyiv(page.captured_at)[:16], page.status, page.content_type) for page in pages(tmp_path)] == [
        ("2026-11-20T09:00", 200, "text/html"),
        ("2026-11-20T18:30", 200, "application/json"),
        ("2026-11-21T09:00", 403, "text/html"),
    ]


@pytest.mark.parametrize(
    ("content", "content_type", "ending"),
    [
        (b"[x];y", "text/csv; charset=utf-8", ".csv"),
        (b' {"a": 1}', "text/html", ".json"),
        (b"<html>", None, ".html"),
    ],
)
def test_a_page_is_saved_under_what_it_is(tmp_path, content, content_type, ending):
    page = SourcePage("https://example.org/", CAPTURED_AT, 403, content, content_type)
    name = file_name(page)
    assert name.endswith(f"-403{ending}")
    (tmp_path / name).write_bytes(content)
    (saved,) = pages(tmp_path)
    assert (saved.captured_at, saved.status, file_name(saved)) == (CAPTURED_AT, 403, name)


@pytest.mark.parametrize("name", ["page.html", "2026-13-45T09-00.html"])
def test_a_file_named_otherwise_was_captured_now(tmp_path, name):
    (tmp_path / name).write_bytes(b"content")
    (page,) = pages(tmp_path / name)
    assert (page.captured_at, page.status, page.content) == (CAPTURED_AT, 200, b"content")


def test_a_name_that_ends_with_a_date_means_noon(tmp_path):
    (tmp_path / "list-2026-11-20.html").write_bytes(b"content")
    assert iso_kyiv(pages(tmp_path)[0].captured_at) == "2026-11-20T12:00:00+02:00"


def test_a_missing_path_and_an_empty_folder_are_misuse(tmp_path):
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(Misuse):
            pages(path)
