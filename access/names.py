"""The names under which a server of this machine is opened.

A web page elsewhere can make the name of its own site point at this machine (DNS rebinding). The
browser then takes the server here for that site, and lets the page read it; but it says which name
it asked for. So a server answers only under names that its owner knows.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass

_AUTHORITY = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(?::([0-9]{1,5}))?")
_DEFAULT_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}

Place = tuple[str, int | None]
"""A name or address as it is compared, and a port, None for any."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a server answers to, beside the names of this machine for itself (`localhost`).

    `given` are names that a person allowed, each with its port or for any. `machine` are the names
    of a machine whose network may ask; empty where the server listens to this machine alone.
    """

    given: frozenset[Place] = frozenset()
    machine: frozenset[str] = frozenset()

    @classmethod
    def of(cls, address: str, given: Iterable[str] = ()) -> Names:
        """The names of a server that listens on `address`, every one if empty.

        Raises ValueError for a given name that is none.
        """
        places = frozenset(_given(name) for name in given)
        if address and _loopback(address):
            return cls(places)
        every = address in ("", "0.0.0.0", "::")
        return cls(places, _machine() | (set() if every else {_plain(address.lower())}))

    def answers_to(self, authority: str, scheme: str, listening: Place) -> bool:
        """Whether a host and port, as a browser writes them, lead to this server.

        `listening` is the address at which the request arrived, and the port there.
        """
        place = _place(authority, _DEFAULT_PORTS.get(scheme))
        if place is None:
            return False
        name, port = place
        if place in self.given or (name, None) in self.given:
            return True
        own = name == "localhost" or _loopback(name) or name in self.machine
        # The address by which this machine was reached. It cannot be made to point elsewhere.
        own = own or bool(self.machine and name == _plain(listening[0]))
        return own and listening[1] in (port, None)


def _given(name: str) -> Place:
    place = _place(name, None)
    if place is None:
        raise ValueError(
            f"{name!r} is no name of a machine. Give it as it stands in the browser's address, "
            "such as museum.local or museum.local:8501."
        )
    return place


def _place(authority: str, default: int | None) -> Place | None:
    parts = _AUTHORITY.fullmatch(authority.lower())
    if not parts:
        return None
    name = _plain(parts[1].removesuffix("."))
    return (name, int(parts[2]) if parts[2] else default) if name else None


def _plain(name: str) -> str:
    """An address in its shortest form, IPv4 also where it is written as IPv6; a name as it is."""
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return name
    mapped = address.ipv4_mapped if address.version == 6 else None
    return str(mapped or address)


def _loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(_plain(name)).is_loopback
    except ValueError:
        return False


def _machine() -> frozenset[str]:
    """The names of this machine in its own network, without asking anybody."""
    whole = socket.gethostname().lower()
    short = whole.partition(".")[0]
    return frozenset({whole, short, f"{short}.local"} - {""})
