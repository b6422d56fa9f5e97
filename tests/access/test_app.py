"""The started app, asked as a browser asks whose name for it was made to lead to this machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.serving import served

EVERY_KIND = (
    "/", "/ledger", "/_stcore/health", "/_stcore/host-config", "/_stcore/stream", "/media/a.png",
    "/_stcore/upload_file/a/b", "/component/a/b", "/_stcore/bidi-components/a/b", "/static/a.js",
)  # fmt: skip


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    names = {"CARTELLINO_NAMES": "museum.example localhost:9"}
    with served(tmp_path_factory.mktemp("workspace"), names) as url:
        yield int(url.rsplit(":", 1)[1])


def asked(
    port: int, headers: dict[str, str], path: str = "/", method: str = "GET"
) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def handshake(port: int, host: str, origin: str | None) -> int:
    """The status of a WebSocket's handshake; 101 where it is opened."""
    raw = socket.create_connection(("127.0.0.1", port), timeout=20)
    try:
        with connect(f"ws://{host}/_stcore/stream", sock=raw, origin=origin, proxy=None):  # type: ignore[arg-type]
            return 101
    except InvalidStatus as error:
        return error.response.status_code


@pytest.mark.parametrize("path", EVERY_KIND)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "OPTIONS"])
def test_nothing_is_answered_under_a_foreign_name(port: int, path: str, method: str) -> None:
    status, text = asked(port, {"Host": f"evil.example:{port}"}, path, method)
    assert status == 421
    assert f"python3 start.py --name evil.example:{port}" in text


@pytest.mark.parametrize("path", EVERY_KIND)
@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:3000", "null"])
def test_nothing_is_answered_to_pages_of_other_sites(port: int, path: str, origin: str) -> None:
    status, text = asked(port, {"Host": f"localhost:{port}", "Origin": origin}, path)
    assert status == 403
    assert "--name" in text


@pytest.mark.parametrize("name", ["localhost:{}", "127.0.0.1:{}", "[::1]:{}", "museum.example"])
def test_its_own_pages_are_answered(port: int, name: str) -> None:
    host = name.format(port)
    assert asked(port, {"Host": host})[0] == 200
    assert asked(port, {"Host": host, "Origin": f"http://{host}"})[0] == 200
    assert handshake(port, host, f"http://{host}") == 101


def test_sockets_are_opened_for_its_own_pages_alone(port: int) -> None:
    own = f"127.0.0.1:{port}"
    assert handshake(port, f"evil.example:{port}", f"http://evil.example:{port}") == 421
    assert handshake(port, own, "http://localhost:3000") == 403
    assert handshake(port, own, "https://evil.example") == 403
    assert handshake(port, own, "null") == 403
    assert handshake(port, own, None) == 101


def test_two_names_at_once_and_none_are_refused(port: int) -> None:
    for lines in (b"", f"Host: localhost:{port}\r\nHost: evil.example\r\n".encode()):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as raw:
            raw.sendall(b"GET / HTTP/1.1\r\n" + lines + b"\r\n")
            assert raw.recv(12)[9:12] in (b"400", b"421")
