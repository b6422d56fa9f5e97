"""What evidence depends on beside the medium, and the works that may be recognised in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType

from backends import ModelBackend, Reference, TaughtPicture
from catalogue import Catalogue, number_form
from pipeline.media.sampling import EVERY
from pipeline.stages import VERSION

NONE_TAUGHT: Mapping[str, tuple[TaughtPicture, ...]] = MappingProxyType({})


def references(
    catalogue: Catalogue, taught: Mapping[str, tuple[TaughtPicture, ...]] = NONE_TAUGHT
) -> tuple[Reference, ...]:
    """What a backend may recognise, out of a catalogue, with pictures that were taught, by work."""
    return tuple(
        Reference(
            work.identifier,
            work.title,
            work.artist,
            work.subject,
            work.picture,
            number_form(work.number),
            taught.get(work.identifier, ()),
        )
        for work in catalogue.works
    )


def recipe(backend: ModelBackend, catalogue: Catalogue, lead: str = "") -> str:
    """Hash of everything but the medium that evidence depends on.

    `lead` is the recipe of the evidence whose clips are taken over. The backend has begun with
    the medium, whose own pictures it does not use.
    """
    parts = [backend.name, backend.version, backend.sampling, backend.identity, VERSION, EVERY]
    parts += [catalogue.sha256 if backend.locates else "", lead]
    text = json.dumps([*parts, *([backend.taught] if backend.taught else [])])
    return hashlib.sha256(text.encode()).hexdigest()[:16]
