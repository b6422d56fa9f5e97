"""Deciding every stored clip again, fast enough for a moving slider."""
