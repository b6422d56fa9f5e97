"""The larger commands of `python -m catalogue`, one file each."""
