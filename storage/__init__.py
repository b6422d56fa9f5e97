"""The ground floor: the workspace folder, SQLite databases, locks and atomic writes."""

from storage.database import opened, write_ahead
from storage.documents import DocumentSchema, Values
from storage.errors import NewerData, StorageError
from storage.files import clear_drafts, make_room, replacing
from storage.lock import FileLock, held
from storage.migrations import Schema, folder_of
from storage.paths import located, stored
from storage.process import start_detached
from storage.task import AlreadyRunning, State, Task
from storage.workspace import CATALOGUES, Workspace

__all__ = [
    "CATALOGUES",
    "AlreadyRunning",
    "DocumentSchema",
    "FileLock",
    "NewerData",
    "Schema",
    "State",
    "StorageError",
    "Task",
    "Values",
    "Workspace",
    "clear_drafts",
    "folder_of",
    "held",
    "located",
    "make_room",
    "opened",
    "replacing",
    "start_detached",
    "stored",
    "write_ahead",
]
