"""Address texts: settlements, streets and houses as a row prints them."""
