"""The museum's own catalogue: loaded, merged into works, indexed and matched."""

from catalogue.authorities import Authority
from catalogue.columns.mapping import Filling, Mapping
from catalogue.errors import CatalogueError, UnreadableCatalogue, UnusableCatalogue
from catalogue.loading.load import load
from catalogue.loading.saved_mappings import Profiles
from catalogue.matching.field_index import FIELDS, Field
from catalogue.matching.index import Explanation, Index
from catalogue.matching.match import TOKEN_WEIGHT
from catalogue.normalise import normalise
from catalogue.records import Catalogue, Problem, Record, Reject, Work
from catalogue.versions.history import Versions

__all__ = [
    "FIELDS",
    "TOKEN_WEIGHT",
    "Authority",
    "Catalogue",
    "CatalogueError",
    "Explanation",
    "Field",
    "Filling",
    "Index",
    "Mapping",
    "Problem",
    "Profiles",
    "Record",
    "Reject",
    "UnreadableCatalogue",
    "UnusableCatalogue",
    "Versions",
    "Work",
    "load",
    "normalise",
]
