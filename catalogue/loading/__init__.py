"""From a file to a catalogue: columns guessed, records made, works merged, all of it cached."""

from catalogue.loading.cache import Prepared, default_cache_folder, indexed, prepared, program_hash
from catalogue.loading.guess_columns import guess_mapping
from catalogue.loading.make_records import preview
from catalogue.loading.open_table import OpenTable, open_table
from catalogue.loading.saved_mappings import SavedMapping, SavedMappings, default_mappings_folder

__all__ = [
    "OpenTable",
    "Prepared",
    "SavedMapping",
    "SavedMappings",
    "default_cache_folder",
    "default_mappings_folder",
    "guess_mapping",
    "indexed",
    "open_table",
    "prepared",
    "preview",
    "program_hash",
]
