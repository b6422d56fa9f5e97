"""Models: the backends, what each still needs, and how it is set."""

from __future__ import annotations

from pages._ui.models import listing, packages
from pages._ui.shell import navigation, session


def draw() -> None:
    bundle = navigation.begin(
        "Models",
        "The backends that can analyse a video. Each only proposes words: your catalogue and your "
        "settings decide. Nothing is downloaded unless you ask for it.",
    )
    packages.draw(bundle)
    listing.draw(bundle)


session.guarded(draw)
