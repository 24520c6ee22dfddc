"""Signs that stand in a text for what was cut out of it, so that each stays with the part of the text it stood at.

They are letters of a private plane of Unicode, which are taken out of every page before it is read.
"""

import re
from dataclasses import dataclass

_PLANE = 0x10000


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of one plane, numbered from nought."""

    first: int

    @property
    def pattern(self) -> str:
        """What matches any one of them, for a regular expression."""
        return f"[{chr(self.first)}-{chr(self.first + _PLANE - 1)}]"

    def sign(self, number: int) -> str:
        """That which stands for the cut of this number."""
        return chr(self.first + number)

    def numbers(self, text: str) -> list[int]:
        """Of the signs in a text, in its order."""
        return [ord(sign) - self.first for sign in re.findall(self.pattern, text)]
