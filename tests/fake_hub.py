"""A hub of models on this machine: enough of its interface for a download."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Hub:
    """Models by name, each a folder. `served` are the files that were sent."""

    models: dict[str, Path]
    claimed: int | None = None
    """Bytes that every file says it has."""
    closed: bool = False
    """Whether every model is given only to some."""
    served: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str) -> tuple[int, bytes, str]:
        """Status, body, and the name of the file that this is."""
        for name, folder in self.models.items():
            if path == f"/api/models/{name}/revision/main":
                return 200, json.dumps({"id": name, "sha": COMMIT}).encode(), ""
            if path == f"/api/models/{name}/tree/{COMMIT}":
                return 200, json.dumps([self._entry(p) for p in folder.iterdir()]).encode(), ""
            if path.startswith(f"/{name}/resolve/{COMMIT}/"):
                file = folder / path.rsplit("/", 1)[1]
                return 200, file.read_bytes(), file.name
        return 404, b"", ""

    @staticmethod
    def _entry(path: Path) -> dict[str, object]:
        data = path.read_bytes()
        return {"type": "file", "path": path.name, "size": len(data), "oid": _oid(data)}


def _oid(data: bytes) -> str:
    return hashlib.sha1(data).hexdigest()


@contextmanager
def running(hub: Hub) -> Iterator[Hub]:
    """The hub at `hub.url`, which is what HF_ENDPOINT has to be."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._send(body=False)

        def do_GET(self) -> None:
            self._send(body=True)

        def _send(self, body: bool) -> None:
            status, data, name = hub.answer(self.path.split("?")[0])
            self.send_response(403 if hub.closed else status)
            if hub.closed:
                self.send_header("X-Error-Code", "GatedRepo")
            elif status == 404:
                self.send_header("X-Error-Code", "RepoNotFound")
            self.send_header("Content-Length", str(len(data)))
            self.send_header("ETag", f'"{_oid(data)}"')
            self.send_header("X-Repo-Commit", COMMIT)
            if hub.claimed:
                self.send_header("X-Linked-Size", str(hub.claimed))
            self.end_headers()
            if body:
                self.wfile.write(data)
                hub.served += [name] if name else []

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    hub.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
