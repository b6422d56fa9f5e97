"""Faults that are done to the program on purpose, and what it makes of them."""
