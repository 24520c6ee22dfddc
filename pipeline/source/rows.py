"""How much of a row is read, and how much of it is kept."""

PRINTED = 500
"""Characters of a row that are kept for the operator to see."""
LONGEST_ROW = 50_000
"""Characters of the longest row that is read; real ones have up to 15,000. Beyond it, reading takes too long."""
LONG, MOST_LONG = 1500, 400_000
"""Characters of a long row, and of all long rows of a page that are read: each takes time by its tokens."""
