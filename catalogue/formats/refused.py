"""Files that are not a catalogue, or must be opened in another program first, by their bytes."""

from __future__ import annotations

import re

_EXPORT = "export the catalogue as CSV, XLSX or JSON"
UNPACK = "unpack it, and open the catalogue that is in it"
_SAVE = "open it in a spreadsheet program, and save it as XLSX or CSV (UTF-8)"
_PICTURE = "a picture; open the file that lists the works"
TEXT_DOCUMENT = f"a text document; {_EXPORT}"
_PACKED = f"packed, and not with gzip; {UNPACK}"
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", f"an old Excel file, or one that has a password; {_SAVE}, without one"),
    (b"%PDF", f"a PDF; {_EXPORT}"),
    (b"{\\rtf", TEXT_DOCUMENT),
    (b"SQLite format 3", f"a database; {_EXPORT}"),
    (b"\x00\x01\x00\x00Standard ", f"a database of Access; {_EXPORT}"),
    (b"PAR1", f"a Parquet file; {_EXPORT}"),
    (b"\xff\xd8\xff", _PICTURE),
    (b"\x89PNG", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"RIFF", "a picture, video or sound; open the file that lists the works"),
    (b"\x1f\x8b", "packed twice; unpack it once"),
    (b"7z\xbc\xaf", _PACKED),
    (b"Rar!", _PACKED),
    (b"BZh", _PACKED),
    (b"\xfd7zXZ", _PACKED),
    (b"\x28\xb5\x2f\xfd", _PACKED),
)
_WEB_PAGE = re.compile(
    rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_OLD_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_TAR = slice(257, 262)


def refused_kind(head: bytes) -> str:
    """What a file is, and what to do with it, by its first bytes; empty if it may be read."""
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for beginning, what in _BEGINNINGS:
        if head.startswith(beginning):
            return what
    if bare.startswith(b"%PDF"):
        return f"a PDF; {_EXPORT}"
    if _WEB_PAGE.match(bare):
        return f"a web page, whatever it is called; {_SAVE}"
    if bare.startswith(b"<") and _OLD_XML in head:
        return f"a spreadsheet as XML of 2003; {_SAVE}"
    if head[_TAR] == b"ustar":
        return f"an archive; {UNPACK}"
    return ""
