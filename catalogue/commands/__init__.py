"""The larger commands of `python -m catalogue`, one file each, and what other commands share."""

from catalogue.commands.shared_numbers import loaded, warned

__all__ = ["loaded", "warned"]
