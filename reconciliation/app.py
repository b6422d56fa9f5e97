"""The service as an ASGI application: addresses, parameters, errors and access from web pages.

With `web_pages`, those of any origin may read answers (CORS), as section 3.3 of the specification
demands; older clients use JSONP. Without it, no page of another site can read the catalogue, and
only programs and OpenRefine's own server are answered. An error is JSON, `{"status": "error",
"message"}`, and its message says what to do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from console import folded
from reconciliation import preview
from reconciliation.callbacks import is_callback
from reconciliation.candidates import candidates
from reconciliation.collection import TYPE, Collection, entity
from reconciliation.errors import BadRequest, TooLarge
from reconciliation.extension import extension
from reconciliation.manifest import manifest
from reconciliation.queries import batch

LARGEST = 1_048_576
"""Most bytes of a request's body; a full batch of long titles needs a tenth of that."""
SUGGESTED = 10
"""Most suggestions of an answer."""
_FIELDS = 20
"""Most fields of a form."""
_NEVER_MARKUP = {"X-Content-Type-Options": "nosniff"}

_OPEN = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"])

Answer = Callable[[Mapping[str, str], str], Any]
"""From the parameters and the address of the service to the answer, plain values for JSON."""


def application(collection: Collection, web_pages: bool = True) -> Starlette:
    """The service over a collection, for web pages of any origin or for none."""

    def endpoint(given: Mapping[str, str], base: str) -> Any:
        if "queries" in given:
            queries = batch(given["queries"])
            return {
                key: {"result": candidates(query, collection)} for key, query in queries.items()
            }
        if "extend" in given:
            return extension(given["extend"], collection)
        return manifest(collection, base)

    def entities(given: Mapping[str, str], base: str) -> Any:
        typed, skip = _prefix(given)
        works = collection.completions(typed, skip, SUGGESTED)
        return {"result": [entity(work) | {"notable": [TYPE]} for work in works]}

    def properties(given: Mapping[str, str], base: str) -> Any:
        return _suggested(given, _listed(collection))

    def types(given: Mapping[str, str], base: str) -> Any:
        return _suggested(given, [TYPE])

    def proposed(given: Mapping[str, str], base: str) -> Any:
        listed = _listed(collection)
        limit = _number(given, "limit", len(listed))
        return {"type": given.get("type", TYPE["id"]), "limit": limit, "properties": listed[:limit]}

    def flyout(given: Mapping[str, str], base: str) -> Any:
        work = collection.work(given.get("id", ""))
        return {"id": work.identifier, "html": preview.body(work, base)}

    def page(request: Request) -> Response:
        work = collection.work(request.query_params.get("id", ""))
        policy = {"Content-Security-Policy": preview.POLICY, **_NEVER_MARKUP}
        return HTMLResponse(preview.page(work, _base(request)), headers=policy)

    def picture(request: Request) -> Response:
        work = collection.work(request.query_params.get("id", ""))
        return Response(preview.picture(work), media_type="image/jpeg", headers=_NEVER_MARKUP)

    answers: dict[str, Answer] = {
        "/suggest/entity": entities,
        "/suggest/property": properties,
        "/suggest/type": types,
        "/properties": proposed,
        "/flyout": flyout,
    }
    answered = partial(_answered, web_pages=web_pages)
    return Starlette(
        routes=[
            Route("/", answered(endpoint), methods=["GET", "POST"]),
            Route("/preview", page),
            Route("/picture", picture),
            *(Route(path, answered(answer)) for path, answer in answers.items()),
        ],
        middleware=[_OPEN] if web_pages else [],
        exception_handlers={BadRequest: _refused, HTTPException: _refused, Exception: _refused},
    )


def _answered(answer: Answer, web_pages: bool) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that returns the answer as JSON, or as JSONP if `callback` is given.

    JSONP is for web pages alone: any page that is open in the browser can read it.
    """

    async def respond(request: Request) -> Response:
        given = await _parameters(request)
        callback = given.get("callback", "")
        if callback and not web_pages:
            raise BadRequest(
                "Web pages may not ask this service. If that is OpenRefine in your browser, start "
                "the service with --openrefine."
            )
        if callback and not is_callback(callback):
            raise BadRequest(
                "The parameter 'callback' must be the name of a function of your own, such as "
                "jsonp1: letters, digits and _, and no name that JavaScript or browsers use."
            )
        # In a thread, because NumPy takes milliseconds and other requests are waiting.
        content = await run_in_threadpool(answer, given, _base(request))
        return _script(callback, content) if callback else _json(content)

    return respond


async def _parameters(request: Request) -> Mapping[str, str]:
    """The parameters in the address, and in a form. Raises BadRequest, TooLarge."""
    given = dict(request.query_params)
    if request.method != "POST":
        return given
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise BadRequest("Send a form: the content type application/x-www-form-urlencoded.")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise TooLarge(f"The request has more than {LARGEST:,} bytes: send fewer queries.")
    try:
        form = parse_qsl(body.decode("utf-8"), max_num_fields=_FIELDS, errors="strict")
    except ValueError as error:  # UnicodeDecodeError included
        raise BadRequest(f"The form cannot be read ({error}). Send it as UTF-8.") from error
    return given | dict(form)


def _base(request: Request) -> str:
    """The address under which the client reached the service."""
    return str(request.base_url).rstrip("/")


def _prefix(given: Mapping[str, str]) -> tuple[str, int]:
    """What a person has typed, and how many suggestions to skip. Raises BadRequest."""
    if "prefix" not in given:
        raise BadRequest("Give the parameter 'prefix': what the person has typed.")
    return given["prefix"].strip()[:200], _number(given, "cursor", 0)


def _listed(collection: Collection) -> list[dict[str, str]]:
    return [{"id": key, "name": name} for key, name in collection.properties.items()]


def _suggested(given: Mapping[str, str], entries: list[dict[str, str]]) -> dict[str, Any]:
    typed, skip = _prefix(given)
    start = folded(typed)
    fits = [e for e in entries if any(folded(text).startswith(start) for text in e.values())]
    return {"result": fits[skip : skip + SUGGESTED]}


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name, "")
    if text and not re.fullmatch(r"[0-9]{1,9}", text):
        raise BadRequest(f"The parameter {name!r} must be a whole number.")
    return int(text) if text else default


def _json(content: Any, status: int = 200) -> Response:
    text = json.dumps(content)  # in ASCII, so that lone surrogates in a query return unchanged
    return Response(text, status, media_type="application/json", headers=_NEVER_MARKUP)


def _script(callback: str, content: Any) -> Response:
    # The comment keeps the callback's name from passing for the start of another file type.
    text = f"/**/{callback}({json.dumps(content)});"
    return Response(text, media_type="application/javascript", headers=_NEVER_MARKUP)


async def _refused(request: Request, error: Exception) -> Response:
    if isinstance(error, BadRequest):
        response = _json({"status": "error", "message": str(error)}, error.status)
        if isinstance(error, TooLarge):  # the rest of an endless body is not read
            response.headers["Connection"] = "close"
        return response
    if isinstance(error, HTTPException):
        message = f"{error.detail}. The service is at {_base(request)}/."
        return _json({"status": "error", "message": message}, error.status_code)
    message = "The service failed at this request; others still work. Its own output says why."
    return _json({"status": "error", "message": message}, 500)
