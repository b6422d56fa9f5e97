"""Objects and lists as values, reduced to the words that a record needs."""
