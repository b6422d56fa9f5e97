"""Models: who can look at a film, what each still needs, and how it is set."""

from __future__ import annotations

from pages._ui.models import listing, packages
from pages._ui.shell import navigation, session


def draw() -> None:
    bundle = navigation.begin(
        "Models",
        "Who can look at a film. Each only proposes words: the catalogue and your settings decide. "
        "Nothing is fetched unless you ask for it.",
    )
    packages.draw(bundle)
    listing.draw(bundle)


session.guarded(draw)
