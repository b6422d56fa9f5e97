"""What a person should be told of the workspace, once: a setting that was set aside, for instance.

Settings are read deep within; whoever faces a person asks here what there is to say.
"""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Lock

_LOG = logging.getLogger("cartellino")
_lock = Lock()
_sentences: dict[str, Path] = {}


def notify(sentence: str, about: Path) -> None:
    """Have a sentence said, once: on a page, or by a command on standard error."""
    with _lock:
        if sentence in _sentences:
            return
        _sentences[sentence] = about
    _LOG.warning(sentence)


def notices(folder: Path) -> tuple[str, ...]:
    """All sentences of this process so far about files in a folder, the oldest first."""
    with _lock:
        return tuple(said for said, about in _sentences.items() if about.is_relative_to(folder))
