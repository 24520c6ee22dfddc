"""The body of an answer, unpacked in bounded steps: a few kilobytes may hold gigabytes."""

import zlib
from collections.abc import Callable, Iterator

import httpx

from pipeline.domain.errors import SourceUnavailable

ENCODINGS = "gzip, deflate"
"""What we ask for; one of them at a time."""
_STEP = 256 * 1024
_UNPACKERS: dict[str, Callable[[], "zlib._Decompress"]] = {
    "gzip": lambda: zlib.decompressobj(wbits=zlib.MAX_WBITS | 16),
    "x-gzip": lambda: zlib.decompressobj(wbits=zlib.MAX_WBITS | 16),
    "deflate": zlib.decompressobj,
}


def unpacked(answer: httpx.Response, host: str) -> Iterator[bytes]:
    """The body in steps of at most 256 kB, however much a part of it holds; an empty one where a part held nothing.

    Raises `SourceUnavailable` where it is packed more than once, or otherwise than we asked for; `httpx.DecodingError`
    where it is damaged.
    """
    encoding = answer.headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("", "identity"):
        yield from answer.iter_raw(_STEP)
        return
    if encoding not in _UNPACKERS:
        raise SourceUnavailable(f"{host}: сторінку стиснено незвичним способом ({encoding[:40]!a}); перевірте адресу")
    unpacker, is_empty = _UNPACKERS[encoding](), True
    for part in answer.iter_raw():
        packed, is_empty = part, False
        while True:
            try:
                step = unpacker.decompress(packed, _STEP)
            except zlib.error as error:
                raise httpx.DecodingError(str(error)) from error
            yield step
            packed = unpacker.unconsumed_tail
            if unpacker.eof and (packed := unpacker.unused_data.lstrip(b"\0")):  # another one behind it, or padding
                unpacker = _UNPACKERS[encoding]()
            elif unpacker.eof or not (packed or len(step) == _STEP):
                break
    if is_empty and not answer.is_success:  # a redirect, or that nothing has changed: nothing to unpack
        return
    if not unpacker.eof:  # a part of a list must never look like the whole
        raise httpx.DecodingError("incomplete")
