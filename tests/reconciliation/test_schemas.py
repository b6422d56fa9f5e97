"""Every answer against the schemas that the specification publishes, on real collections too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest
from jsonschema import Draft7Validator, ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7
from starlette.testclient import TestClient

import catalogue
from reconciliation import Collection, application
from tests.places import KIT

SCHEMAS = KIT / "standards" / "reconciliation-0.2"

pytestmark = [
    pytest.mark.kit,
    pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the published schemas are not here"),
]


def valid(name: str, answer: Any) -> Any:
    schemas = {p.name: json.loads(p.read_text(encoding="utf-8")) for p in SCHEMAS.glob("*.json")}
    resources = [Resource.from_contents(s, DRAFT7) for s in schemas.values()]
    registry: Registry[Any] = Registry().with_resources([(r.id() or "", r) for r in resources])
    Draft7Validator(schemas[name], registry=registry).validate(answer)
    return answer


@pytest.fixture(scope="module", params=["made here", "estense", "semart_val_1069.tsv.gz"])
def service(request: pytest.FixtureRequest, file: Path) -> httpx2.Client:
    paths = {"made here": file, "estense": KIT / "catalogues" / "estense" / "catalogue.csv"}
    path = paths.get(request.param, KIT / "catalogues" / request.param)
    return TestClient(application(Collection(catalogue.load(path))), "http://127.0.0.1:8765")


def test_answers_are_valid(service: httpx2.Client) -> None:
    manifest = valid("manifest.json", service.get("/").json())
    valid("type.json", manifest["defaultTypes"][0])
    for prefix in ("m", "s", "1"):
        answer = service.get("/suggest/entity", params={"prefix": prefix}).json()
        valid("suggest-entities-response.json", answer)
    assert answer["result"]

    names = [entry["name"] for entry in answer["result"]]
    artist = {"pid": "artist", "v": ["Tintoretto", {"id": "x", "name": "Turner"}]}
    date = {"pid": "date", "v": 1650}
    queries = {name: {"query": name, "properties": [artist, date], "limit": 7} for name in names}
    valid("reconciliation-query-batch.json", queries)
    results = service.post("/", data={"queries": json.dumps(queries)}).json()
    valid("reconciliation-result-batch.json", results)
    assert all(result["result"] for result in results.values())


def test_the_schemas_would_tell(service: httpx2.Client) -> None:
    manifest = service.get("/").json()
    with pytest.raises(ValidationError):
        valid("manifest.json", manifest | {"preview": {"url": "no place for the id"}})
