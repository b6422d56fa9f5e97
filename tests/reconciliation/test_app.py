"""The service over HTTP: what it answers, to whom, and what it refuses."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from starlette.testclient import TestClient

from reconciliation import Collection, application
from reconciliation.app import LARGEST
from reconciliation.queries import BATCH, LONGEST


def asked(client: httpx2.Client, queries: Any) -> Any:
    answer = client.post("/", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_manifest_says_where_everything_is(client: httpx2.Client) -> None:
    manifest = client.get("/").json()

    assert manifest["versions"] == ["0.2"]
    assert manifest["batchSize"] == BATCH
    assert manifest["preview"]["url"] == "http://museum.test/preview?id={{id}}"
    for place in (*manifest["suggest"].values(), manifest["extend"]["propose_properties"]):
        address = place["service_url"] + place["service_path"]
        assert client.get(address, params={"prefix": "w", "type": "work"}).status_code == 200


def test_a_batch_is_answered_by_post_and_by_get_alike(client: httpx2.Client) -> None:
    queries = {"q0": {"query": "Harvest at Dusk", "limit": 2}, "other key": {"query": "nothing"}}

    posted = asked(client, queries)

    assert client.get("/", params={"queries": json.dumps(queries)}).json() == posted
    assert list(posted) == ["q0", "other key"]
    assert posted["q0"]["result"][0]["id"] == "5/a&b"
    assert len(posted["q0"]["result"]) == 2


def test_values_may_be_numbers_lists_and_entities(client: httpx2.Client) -> None:
    properties = [
        {"pid": "date", "v": 1969},
        {"pid": "artist", "v": ["Nobody", {"id": "x", "name": "Mark Rothko"}]},
    ]

    answer = asked(client, {"q": {"query": "Untitled", "properties": properties}})

    assert answer["q"]["result"][0]["id"] == "3"


def test_properties_alone_are_a_query(client: httpx2.Client) -> None:
    answer = asked(client, {"q": {"properties": [{"pid": "artist", "v": "Turner"}]}})

    assert answer["q"]["result"][0]["id"] == "1"


@pytest.mark.parametrize(
    ("queries", "status", "message"),
    [
        ("{", 400, "not JSON"),
        ("[" * 100_000, 400, "not JSON"),
        ("[]", 400, "JSON object"),
        (json.dumps({str(n): {"query": "a"} for n in range(BATCH + 1)}), 413, str(BATCH)),
    ],
)
def test_a_wrong_batch_is_refused_with_what_to_change(
    client: httpx2.Client, queries: str, status: int, message: str
) -> None:
    answer = client.post("/", data={"queries": queries})

    assert (answer.status_code, answer.json()["status"]) == (status, "error")
    assert message in answer.json()["message"]


@pytest.mark.parametrize(
    "bad",
    [
        "words", 7, None, [], {}, {"query": ""}, {"query": " \t\u00a0"}, {"query": 1},
        {"query": None}, {"query": ["Harvest"]}, {"query": "a" * (LONGEST + 1)},
        {"query": "Harvest", "limit": 0}, {"query": "Harvest", "limit": "5"},
        {"query": "Harvest", "limit": float("nan")}, {"query": "Harvest", "limit": True},
        {"query": "Harvest", "properties": None}, {"query": "Harvest", "properties": [None]},
        {"query": "Harvest", "properties": {"pid": "artist", "v": "Turner"}},
        {"query": "Harvest", "properties": [{"v": 1}]},
        {"query": "Harvest", "properties": [{"pid": None, "v": "Turner"}]},
        {"query": "Harvest", "properties": [{"pid": "artist"}]},
        {"query": "Harvest", "properties": [{"pid": "artist", "v": None}]},
        {"query": "Harvest", "properties": [{"pid": "artist", "v": ["Turner", None]}]},
        {"query": "Harvest", "properties": [{"pid": "artist", "v": {"id": None}}]},
        {"query": "Harvest", "properties": [{"pid": "artist", "v": "a" * (LONGEST + 1)}]},
        {"properties": [{"pid": "artist", "v": ""}]}, {"query": "Harvest", "type": "person"},
        {"query": "Harvest", "type": ["person", "place"]}, {"query": "Harvest", "type": 7},
        {"query": "Harvest", "type": {"id": "work"}},
    ],
)  # fmt: skip
def test_a_query_that_cannot_be_answered_fails_alone(client: httpx2.Client, bad: Any) -> None:
    """One bad query used to refuse the whole batch, and OpenRefine showed its rows unmatched."""
    answer = asked(
        client, {"first": {"query": "Harvest"}, "bad": bad, "last": {"query": "Harvest"}}
    )

    assert answer["bad"] == {"result": []}
    assert answer["first"]["result"]
    assert answer["first"] == answer["last"]


@pytest.mark.parametrize("kind", ["work", ["person", "work"], "", [], None])
def test_works_are_found_for_their_own_type_and_for_none(client: httpx2.Client, kind: Any) -> None:
    assert asked(client, {"q": {"query": "Harvest", "type": kind}})["q"]["result"]


def test_a_body_that_is_too_large_or_no_form_is_refused(client: httpx2.Client) -> None:
    large = client.post("/", data={"queries": "a" * LARGEST})
    form = {"content-type": "application/x-www-form-urlencoded"}
    unannounced = client.post("/", content=iter([b"queries=", b"a" * LARGEST]), headers=form)
    json_body = client.post("/", json={"queries": {}})
    broken = client.post("/", content=b"queries=\xff", headers=form)

    assert [a.status_code for a in (large, unannounced, json_body, broken)] == [413, 413, 400, 400]
    assert "fewer queries" in unannounced.json()["message"]
    assert "x-www-form-urlencoded" in json_body.json()["message"]
    assert "UTF-8" in broken.json()["message"]


@settings(max_examples=60)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(st.characters(), max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["query", "properties", "pid", "v", "limit", "id", "name", "q"]),
                inner,
            )
        ),
        max_leaves=12,
    )
)
def test_nothing_that_is_sent_breaks_the_service(client: httpx2.Client, sent: Any) -> None:
    for name in ("queries", "extend"):
        answer = client.post("/", data={name: json.dumps(sent)})
        assert answer.status_code in (200, 400, 413)
        answer.json()


def test_a_lone_surrogate_comes_back_as_it_was_sent(client: httpx2.Client) -> None:
    assert asked(client, {"\ud800": {"query": "\ud800 Harvest"}}).keys() == {"\ud800"}


@pytest.mark.parametrize("path", ["/", "/suggest/entity?prefix=a", "/preview?id=1", "/nowhere"])
def test_web_clients_of_any_origin_may_ask(client: httpx2.Client, path: str) -> None:
    answer = client.get(path, headers={"Origin": "http://127.0.0.1:3333"})
    wish = {"Origin": "http://127.0.0.1:3333", "Access-Control-Request-Method": "POST"}

    assert answer.headers["access-control-allow-origin"] == "*"
    assert client.options(path, headers=wish).headers["access-control-allow-origin"] == "*"


def test_older_clients_are_answered_by_jsonp(client: httpx2.Client) -> None:
    answer = client.get("/", params={"callback": "jQuery1_2"})

    assert answer.headers["content-type"].startswith("application/javascript")
    inner = re.fullmatch(r"/\*\*/jQuery1_2\((.*)\);", answer.text)
    assert inner
    assert json.loads(inner[1]) == client.get("/").json()
    for name in ("jsonp1717", "_cb", "$get", "handle_eval", "evaluate"):
        assert client.get("/", params={"callback": name}).status_code == 200
    for evil in (
        "alert(1)//", "a;b", "<script>", "a" * 200, "ä", "eval", "alert", "Function", "setTimeout",
        "window.alert", "a.b", "this", "new", "import", "fetch", "close", "Uint8Array",
        "__defineGetter__", "eval\n", " eval", "1a", "a-b", "constructor",
    ):  # fmt: skip
        answer = client.get("/", params={"callback": evil})
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/json")


def test_suggestions_complete_titles_artists_and_numbers(client: httpx2.Client) -> None:
    def suggested(kind: str, **given: Any) -> list[str]:
        answer = client.get(f"/suggest/{kind}", params=given).json()
        return [entry["id"] for entry in answer["result"]]

    assert suggested("entity", prefix="harv") == ["5/a&b", "6"]
    assert suggested("entity", prefix="harvest rossi") == ["5/a&b"]
    assert suggested("entity", prefix="The Fighting Temeraire") == ["1"]
    assert suggested("entity", prefix="3")[0] == "3"
    assert suggested("entity", prefix="untitled", cursor=1) == ["3"]
    assert suggested("entity", prefix="") == []
    assert suggested("property", prefix="med") == ["medium"]
    assert "date" in suggested("property", prefix="")
    assert suggested("type", prefix="Work") == ["work"]
    assert client.get("/suggest/entity").status_code == 400
    assert client.get("/suggest/entity", params={"prefix": "a", "cursor": "-1"}).status_code == 400


def test_values_of_properties_extend_a_table(client: httpx2.Client) -> None:
    wanted = [{"id": name} for name in ("artist", "date", "medium", "Wikidata", "identifier")]
    asked_for = json.dumps({"ids": ["1", "gone"], "properties": wanted})

    answer = client.post("/", data={"extend": asked_for}).json()

    assert answer["meta"][0] == {"id": "artist", "name": "Artist"}
    assert answer["rows"]["1"] == {
        "artist": [{"str": "Turner"}],
        "date": [{"str": "1838"}],
        "medium": [{"str": "oil"}],
        "Wikidata": [{"str": "http://www.wikidata.org/entity/Q1231009"}],
        "identifier": [{"str": "1"}],
    }
    assert set(map(len, answer["rows"]["gone"].values())) == {0}
    proposed = client.get("/properties", params={"type": "work", "limit": 3}).json()
    assert [entry["id"] for entry in proposed["properties"]] == ["title", "artist", "subject"]
    unknown = json.dumps({"ids": ["1"], "properties": [{"id": "colour"}]})
    assert "'colour'" in client.post("/", data={"extend": unknown}).json()["message"]


def test_nothing_that_a_catalogue_says_is_markup(client: httpx2.Client) -> None:
    page = client.get("/preview", params={"id": "4"})
    flyout = client.get("/flyout", params={"id": "4"}).json()

    for html in (page.text, flyout["html"]):
        assert "<script" not in html
        assert "<b>" not in html
        assert "<img src=x" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Sons&quot;" in html
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"


def test_a_preview_shows_the_picture_small_and_links_to_authorities(client: httpx2.Client) -> None:
    page = client.get("/preview", params={"id": "1"}).text
    picture = client.get("/picture", params={"id": "1"})

    assert "http://museum.test/picture?id=1" in page
    assert 'href="http://www.wikidata.org/entity/Q1231009"' in page
    assert picture.headers["content-type"] == "image/jpeg"
    assert Image.open(io.BytesIO(picture.content)).size == (320, 213)


def test_what_is_not_there_says_so(client: httpx2.Client) -> None:
    for path in ("/preview?id=gone", "/flyout?id=gone", "/picture?id=2", "/picture?id=4", "/nix"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["status"]) == (404, "error")
    assert client.put("/").status_code == 405
    strange = client.get("/preview", params={"id": "<script>"})
    assert strange.headers["content-type"] == "application/json"


def test_a_number_with_signs_of_an_address_is_one_number(client: httpx2.Client) -> None:
    assert "Harvest at Dusk" in client.get("/preview?id=5%2Fa%26b").text


def test_without_web_pages_neither_cors_nor_jsonp_is_answered(collection: Collection) -> None:
    with TestClient(application(collection, web_pages=False), "http://museum.test") as client:
        answer = client.get("/", headers={"Origin": "http://127.0.0.1:3333"})
        assert "access-control-allow-origin" not in answer.headers
        assert client.get("/", params={"callback": "jsonp1"}).status_code == 400
