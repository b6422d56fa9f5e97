"""A small collection with what is hard about real ones, and the service over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import httpx2
import numpy as np
import pytest
from starlette.testclient import TestClient

import catalogue
from reconciliation import Collection, application

ROWS = '''\
id,title,artist,date,subject,medium,image,wikidata
1,The Fighting Temeraire,Turner,1838,ships; sunset,oil,ship.jpg,Q1231009
2,Untitled,Mark Rothko,c. 1946–7,,oil,,
3,Untitled,Mark Rothko,1969,,acrylic,,
4,"<script>alert(1)</script> & ""Sons""",<b>Nobody</b>,undated,</p><img src=x>,oil,broken.jpg,
5/a&b,Harvest at Dusk,Anna Rossi,1650,fields,oil,,
6,The Harvesters,Pieter Bruegel,1565,fields,oil,,
'''


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("collection")
    (folder / "works.csv").write_text(ROWS, encoding="utf-8")
    picture = np.random.default_rng(0).integers(0, 255, (600, 900, 3), np.uint8)
    (folder / "ship.jpg").write_bytes(cv2.imencode(".jpg", picture)[1].tobytes())
    (folder / "broken.jpg").write_bytes(b"no picture")
    return folder / "works.csv"


@pytest.fixture(scope="session")
def collection(file: Path) -> Collection:
    return Collection(catalogue.load(file))


@pytest.fixture(scope="session")
def client(collection: Collection) -> Iterator[httpx2.Client]:
    with TestClient(application(collection), "http://museum.test") as test_client:
        yield test_client
