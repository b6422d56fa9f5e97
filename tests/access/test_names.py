"""Which names lead to a server, worked out by hand."""

from __future__ import annotations

import socket

import pytest

from access import Names

HERE = ("127.0.0.1", 8501)
ALONE = Names.of("127.0.0.1")


@pytest.mark.parametrize("authority", [
    "localhost:8501", "LOCALHOST:8501", "localhost.:8501", "127.0.0.1:8501", "[::1]:8501",
])  # fmt: skip
def test_a_machine_answers_to_its_own_names_for_itself(authority: str) -> None:
    assert ALONE.answers_to(authority, "http", HERE)


@pytest.mark.parametrize("authority", [
    "", "localhost", "localhost:3000", "127.0.0.1:3000", "localhost:8501.evil.example",
    "evil.example:8501", "127.0.0.1.evil.example:8501", "localhost@evil.example:8501",
    "localhost:8501/x", "null", "192.168.1.5:8501", "0.0.0.0:8501", "[::]:8501",
    "localhost:8501 ", "lo calhost:8501", "2130706433:8501",
    "localhost:", ":8501", "[localhost]:8501", ".:8501", "ｌocalhost:8501",
])  # fmt: skip
def test_everything_else_is_refused(authority: str) -> None:
    assert not ALONE.answers_to(authority, "http", HERE)


def test_a_port_that_is_not_said_is_that_of_the_scheme() -> None:
    assert ALONE.answers_to("localhost", "http", ("127.0.0.1", 80))
    assert ALONE.answers_to("localhost", "wss", ("127.0.0.1", 443))
    assert not ALONE.answers_to("localhost", "https", ("127.0.0.1", 80))


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "", "192.168.1.5"])
def test_in_a_network_the_address_and_the_names_of_the_machine_are_its_own(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Gallery-PC.museum.lan")
    names = Names.of(address)
    for own in ("192.168.1.5", "gallery-pc", "gallery-pc.local", "GALLERY-PC.museum.lan"):
        assert names.answers_to(f"{own}:8501", "http", ("::ffff:192.168.1.5", 8501))
        assert not names.answers_to(f"{own}:80", "http", ("192.168.1.5", 8501))
    assert not names.answers_to("evil.example:8501", "http", ("192.168.1.5", 8501))
    assert not names.answers_to("192.168.1.6:8501", "http", ("192.168.1.5", 8501))


def test_names_that_a_person_allowed_are_answered_at_their_port_or_at_any() -> None:
    names = Names.of("127.0.0.1", ["Museum.Example", "localhost:9000", "[fd00::0:1]"])
    for authority in ("museum.example", "museum.example:8443", "localhost:9000", "[fd00::1]:1"):
        assert names.answers_to(authority, "https", HERE)
    assert not names.answers_to("www.museum.example", "https", HERE)
    assert not names.answers_to("localhost:9001", "https", HERE)


def test_the_name_that_it_listens_on_is_its_own() -> None:
    assert Names.of("museum.lan").answers_to("museum.lan:8501", "http", ("10.0.0.3", 8501))
    assert Names.of("fd00::1").answers_to("[fd00::1]:8501", "http", ("fd00::1", 8501))


@pytest.mark.parametrize("name", ["https://museum.example", "a b", "", "museum.example/x", "*"])
def test_what_is_no_name_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(ValueError, match="is no name of a machine"):
        Names.of("127.0.0.1", [name])
