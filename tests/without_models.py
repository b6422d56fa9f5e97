"""Visits every page and analyses a picture where the packages of models seem not to be installed.

`python -m tests.without_models FOLDER MODULE...`: the modules that cannot be found.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType


class Without:
    """Finds modules as Python does, but for some."""

    def __init__(self, absent: Sequence[str]) -> None:
        self._absent = frozenset(absent)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        top = name.partition(".")[0]
        return None if top in self._absent else PathFinder.find_spec(name, path, target)

    invalidate_caches = staticmethod(PathFinder.invalidate_caches)
    find_distributions = staticmethod(PathFinder.find_distributions)


def main(folder: Path, absent: Sequence[str]) -> None:
    sys.meta_path[:] = [
        Without(absent) if finder is PathFinder else finder for finder in sys.meta_path
    ]
    _visit(folder)
    _analyse(folder)
    loaded = {name.partition(".")[0] for name in sys.modules} & {*absent}
    assert not loaded, f"{loaded} were loaded all the same"


def _visit(folder: Path) -> None:
    import backends
    from tests import builders
    from tests.visits import bundle_in, html, pages, visit

    bundle = bundle_in(folder)
    listings = backends.available(bundle.workspace.models)
    ready = [listing for listing in listings if listing.ready]
    assert "embedded" in [listing.name for listing in ready]
    assert not [listing.name for listing in ready if listing.weights]
    for page in pages():
        visit(bundle, page)
    builders.catalogue_file(bundle.workspace.demo)
    for page in pages():
        visit(bundle, page)
    assert "Packages for models with weights" in html(visit(bundle, "models"))


def _analyse(folder: Path) -> None:
    from PIL import Image

    from pipeline.__main__ import main as pipeline

    Image.effect_noise((300, 220), 90).convert("RGB").save(folder / "picture.jpg")
    catalogue = folder / "catalogue.csv"
    catalogue.write_text("id,title,artist,picture\n1,The Grey Harbour,Anna Rossi,picture.jpg\n")
    out = folder / "out.json"
    words = ["analyse", str(folder / "picture.jpg"), "--catalogue", str(catalogue)]
    assert pipeline([*words, "--json", str(out)]) == 0
    assert "The Grey Harbour" in out.read_text(encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
