"""Which backends look at a film and how those with weights are set: kept on the desk.

What the desk holds may be damaged or of an earlier version, so that every value is checked and
one that makes no sense counts as not set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeGuard, get_args

import backends
from backends import Choice, Listing, Options
from backends.visual_format import Fit, Visual
from pages._ui.shell import session
from pages._ui.shell.resources import Resources

DEFAULT = "embedded"
VISUALS: tuple[Visual, ...] = get_args(Visual)
FITS: tuple[Fit, ...] = get_args(Fit)


def listings(bundle: Resources) -> tuple[Listing, ...]:
    """Every backend, with its weights looked for where the person said they are."""
    kept = _kept(bundle)
    named = {name: Path(v["folder"]) for name, v in kept.items() if _is_path(v.get("folder"))}
    return backends.available(bundle.workspace.models, named)


def choice(bundle: Resources, listing: Listing) -> Choice:
    """A backend as it is set."""
    values = _kept(bundle).get(listing.name, {})
    if not listing.weights:
        return Choice(listing.name)
    return Choice(listing.name, listing.folder, values.get("quantise") is True, _options(values))


def names_folder(bundle: Resources, name: str) -> bool:
    """Whether a person said where the weights of a backend are."""
    return _is_path(_kept(bundle).get(name, {}).get("folder"))


def keep(bundle: Resources, name: str, **values: Any) -> None:
    """Keep settings of one backend; None puts a setting back to the backend's own."""
    kept = _kept(bundle)
    changed = {**kept.get(name, {}), **values}
    mine = {key: value for key, value in changed.items() if value is not None}
    session.remember(bundle, models={**kept, name: mine})


def chosen(bundle: Resources, ready: Sequence[str]) -> list[str]:
    """The backends that look, out of those that can; the embedded one where none was chosen."""
    kept = session.remembered(bundle, "backends")
    names = kept if isinstance(kept, list) else []
    return [name for name in ready if name in names] or [n for n in ready if n == DEFAULT]


def choose(bundle: Resources, names: Sequence[str]) -> None:
    session.remember(bundle, backends=list(names))


def _kept(bundle: Resources) -> Mapping[str, dict[str, Any]]:
    kept = session.remembered(bundle, "models")
    pairs = kept.items() if isinstance(kept, dict) else ()
    return {name: values for name, values in pairs if isinstance(values, dict)}


def _options(values: Mapping[str, Any]) -> Options:
    visual, fit, adapter = values.get("visual"), values.get("fit"), values.get("adapter")
    return Options(
        visual=visual if visual in VISUALS else None,
        frames=_number(values.get("frames")),
        pixels=_number(values.get("pixels")),
        fit=fit if fit in FITS else None,
        adapter=Path(adapter) if _is_path(adapter) else None,
        despite_format=values.get("despite_format") is True,
        offload=values.get("offload") is True,
        smaller=values.get("smaller") is True,
    )


def _number(value: object) -> int | None:
    return value if type(value) is int and value > 0 else None


def _is_path(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value)
