"""The proof of the ledger's chain, as HTML. Pure; every text is escaped."""

from __future__ import annotations

from console import plural
from ledger import Verification
from pages._ui.html.elements import escaped, fault


def proof(verification: Verification) -> str:
    """The outcome of `verify`, with the head to note down."""
    if not verification.ok:
        return fault(_broken(verification))
    added = verification.added
    since = f" {plural(added, 'line')} since the head that you noted." if added is not None else ""
    lines = plural(verification.events, "line")
    return (
        f'<div class="ct-proved">{escaped(f"Intact: {lines}, and every hash fits.{since}")}'
        f'<div class="ct-quiet">Head, to note down elsewhere: '
        f"<code>{escaped(verification.head)}</code></div></div>"
    )


def _broken(verification: Verification) -> str:
    first, rest = verification.first, len(verification.problems) - 1
    problem = first.message if first else "The ledger could not be verified."
    more = f" ({plural(rest, 'further problem')})" if rest else ""
    return f"{problem}{more} Restore a backup, and keep this file as it is."
