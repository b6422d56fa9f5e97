"""One file with all of a workspace that cannot be made again, and the way back from it."""

from backup.archive import Archive
from backup.create import Made, create
from backup.errors import BackupError
from backup.restore import Restored, restore

__all__ = ["Archive", "BackupError", "Made", "Restored", "create", "restore"]
