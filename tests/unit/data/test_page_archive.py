import gzip
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.page_archive import PageArchive
from pipeline.domain.errors import Failed

PAGE = "<p>с. Іза – з 9.00 до 16.00</p>".encode() * 20


@pytest.fixture
def archive(tmp_path):
    return PageArchive(tmp_path)


@given(content=st.binary())
def test_a_page_comes_back_as_it_came(tmp_path_factory, content):
    archive = PageArchive(tmp_path_factory.getbasetemp() / "pages")
    sha256 = archive.save(content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert archive.has(sha256)
    assert archive.load(sha256) == content


def test_equal_pages_are_kept_once_and_nothing_lies_beside_them(archive):
    assert archive.save(PAGE) == archive.save(PAGE)
    assert len([each for each in archive.folder.rglob("*") if each.is_file()]) == 1


def test_pages_are_for_their_owner_alone_also_where_an_earlier_release_left_them_open(tmp_path):
    (left_open := tmp_path / "left open").mkdir(mode=0o755)
    for folder in (tmp_path / "new", left_open):
        archive = PageArchive(folder)
        sha256 = archive.save(PAGE)
        assert archive.has(sha256)
        (file,) = (each for each in folder.rglob("*") if each.is_file())
        assert {folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777} == {0o700, 0o600}


def test_a_page_that_is_gone_is_not_kept(archive):
    sha256 = hashlib.sha256(PAGE).hexdigest()
    assert not archive.has(sha256)
    with pytest.raises(Failed, match=sha256[:12]):
        archive.load(sha256)


WHOLE = gzip.compress(PAGE, mtime=0)


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param(b"", id="an empty file"),
        pytest.param(b"not gzip", id="another kind of file"),
        pytest.param(WHOLE[:-12], id="cut off"),
        pytest.param(WHOLE[:10] + b"\xff" * 8 + WHOLE[18:], id="bits of the stream flipped"),
        pytest.param(gzip.compress(b"another page"), id="another page"),
    ],
)
def test_a_damaged_copy_is_not_kept_and_the_next_save_mends_it(archive, damaged):
    sha256 = archive.save(PAGE)
    (file,) = (each for each in archive.folder.rglob("*.gz"))
    file.write_bytes(damaged)
    assert not archive.has(sha256)
    with pytest.raises(Failed, match="пошкоджено"):
        archive.load(sha256)
    archive.save(PAGE)
    assert archive.load(sha256) == PAGE
