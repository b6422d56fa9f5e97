"""The ground floor: the workspace folder, SQLite databases, locks and atomic writes."""

from storage import strict
from storage.database import opened, write_ahead
from storage.documents import DocumentSchema, Values
from storage.drafts import clear_drafts, sweep
from storage.errors import NewerData, NoSpace, ReadOnly, StorageError
from storage.files import make_room, replacing, save_text
from storage.lock import FileLock, held
from storage.migrations import Schema, folder_of
from storage.notices import notices, notify
from storage.paths import located, stored
from storage.process import start_detached
from storage.read_only import refuse_waiting
from storage.reading import (
    Read,
    Rows,
    SetAside,
    parsed,
    parsed_object,
    printable,
    stored_text,
    structured,
)
from storage.settings_file import read_settings, set_aside
from storage.space import Reserve, free_space, is_full, lacks_space
from storage.task import AlreadyRunning, State, Task
from storage.workspace import CATALOGUES, Workspace

__all__ = [
    "CATALOGUES",
    "AlreadyRunning",
    "DocumentSchema",
    "FileLock",
    "NewerData",
    "NoSpace",
    "Read",
    "ReadOnly",
    "Reserve",
    "Rows",
    "Schema",
    "SetAside",
    "State",
    "StorageError",
    "Task",
    "Values",
    "Workspace",
    "clear_drafts",
    "folder_of",
    "free_space",
    "held",
    "is_full",
    "lacks_space",
    "located",
    "make_room",
    "notices",
    "notify",
    "opened",
    "parsed",
    "parsed_object",
    "printable",
    "read_settings",
    "refuse_waiting",
    "replacing",
    "save_text",
    "set_aside",
    "start_detached",
    "stored",
    "stored_text",
    "strict",
    "structured",
    "sweep",
    "write_ahead",
]
