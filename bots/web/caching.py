"""Answers that need not be sent again to whoever has them."""

import hashlib
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response


def cached(request: Request, body: bytes, media_type: str, headers: Mapping[str, str], etag: str = "") -> Response:
    """The body with its ETag, or 304 where whoever asks has it; `etag` where the body's own bytes do not tell."""
    tag = etag or f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {**headers, "ETag": tag}
    known = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    if tag.removeprefix("W/") in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
