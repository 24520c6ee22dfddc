"""The page archive: every page as it came, gzipped, named by its content."""

import gzip
import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pipeline.domain.errors import Failed


@dataclass(frozen=True, slots=True)
class PageArchive:
    """Pages by the SHA-256 of their bytes; equal pages are kept once."""

    folder: Path
    """Created when the first page comes."""

    def save(self, content: bytes) -> str:
        """Keep a page; gives its SHA-256. Raises `Failed` where the disk refuses."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        if not path.exists():
            try:
                _write_whole(path, gzip.compress(content, mtime=0))
            except OSError as error:
                raise Failed(f"Не вдалося зберегти сторінку в «{self.folder}»: {error.strerror}") from error
        return sha256

    def has(self, sha256: str) -> bool:
        """Whether a page is kept."""
        return self._path(sha256).exists()

    def load(self, sha256: str) -> bytes:
        """The bytes of a kept page. Raises `Failed` where they are gone or damaged."""
        try:
            return gzip.decompress(self._path(sha256).read_bytes())
        except (OSError, EOFError) as error:
            raise Failed(f"Збереженої сторінки {sha256[:12]} немає в «{self.folder}» або її пошкоджено") from error

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / f"{sha256}.gz"


def _write_whole(path: Path, content: bytes) -> None:
    """Write under another name first: a crash leaves no half of a page under its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
