"""Taggers: each finds the atoms of one sort in a text, whatever the others find."""
