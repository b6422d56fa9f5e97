"""The root of every error that a person is meant to read, and the tree of its classes.

CartellinoError                what went wrong, in a sentence that says what to do
 ├─ Cancelled                  the person who asked for the work cancelled it
 ├─ AlreadyRunning             another process does this very task (storage)
 ├─ StorageError               the workspace cannot be read or written (storage)
 │   ├─ NewerData              a newer version wrote the file; nothing was changed in it
 │   ├─ NoSpace                the disk, or a quota on it, is full
 │   └─ ReadOnly               nothing can be written there
 ├─ PictureError               a picture file cannot be read (imaging)
 │   ├─ NoPicture              it is no picture of a known format
 │   └─ PictureTooLarge        decoding it needs more memory than a machine has to have
 ├─ JobError                   a job's kind or payload is not known to this version (jobs)
 ├─ CatalogueError             a catalogue cannot be used (catalogue)
 │   ├─ UnreadableCatalogue    the file cannot be opened, decoded or parsed
 │   └─ UnusableCatalogue      the file reads, but holds nothing to match against
 │       └─ NoUsableRecord     every row of it was left out
 ├─ BackendError               a model cannot answer (backends)
 │   ├─ UnreadablePicture      a picture of the catalogue is missing or no picture
 │   ├─ BackendUnavailable     it cannot be used on this machine as it is
 │   │   └─ FormatMismatch     it was trained on frames in another format
 │   └─ GenerationError        it failed at one prompt
 │       └─ OutOfMemory        for lack of memory
 ├─ PipelineError              media cannot be analysed or decided about (pipeline)
 │   ├─ MediaError             a video or picture cannot be used
 │   └─ ConfigError            a configuration, profile or signals file is wrong
 ├─ LedgerError                a verdict cannot be recorded or proved (ledger)
 │   ├─ InvalidVerdict         it contradicts itself; nothing was written
 │   ├─ JudgedMeanwhile        another verdict stands than the reviewer saw
 │   ├─ NothingToUndo          no verdict stands
 │   ├─ LedgerUnavailable      the file cannot be read or written now
 │   ├─ UnreadableNote         the note of the ledger's end says nothing that can be used
 │   └─ UnusableLedger         the file is no ledger that this version can use
 ├─ BackupError                a backup cannot be made or restored; nothing was changed (backup)
 └─ BadRequest                 a client asked wrongly (reconciliation)
     ├─ TooLarge               for more at once than is answered at once
     └─ NotFound               for something that is not there

A test draws this tree from the classes and compares.
"""

from __future__ import annotations


class CartellinoError(Exception):
    """What went wrong, in a sentence that says what to do."""


class Cancelled(CartellinoError):
    """The person who asked for the work cancelled it."""


def in_words(error: BaseException) -> str:
    """An error as people read it: that of a file without its number, and what to look at."""
    if not (isinstance(error, OSError) and error.strerror):
        return str(error)
    about = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror}{about}. Check rights and free space there."


def reason(error: BaseException) -> str:
    """The same in the middle of a sentence that names the file, and says what to do."""
    return (isinstance(error, OSError) and error.strerror) or str(error)
