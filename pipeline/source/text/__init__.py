"""Lines of free text."""
