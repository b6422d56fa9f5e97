"""Building the demonstration collection: pictures, catalogue, walks, and the truth about them."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from console import Report, no_report, reason
from demo.film.camera import RATE, Walk, in_frame, pixels_per_cm, plan
from demo.film.film import write
from demo.film.gallery import Box, Hung, Wall, build_wall
from demo.film.labels import X_HEIGHT, dimensions
from demo.paint.study import Picture
from demo.works import PIECES, ROOMS, Piece, Room
from storage import StorageError

PaintAll = Callable[[Sequence[Piece]], Iterable[Picture]]
"""Paints pieces in their order."""

COLUMNS = (
    "identifier", "title", "artist", "subject", "genre", "description", "date", "dimensions",
    "picture",
)  # fmt: skip
VISIBLE = 0.6
"""A work counts as visible while this share of its canvas is in the frame."""
IN_VIEW = 0.05
"""Below this share a work is not in view; between the two, to identify it is no error."""
LEGIBLE = 6.0
"""A card is legible while it is whole in the frame and its title has this x-height, px."""


def build(out: Path, report: Report = no_report, quick: bool = False) -> Path:
    """Build the collection in the folder `out`. Returns the path of its catalogue.

    The folder appears when it is complete: files are written to a folder beside it, so that an
    interrupted build leaves nothing unfinished. A finished collection is left alone. `quick` builds
    only the works of the first room and one short walk.

    Raises StorageError where the folder cannot be written.
    """
    catalogue = out / "catalogue.csv"
    if (out / "truth.json").exists():
        return catalogue
    with _beside(out) as folder:
        rooms = ROOMS[:1] if quick else ROOMS
        wanted = {hanging.piece for room in rooms for hanging in room.hangings}
        pieces = [piece for piece in PIECES if piece.identifier in wanted]
        with _painters(1 if quick else _cores()) as paint_all:
            pictures = _paint(folder, pieces, paint_all, report)
        _write_catalogue(folder / "catalogue.csv", pieces, pictures)
        truth = [*_film(folder, rooms, pictures, quick, report)]
        document = {"visible_share": VISIBLE, "legible_x_height": LEGIBLE, "walks": truth}
        text = json.dumps(document, indent=2, ensure_ascii=False)
        (folder / "truth.json").write_text(text + "\n", encoding="utf-8")
    return catalogue


def paint_piece(piece: Piece) -> Picture:
    """The picture of a piece, (h, w, 3) RGB, the same on every call."""
    return piece.painter(piece.seed)


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """A temporary folder that replaces `out` when the block ends without an error."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        try:
            yield folder
            _replace(folder, out)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise StorageError(
            f"Cannot write the demonstration collection to {out}: {reason(error)}. "
            "Free some space (40 MB), or name another folder."
        ) from error


def _replace(folder: Path, out: Path) -> None:
    if out.exists() and any(out.iterdir()):
        raise StorageError(
            f"{out} is not empty and holds no finished demonstration collection. "
            "Empty it, or name another folder."
        )
    if out.exists():
        out.rmdir()
    folder.chmod(0o755)
    os.replace(folder, out)


def _cores() -> int:
    return os.cpu_count() or 1


@contextmanager
def _painters(count: int) -> Iterator[PaintAll]:
    """Paints pieces in `count` processes, which end with the context."""
    if count == 1:
        yield lambda pieces: map(paint_piece, pieces)
        return
    # Spawned, because OpenCV's threads do not survive a fork.
    with get_context("spawn").Pool(count, _ignore_interrupts) as pool:
        yield lambda pieces: pool.imap(paint_piece, pieces)


def _ignore_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal, and the main one ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _paint(
    folder: Path, pieces: Sequence[Piece], paint_all: PaintAll, report: Report
) -> dict[str, Picture]:
    (folder / "pictures").mkdir()
    pictures = {}
    report(0.0, "painting the pictures")
    for number, (piece, picture) in enumerate(zip(pieces, paint_all(pieces), strict=True), start=1):
        report(0.4 * number / len(pieces), f"painted “{piece.title}”")
        pictures[piece.identifier] = picture
        if piece.in_catalogue:
            _save(folder / _picture_name(piece), picture)
    return pictures


