"""A work as a small page. Texts of the catalogue are escaped, never markup."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from pathlib import Path
from urllib.parse import quote

from catalogue import Work
from console import reason
from reconciliation.collection import values
from reconciliation.errors import NotFound

_SIDE = 320
"""px of the longer side of a picture: twice the displayed size, for high-resolution screens."""
_MOST = 300
"""Most characters of a subject."""
_STYLE = (
    "body{font:14px/1.4 system-ui,sans-serif;color:#222;background:#fff;margin:12px}"
    "img{float:left;max-width:150px;max-height:190px;margin-right:14px}"
    "h1{font:20px/1.2 Georgia,serif;margin:0 0 4px}p{margin:0 0 4px}.quiet{color:#666}"
)
POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'"
"""Content-Security-Policy of the page: it runs no script and fetches nothing from elsewhere."""


def page(work: Work, base: str) -> str:
    """The HTML document about a work."""
    head = f'<meta charset="utf-8"><title>{escape(work.title)}</title><style>{_STYLE}</style>'
    return (
        f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body(work, base)}</body></html>'
    )


def body(work: Work, base: str) -> str:
    """Picture, title, artist, date, number, subject and authorities, as HTML."""
    parts = [f"<h1>{escape(work.title or work.identifier)}</h1>"]
    if work.picture:
        address = f"{base}/picture?id={quote(work.identifier, safe='')}"
        parts.insert(0, f'<img src="{escape(address)}" alt="">')
    lines = (work.artist, "; ".join(values(work, "date")), work.genre)
    parts += [f"<p>{escape(line)}</p>" for line in lines if line]
    parts += [f'<p class="quiet">{escape(work.identifier)}</p>']
    if work.subject:
        parts += [f'<p class="quiet">{escape(_shortened(work.subject))}</p>']
    links = [_link(authority.name, authority.uri) for authority in work.authorities]
    return "".join([*parts, f"<p>{' '.join(links)}</p>" if links else ""])


def _link(name: str, address: str) -> str:
    if not address.startswith(("http://", "https://")):
        return escape(f"{name}: {address}")
    return (
        f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(name)}</a>'
    )


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST else text[:_MOST].rsplit(" ", 1)[0] + " …"


def picture(work: Work) -> bytes:
    """The picture of a work as a small JPEG. Raises NotFound."""
    if work.picture is None:
        raise NotFound("This work has no picture in the catalogue.")
    return _small(work.picture)


@lru_cache(maxsize=256)  # some 20 kB each; people open the same candidates again and again
def _small(path: Path) -> bytes:
    # Imported here: a service without pictures needs no decoders.
    import cv2

    from pipeline import MediaError
    from pipeline.media import images

    try:
        image = images.read(path, _SIDE)
    except (MediaError, OSError) as error:
        raise NotFound(f"The picture {path.name} cannot be read: {reason(error)}") from error
    return bytes(cv2.imencode(".jpg", image)[1].tobytes())
