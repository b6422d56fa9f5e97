"""The museum's own catalogue: loaded, merged into works, indexed and matched."""

from catalogue import dates
from catalogue.authorities import Authority
from catalogue.columns.mapping import ColumnMapping, Filling
from catalogue.errors import CatalogueError, UnreadableCatalogue, UnusableCatalogue
from catalogue.loading.load import load
from catalogue.loading.saved_mappings import SavedMappings
from catalogue.matching.counterparts import Shared, alike, alike_words, parted, run_together
from catalogue.matching.field_index import Pairs
from catalogue.matching.field_query import DECIMALS, Explanation
from catalogue.matching.guess import Guess, guesses_of
from catalogue.matching.index import Index
from catalogue.matching.match import TOKEN_WEIGHT
from catalogue.matching.numbers import marked_in, may_be, number_form, stands_in
from catalogue.matching.query import Query
from catalogue.merging import Merging
from catalogue.normalise import STOP_WORDS, normalise
from catalogue.picture_files import ENDINGS as PICTURE_ENDINGS
from catalogue.records import (
    FIELDS,
    UNNUMBERED,
    Catalogue,
    Field,
    NoUsableRecord,
    Problem,
    Record,
    Reject,
    SharedNumber,
    Work,
)
from catalogue.rejects import rejects
from catalogue.rooms import room
from catalogue.versions.history import Versions

__all__ = [
    "DECIMALS",
    "FIELDS",
    "PICTURE_ENDINGS",
    "STOP_WORDS",
    "TOKEN_WEIGHT",
    "UNNUMBERED",
    "Authority",
    "Catalogue",
    "CatalogueError",
    "ColumnMapping",
    "Explanation",
    "Field",
    "Filling",
    "Guess",
    "Index",
    "Merging",
    "NoUsableRecord",
    "Pairs",
    "Problem",
    "Query",
    "Record",
    "Reject",
    "SavedMappings",
    "Shared",
    "SharedNumber",
    "UnreadableCatalogue",
    "UnusableCatalogue",
    "Versions",
    "Work",
    "alike",
    "alike_words",
    "dates",
    "guesses_of",
    "load",
    "marked_in",
    "may_be",
    "normalise",
    "number_form",
    "parted",
    "rejects",
    "room",
    "run_together",
    "stands_in",
]