def _save(path: Path, picture: Picture) -> None:
    encoded, data = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])
    assert encoded
    path.write_bytes(np.asarray(data).tobytes())


def _picture_name(piece: Piece) -> str:
    return f"pictures/{piece.identifier.lower().replace('.', '_')}.jpg"


def _write_catalogue(path: Path, pieces: Sequence[Piece], pictures: dict[str, Picture]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for piece in pieces:
            if piece.in_catalogue:
                rows.writerow(_row(piece, pictures[piece.identifier]))


def _row(piece: Piece, picture: Picture) -> list[str]:
    height = piece.width * picture.shape[0] / picture.shape[1]
    return [
        piece.identifier, piece.title, piece.artist, piece.subject, piece.genre,
        piece.description, piece.date, dimensions(piece, height), _picture_name(piece),
    ]  # fmt: skip


def _film(
    folder: Path, rooms: Sequence[Room], pictures: dict[str, Picture], quick: bool, report: Report
) -> Iterator[dict[str, Any]]:
    (folder / "walks").mkdir()
    for number, room in enumerate(rooms):
        share = 0.4 + 0.6 * number / len(rooms)
        name = f"walks/walk_{number + 1}_{room.name}.mp4"
        wall = build_wall(room, pictures)
        hung = wall.hung[::-1] if room.leftward else wall.hung
        seconds = 9.0 if quick else room.seconds
        walk = plan(hung[:2] if quick else hung, seconds, seed=number)
        span = 0.6 / len(rooms)

        def filming(
            done: float, share: float = share, span: float = span, name: str = name
        ) -> None:
            report(share + span * done, f"filming {name}")

        write(folder / name, wall, walk, number, filming)
        yield truth_of(name, wall, walk)


def truth_of(name: str, wall: Wall, walk: Walk) -> dict[str, Any]:
    """What is to be seen when in the film `name` of a walk."""
    works = [_work_truth(hung, wall, walk) for hung in wall.hung]
    visible = sorted((w for w in works if w["visible"]), key=lambda w: w["visible"][0][0])
    return {"file": name, "room": wall.room.name, "duration": walk.duration, "works": visible}


def _work_truth(hung: Hung, wall: Wall, walk: Walk) -> dict[str, Any]:
    piece, box = hung.piece, hung.card
    legible = [
        box is not None
        and in_frame(box, pose) > 0.995
        and pixels_per_cm(box, pose) * X_HEIGHT >= LEGIBLE
        for pose in walk.poses
    ]
    shares = [in_frame(hung.canvas, pose) for pose in walk.poses]
    return {
        "work": piece.identifier,
        "title": piece.title,
        "artist": piece.artist,
        "in_catalogue": piece.in_catalogue,
        "expected": piece.identifier if piece.in_catalogue else "abstain",
        "visible": _intervals([share >= VISIBLE for share in shares]),
        "in_view": _intervals([share >= IN_VIEW for share in shares]),
        "has_label": box is not None,
        "label_nearest_to": None if box is None else _nearest(box, wall),
        "label_legible": _intervals(legible),
    }


def _nearest(card: Box, wall: Wall) -> str:
    """The work whose frame hangs nearest to a card, which may not be the work it describes."""

    def gap(hung: Hung) -> float:
        right = hung.frame.left + hung.frame.width
        return max(hung.frame.left - card.left - card.width, card.left - right)

    return min(wall.hung, key=gap).piece.identifier


def _intervals(flags: list[bool]) -> list[list[float]]:
    """Runs of True as [start, end] in s."""
    edges = np.flatnonzero(np.diff([0, *map(int, flags), 0]))
    return [[round(float(t) / RATE, 2) for t in pair] for pair in edges.reshape(-1, 2)]
