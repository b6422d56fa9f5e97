"""LIDO 1.0 and 1.1, as museums of many countries write it."""
