"""The rows of a billing export that were not taken, in a file beside it."""

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from data.private import private_file
from data.registry_file import RegistryFile
from pipeline.domain.cells import harmless
from pipeline.domain.errors import Failed, trouble


def rejects_path(path: Path) -> Path:
    """Where the rows that were not taken are written: `accounts.rejected.csv` for `accounts.csv`."""
    return path.with_suffix(".rejected.csv")


class Rejects:
    """The file of the rows that were not taken; none is left where all were."""

    def __init__(self, source: RegistryFile) -> None:
        self.count = 0
        self.path = rejects_path(source.path)
        self._source = source
        self._file: Any = None
        self._writer: Any = None

    def __enter__(self) -> Self:
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, fields: Sequence[str], reason: str) -> None:
        """Write a row with why it was not taken; it may be mended and imported. Raises `Failed`."""
        try:
            if self._file is None:
                self._open()
            # a row that is too short is filled up, so that the reason stands under its heading
            missing = len(self._source.header) - len(fields)
            self._writer.writerow([*map(harmless, fields), *[""] * missing, reason])
        except OSError as error:
            raise self._unwritable(error) from error
        self.count += 1

    def _unwritable(self, error: OSError) -> Failed:
        return Failed(
            f"Не вдалося записати відхилені рядки в «{self.path}»: {trouble(error)}. "
            "Покладіть вивантаження в теку, у яку можна писати"
        )

    def _open(self) -> None:
        # it repeats meters and EIC codes of the export: for the operator's eyes only
        descriptor = private_file(self.path, os.O_TRUNC)
        self._file = os.fdopen(descriptor, "w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, delimiter=self._source.delimiter)
        self._writer.writerow([*self._source.header, "reason"])
