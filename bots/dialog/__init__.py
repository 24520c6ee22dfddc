"""The dialogue with a customer: pure, the same in every messenger."""
