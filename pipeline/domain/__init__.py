"""The rules of the product: pure functions over frozen dataclasses, standard library only."""
