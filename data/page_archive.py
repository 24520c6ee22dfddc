"""The page archive: every page as it came, gzipped, named by its content."""

import gzip
import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.private import private_folder
from pipeline.domain.errors import Failed, trouble


@dataclass(frozen=True, slots=True)
class PageArchive:
    """Pages by the SHA-256 of their bytes; equal pages are kept once."""

    folder: Path
    """Created when the first page comes, for its owner alone: pages may name people."""

    def save(self, content: bytes) -> str:
        """Keep a page, in place of a damaged copy, too; gives its SHA-256. Raises `Failed` where the disk refuses."""
        sha256 = hashlib.sha256(content).hexdigest()
        if not self.has(sha256):
            try:
                private_folder(self.folder)
                _write_whole(self._path(sha256), gzip.compress(content, mtime=0))
            except OSError as error:
                raise Failed(f"Не вдалося зберегти сторінку в «{self.folder}»: {trouble(error)}") from error
        return sha256

    def has(self, sha256: str) -> bool:
        """Whether a page is kept, whole."""
        return self._find(sha256) is not None

    def load(self, sha256: str) -> bytes:
        """The bytes of a kept page. Raises `Failed` where they are gone or damaged."""
        content = self._find(sha256)
        if content is None:
            raise Failed(f"Збереженої сторінки {sha256[:12]} немає в «{self.folder}» або її пошкоджено")
        return content

    def older_than(self, at: datetime) -> Iterator[str]:
        """The pages that were kept before this time, by the real clock."""
        for path in self.folder.glob("*/*.gz"):
            if path.stat().st_mtime < at.timestamp():
                yield path.stem

    def delete(self, sha256: str) -> None:
        """Keep a page no longer. Raises `Failed` where the disk refuses."""
        try:
            self._path(sha256).unlink(missing_ok=True)
        except OSError as error:
            raise Failed(f"Не вдалося стерти сторінку в «{self.folder}»: {trouble(error)}") from error

    def _find(self, sha256: str) -> bytes | None:
        """The bytes of a page; None where they are gone or are not those that were kept."""
        try:
            content = gzip.decompress(self._path(sha256).read_bytes())
        except (OSError, EOFError, zlib.error):
            return None
        return content if hashlib.sha256(content).hexdigest() == sha256 else None

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / f"{sha256}.gz"


def _write_whole(path: Path, content: bytes) -> None:
    """Write under another name first: a crash, of the machine too, leaves no half of a page under its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
