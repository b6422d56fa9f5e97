"""Who may ask the servers of this machine: only a browser that opened them by a name of theirs."""

from access.guard import Guard
from access.names import Names

__all__ = ["Guard", "Names"]
