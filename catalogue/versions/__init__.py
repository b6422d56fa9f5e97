"""One catalogue over time: which work is which in the next version."""
