"""What reading depends on besides the page: the code, as a hash."""

import hashlib
from functools import cache

from pipeline.config import ROOT


@cache
def code_of_reading() -> str:
    """A hash of the code that turns a page into works: a new release, or a developer's edit, makes another."""
    files = sorted(path for folder in ("source", "domain") for path in (ROOT / "pipeline" / folder).rglob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
