"""Addresses: settlements, streets and houses, as people type them."""
