"""The pages: from bytes to planned works."""
