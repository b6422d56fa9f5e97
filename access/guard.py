"""Refuses requests under foreign names, and those of web pages of other sites."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from access.names import Names, Place

_MISDIRECTED, _FORBIDDEN = 421, 403
_PRINTED = 120
"""Letters of a foreign name that a refusal repeats at most."""


@dataclass(frozen=True, slots=True)
class Guard:
    """An ASGI application before which every request, WebSockets included, must prove its name.

    `how` is the command that allows another name, with `{name}` in it. With `any_origin`, web
    pages of any site may ask under a name of this server.
    """

    app: ASGIApp
    names: Names
    how: str
    any_origin: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope) if scope["type"] in ("http", "websocket") else None
        if refusal is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocket(scope, receive, send).send_denial_response(refusal)
        else:
            await refusal(scope, receive, send)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers, listening = Headers(scope=scope), _listening(scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        host = hosts[0] if len(hosts) == 1 else ""
        if not self.names.answers_to(host, scope["scheme"], listening):
            return self._refused(_MISDIRECTED, f"under the name {_printable(host)!r}", host)
        for origin in () if self.any_origin else origins:
            if not self._own(origin, listening):
                what = f"to web pages of {_printable(origin)!r}"
                return self._refused(_FORBIDDEN, what, origin.partition("://")[2])
        return None

    def _refused(self, status: int, what: str, name: str) -> PlainTextResponse:
        allow = self.how.format(name=_printable(name) or "NAME")
        return PlainTextResponse(
            f"Cartellino does not answer {what}. Open it under the address that it printed when it "
            f"was started. If the name is yours, allow it: {allow}\n",
            status,
            {"X-Content-Type-Options": "nosniff", "Connection": "close"},
        )

    def _own(self, origin: str, listening: Place) -> bool:
        scheme, _, authority = origin.partition("://")
        return self.names.answers_to(authority, scheme.lower(), listening)


def _listening(scope: Scope) -> Place:
    """Address and port at which the request arrived; unknown for a UNIX socket."""
    host, port = scope.get("server") or ("", None)
    return str(host), port


def _printable(text: str) -> str:
    """Another's words in a sentence of ours: short, and without anything to be run."""
    return "".join(c for c in text[:_PRINTED] if c.isascii() and (c.isalnum() or c in ".:-_[]/"))
