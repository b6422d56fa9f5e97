"""The museum's own catalogue: loaded, merged into works, indexed and matched."""

from catalogue.authorities import Authority
from catalogue.errors import CatalogueError, UnreadableCatalogue, UnusableCatalogue
from catalogue.field_index import FIELDS, Field
from catalogue.field_query import DECIMALS, Explanation
from catalogue.importers import load
from catalogue.index import Index
from catalogue.mapping import Filling, Mapping
from catalogue.normalise import normalise
from catalogue.profiles import Profiles
from catalogue.query import Query
from catalogue.records import Catalogue, Problem, Record, Reject, Work
from catalogue.versions import Versions

__all__ = [
    "DECIMALS",
    "FIELDS",
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
    "Query",
    "Record",
    "Reject",
    "UnreadableCatalogue",
    "UnusableCatalogue",
    "Versions",
    "Work",
    "load",
    "normalise",
]
