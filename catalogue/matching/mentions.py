"""The works that a longer text may be about: those whose names occur in it.

A wall label holds title and artist among other words. So a name is not compared with the whole
text, as a guess is, but asked how much of it the text holds: words by their idf, and trigrams, in
which misread words still have a part. A long name that occurs tells more than a short one.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from catalogue.matching.field_index import FieldIndex
from catalogue.matching.postings import Ints
from catalogue.records import Field

_HALF_READ = 0.4
"""Share of a name from which a text tells something about it; trigrams occur by chance, too."""


def mentioned(fields: Mapping[Field, FieldIndex], text: str, most: int) -> Ints:
    """The works of which a text tells most by title and artist, the most probable first.

    A work of whose title nothing is in the text is left out.
    """
    titles, artists = (fields[name].told_by(text, _HALF_READ) for name in ("title", "artist"))
    works = np.flatnonzero(titles)
    told = titles[works] + artists[works]
    order: Ints = works[np.lexsort((works, -told))[:most]]
    return order
