"""Tesseract, where it is installed: reads the scripts that the shipped reader does not.

It is a program of its own, started without a shell for a picture at a time. A picture costs about
0.2 s and each language, so only print that was found and not read is given to it.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from backends.embedded.arrays import Floats, Image
from backends.embedded.labels.scripts.letters import LANGUAGES, READS, other

PROGRAM = "tesseract"
LIMIT = 20.0
"""s after which a picture counts as unread."""
LATIN = "eng"
"""Read along with the others, so that Latin print is not taken for look-alikes of theirs."""
INSTALL = "sudo apt install tesseract-ocr tesseract-ocr-rus tesseract-ocr-ell"
_LANGUAGE = re.compile(r"[\w/]{2,40}")
_JOINED = 0.14
"""Heights of a line between two words, below which they are one: Tesseract tears Korean and Thai
into syllables. A space is 0.2 and more."""
_WORD = "5"
"""Level of a word in Tesseract's table."""


@dataclass(frozen=True, slots=True)
class Words:
    """A line that was read: its text, how sure each letter is (0 to 1), its corners in px."""

    text: str
    confidence: float
    box: Floats


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The installed program, its version, and those of its languages that are of use here."""

    path: str
    version: str
    languages: tuple[str, ...]

    @property
    def identity(self) -> str:
        """What answers depend on."""
        return f"tesseract {self.version} {'+'.join(self.languages)}"

    @property
    def scripts(self) -> str:
        """The scripts that it reads, in words for people."""
        return ", ".join(_name(script) for script in LANGUAGES if self._reads(script))

    @property
    def another(self) -> str:
        """The command that adds a script that it does not read yet; empty where it reads all."""
        missing = (names[0] for script, names in LANGUAGES.items() if not self._reads(script))
        return next((f"sudo apt install tesseract-ocr-{language}" for language in missing), "")

    def _reads(self, script: str) -> bool:
        return not set(self.languages).isdisjoint(LANGUAGES[script])

    def read(self, picture: Image) -> tuple[Words, ...]:
        """The lines of a picture, from the top; none where it takes too long or fails.

        All languages together tell the script. Read by those of that script alone, words are not
        torn apart.
        """
        lines = self._lines(picture, (LATIN, *self.languages))
        scripts = [other(line.text) for line in lines]
        found = max(filter(None, scripts), key=scripts.count, default="")
        own = tuple(name for name in self.languages if name in LANGUAGES.get(found, ()))
        return self._lines(picture, own) if own else ()

    def _lines(self, picture: Image, languages: Sequence[str]) -> tuple[Words, ...]:
        done, png = cv2.imencode(".png", picture)
        chosen = "+".join(languages)
        command = [self.path, "stdin", "stdout", "-l", chosen, "--psm", "6", "tsv"]
        try:
            answer = subprocess.run(
                command, input=png.tobytes(), capture_output=True, timeout=LIMIT,
                env=_environment(), check=True,
            )  # fmt: skip
        except (subprocess.SubprocessError, OSError):
            return ()
        return lines_of(answer.stdout.decode("utf-8", "replace")) if done else ()


@cache
def installed() -> Tesseract | None:
    """Tesseract with a language that is of use here; None where there is none."""
    path = shutil.which(PROGRAM)
    if path is None:
        return None
    listed = _output(path, "--list-langs").split()
    known = {name for names in LANGUAGES.values() for name in names}
    languages = tuple(sorted(known & {n for n in listed if _LANGUAGE.fullmatch(n)}))
    version = _output(path, "--version").partition("\n")[0].removeprefix(PROGRAM).strip()
    return Tesseract(path, version, languages) if languages and LATIN in listed else None


def cure(program: Tesseract | None) -> str:
    """What supplies the scripts that are not read, in a sentence for people."""
    if program is None:
        return (
            f"other scripts than {READS} are read by Tesseract, with the languages of your labels: "
            f"{INSTALL}"
        )
    reads = f"Tesseract reads {program.scripts} here"
    if not program.another:
        return reads
    return f"{reads}; for another script install its language, such as: {program.another}"


def _name(script: str) -> str:
    return "Korean" if script == "HANGUL" else script.title()


def lines_of(table: str) -> tuple[Words, ...]:
    """The lines in Tesseract's table of words, each with the mean confidence of its letters."""
    words: dict[tuple[str, ...], list[Mapping[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == _WORD and _seen(row["text"] or ""):
            line = (row["block_num"], row["par_num"], row["line_num"])
            words.setdefault(line, []).append(row)
    return tuple(map(_line, words.values()))


def _seen(text: str) -> str:
    """A word without the marks of its writing direction."""
    return "".join(c for c in text if unicodedata.category(c) != "Cf").strip()


def _line(words: Sequence[Mapping[str, str]]) -> Words:
    texts = [_seen(word["text"]) for word in words]
    letters = [len(text) for text in texts]
    sure = sum(n * float(word["conf"]) for n, word in zip(letters, words, strict=True))
    sides = [[float(word[n]) for n in ("left", "top", "width", "height")] for word in words]
    boxes = np.array(sides, np.float32)
    x0, y0 = boxes[:, :2].min(axis=0)
    x1, y1 = (boxes[:, :2] + boxes[:, 2:]).max(axis=0)
    box = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], np.float32)
    text = texts[0]
    for before, after, word in zip(boxes, boxes[1:], texts[1:], strict=False):
        apart = max(after[0] - before[0] - before[2], before[0] - after[0] - after[2])
        text += word if apart < _JOINED * (y1 - y0) else f" {word}"
    return Words(text, max(0.0, sure / sum(letters) / 100), box)


def _output(path: str, option: str) -> str:
    try:
        answer = subprocess.run(
            [path, option], capture_output=True, timeout=LIMIT, env=_environment(), check=True
        )
    except (subprocess.SubprocessError, OSError):
        return ""
    return answer.stdout.decode("utf-8", "replace") or answer.stderr.decode("utf-8", "replace")


def _environment() -> dict[str, str]:
    return {**os.environ, "OMP_THREAD_LIMIT": "1"}
