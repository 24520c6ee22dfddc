import pytest

from pipeline.domain.clock import iso_kyiv
from pipeline.domain.errors import Misuse
from pipeline.source.saved import saved_pages
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
