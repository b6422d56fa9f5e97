"""`python -m reconciliation FILE`: the service on a port of this machine."""

from __future__ import annotations

import argparse
import ipaddress
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import uvicorn

from access import Guard, Names
from catalogue.commands import warned
from catalogue.loading import default_cache_folder, default_mappings_folder, indexed
from console import CartellinoError, plural, progress_bar
from pipeline import AbstentionConfig
from reconciliation.app import application
from reconciliation.collection import Collection

PORT = 8765
_PORTS = 65_535
_AT_ONCE = 64
"""Most connections at once: OpenRefine opens a few."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted. Returns 0, or 2 when the catalogue or the port cannot be used."""
    given = _parser().parse_args(arguments)
    try:
        config = AbstentionConfig.load(given.config) if given.config else AbstentionConfig()
        with progress_bar() as report:
            opened = indexed(given.file, default_mappings_folder(), default_cache_folder(), report)
        warned(opened.catalogue)
        collection = Collection(opened.catalogue, config, opened.index)
        names = Names.of(given.host, given.names)
        listening = _listen(given.host, given.port)
    except (CartellinoError, OSError, ValueError) as error:
        print(f"error: {_explained(error, given)}", file=sys.stderr)
        return 2
    host, port = listening.getsockname()[:2]
    if not ipaddress.ip_address(host).is_loopback:
        message = "Anybody who can reach this machine can read the catalogue: there is no password."
        print(message, file=sys.stderr)
    where = f"[{host}]" if ":" in host else host
    print(f"{plural(len(collection.catalogue), 'work')} of {given.file} at http://{where}:{port}/")
    if given.openrefine:
        print("Every web page that is open in your browser may read the catalogue while this runs.")
    else:
        print("Web pages may not ask; for OpenRefine in your browser, start it with --openrefine.")
    print("Ctrl+C ends it.", flush=True)
    service = application(collection, given.openrefine)
    how = "python -m reconciliation FILE --name {name}"
    server = uvicorn.Server(
        uvicorn.Config(
            Guard(service, names, how, any_origin=given.openrefine),
            log_level="warning",
            limit_concurrency=_AT_ONCE,
            server_header=False,
        )
    )
    with suppress(KeyboardInterrupt), listening:
        server.run(sockets=[listening])
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m reconciliation",
        description="Answer the Reconciliation Service API 0.2, for OpenRefine and others.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a catalogue: see the README")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (this machine)")
    parser.add_argument(
        "--port", type=_port, metavar="N", default=PORT,
        help=f"port to listen on, 0 for any that is free (default {PORT})",
    )  # fmt: skip
    parser.add_argument(
        "--openrefine",
        action="store_true",
        help="answer web pages of any origin (CORS and JSONP), as OpenRefine in the browser needs "
        "for suggestions and previews; any other page that is open meanwhile can ask as well",
    )
    parser.add_argument(
        "--name", dest="names", action="append", default=[], metavar="NAME",
        help="another name under which the service is asked, such as that of a server before it",
    )  # fmt: skip
    parser.add_argument("--config", type=Path, metavar="FILE", help="JSON of parameters")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > _PORTS:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a port: choose a number from 0 to {_PORTS}"
        )
    return int(text)


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises OSError."""
    family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    return socket.create_server(address[:2], family=family)


def _explained(error: Exception, given: argparse.Namespace) -> str:
    if not isinstance(error, OSError):
        return str(error)
    return (
        f"Cannot listen on {given.host}, port {given.port}: {error.strerror}. "
        "Name another with --host or --port."
    )


if __name__ == "__main__":
    sys.exit(main())
