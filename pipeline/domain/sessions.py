"""Sessions of operators: for how long they last, and by what an operator tells one from another."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

LASTS = timedelta(hours=12)
"""At most."""
IDLE = timedelta(hours=2)
"""After which a session ends in which nothing is asked for."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An operator who has signed in."""

    id: int
    operator: str
    browser: str
    """As `browser_of` names it: `Firefox, Linux`."""
    begun_at: datetime
    seen_at: datetime

    @property
    def ends_at(self) -> datetime:
        """When it is over, unless something is asked for before."""
        return min(self.begun_at + LASTS, self.seen_at + IDLE)


_BROWSERS = {
    "Edge": "Edg",
    "Opera": "OPR",
    "Samsung": "SamsungBrowser",
    "Firefox": "Firefox|FxiOS",
    "Chrome": "Chrome|CriOS",
    "Safari": "Safari",
}
"""Names by their marks; the first that fits counts, as most claim to be some of the later ones, too."""
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "macOS": "Mac OS",
    "ChromeOS": "CrOS",
    "Linux": "Linux",
}


def browser_of(user_agent: str) -> str:
    """What a browser calls itself and its system, in a word each."""
    named = (
        next((name for name, marks in known.items() if re.search(marks, user_agent)), "")
        for known in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(filter(None, named)) or "невідомий"
