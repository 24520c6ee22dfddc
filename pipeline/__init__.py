"""The way of a planned work from the utility's page to the customer's phone."""
