"""`python -m reconciliation` as a process of its own, asked over a real socket."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from catalogue import ColumnMapping, Filling, SavedMappings
from catalogue.__main__ import main as catalogue_main
from catalogue.loading import cache
from catalogue.loading.saved_mappings import default_mappings_folder
from reconciliation import Collection
from reconciliation import __main__ as command
from reconciliation.__main__ import main
from tests.imports import ROOT


@pytest.fixture(scope="module")
def address(file: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "reconciliation", str(file), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            first = process.stdout.readline()
            announced = re.search(r"^6 works of .* at (http://127\.0\.0\.1:\d+)/$", first)
            assert announced, first
            yield announced[1]
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def test_a_client_reconciles_over_a_socket(address: str) -> None:
    with httpx2.Client(base_url=address) as client:
        manifest = client.get("/").json()
        queries = {f"q{n}": {"query": "Untitled", "limit": 3} for n in range(10)}
        answer = client.post("/", data={"queries": json.dumps(queries)})
        ranked = answer.json()["q9"]["result"]
        preview = manifest["preview"]["url"].replace("{{id}}", ranked[0]["id"])

        assert "server" not in answer.headers
        assert [candidate["name"] for candidate in ranked[:2]] == ["Untitled", "Untitled"]
        assert "Mark Rothko" in client.get(preview).text


def test_endless_requests_are_cut_off_and_others_are_answered(address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    form = b"content-type: application/x-www-form-urlencoded\r\ncontent-length: 9999999999\r\n"
    for start, status in (
        (
            b"POST / HTTP/1.1\r\nhost: %b\r\n" % f"{host}:{port}".encode() + form + b"\r\nqueries=",
            b" 413 ",
        ),
        (b"GET /?queries=", b" 400 "),
    ):
        with socket.create_connection((host, int(port)), timeout=10) as raw:
            raw.sendall(start)
            with pytest.raises(ConnectionError):  # noqa: PT012
                for _ in range(500):
                    raw.sendall(b"a" * 65_536)
            with contextlib.suppress(ConnectionError):
                assert status in raw.recv(200)
    assert httpx2.get(address).json()["versions"] == ["0.2"]


def test_foreign_names_and_web_pages_of_other_sites_are_refused(address: str) -> None:
    port = address.rsplit(":", 1)[1]
    for headers, status in (
        ({"host": f"localhost:{port}"}, 200),
        ({"host": f"evil.example:{port}"}, 421),
        ({"origin": "http://127.0.0.1:3333"}, 403),
    ):
        answer = httpx2.get(address, headers=headers)
        assert answer.status_code == status
        assert "access-control-allow-origin" not in answer.headers
        assert ("--name" in answer.text) == (status != 200)
    script = httpx2.get(address, params={"callback": "jsonp1"})
    assert script.status_code == 400
    assert "--openrefine" in script.text


def test_for_openrefine_web_pages_are_answered_but_foreign_names_are_not(file: Path) -> None:
    command = [sys.executable, "-m", "reconciliation", str(file), "--port", "0", "--openrefine"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            url = process.stdout.readline().split()[-1]
            assert process.stdout.readline().startswith("Every web page that is open")
            origin = {"origin": "http://127.0.0.1:3333"}
            answer = httpx2.get(url, headers=origin)
            assert answer.headers["access-control-allow-origin"] == "*"
            assert httpx2.get(url, headers=origin | {"host": "evil.example"}).status_code == 421
        finally:
            process.send_signal(signal.SIGINT)


def test_it_listens_on_this_machine_only(address: str) -> None:
    port = int(address.rsplit(":", 1)[1])
    with pytest.raises(OSError):  # noqa: PT011 - refused, or there is no such address at all
        socket.create_connection(("127.0.0.2", port), timeout=5)


def test_a_port_that_is_taken_and_a_file_that_is_not_there_are_reported(
    file: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    port = address.rsplit(":", 1)[1]
    assert main([str(file), "--port", port]) == 2
    assert "--port" in capsys.readouterr().err
    assert main([str(file.parent / "gone.csv")]) == 2
    assert "gone.csv" in capsys.readouterr().err
    assert main([str(file), "--config", str(file)]) == 2
    assert "not JSON" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([str(file), "--port", "70000"])


def test_the_catalogue_is_served_as_it_is_mapped_and_cached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARTELLINO_WORKSPACE", str(tmp_path / "workspace"))
    file = tmp_path / "works.csv"
    file.write_text("nr,Titel,Notiz\n1,Flora,Venus\n")
    mapping = ColumnMapping((("identifier", Filling(("nr",))), ("title", Filling(("Notiz",)))))
    SavedMappings(default_mappings_folder()).save(("nr", "Titel", "Notiz"), mapping)
    served: list[Collection] = []

    def recorded(*given: Any) -> Collection:
        served.append(Collection(*given))
        return served[-1]

    monkeypatch.setattr(command, "Collection", recorded)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        for _ in range(2):
            assert main([str(file), "--port", str(taken.getsockname()[1])]) == 2
            monkeypatch.setattr(cache, "load", lambda *_, **__: pytest.fail("It was read again."))
    assert [collection.work("1").title for collection in served] == ["Venus", "Venus"]
    assert list(served[1].index.tables("title").names) == ["Venus"]


def test_the_former_command_names_this_one(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert catalogue_main(["serve", str(file)]) == 2
    assert "python -m reconciliation FILE" in capsys.readouterr().err
