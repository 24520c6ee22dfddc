"""Rows of all kinds, as a clerk reads them: `rows.tsv`, a line a row."""

import csv
from pathlib import Path

import pytest

from tests.unit.source.reading import read, when, where

ROWS = Path(__file__).with_name("rows.tsv")


def _rows():
    with ROWS.open(encoding="utf-8", newline="") as file:
        return [
            row
            for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row and not row[0].startswith("#")
        ]


@pytest.mark.parametrize(("page", "expected"), _rows())
def test_a_row_is_read_as_a_clerk_reads_it(page, expected):
    works = read(page).listing.works
    told = [f"{when(work.period)} {where(place)}" for work in works for place in work.places]
    assert sorted(told) == sorted(filter(None, expected.split(" ; ")))
