"""Every stored clip decided again, fast enough for a moving slider."""
