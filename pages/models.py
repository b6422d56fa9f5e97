"""Models: who can look at a film, what each still needs, and how it is set."""

from __future__ import annotations

from pages._ui import models_list, page, state


def draw() -> None:
    bundle = page.begin(
        "Models",
        "Who can look at a film. Each only proposes words: the catalogue and your settings decide. "
        "Nothing is loaded or fetched on this page.",
    )
    models_list.draw(bundle)


state.guarded(draw)
