"""How much of a row is read, and how much of it is kept."""

PRINTED = 500
"""Characters of a row that are kept for the operator to see."""
LONGEST_ROW = 50_000
"""Characters of the longest row that is read; real ones have up to 15,000. Beyond it, reading takes too long."""
