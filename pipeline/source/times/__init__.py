"""Days, hours, and the words that cancel or move them."""
