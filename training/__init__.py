"""Training models on a museum's own works: `python -m training`."""
