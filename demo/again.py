"""A later visit: every room of the demonstration filmed again, on another path."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from console import Report, no_report
from demo.collection import paint_piece, truth_of
from demo.film.camera import plan
from demo.film.film import write
from demo.film.gallery import build_wall
from demo.paint.study import Picture
from demo.works import ROOMS, Room, piece

_SEED = 40
"""Added to a room's number: the seed of another path, other light and other reflections."""


def film_again(folder: Path, labels: bool, report: Report = no_report) -> Path:
    """Film every room into `folder`, from its other end, with its wall labels or without any.

    Returns the path of a `truth.json` like that of the collection.
    """
    folder.mkdir(parents=True, exist_ok=True)
    painted = {h.piece: paint_piece(piece(h.piece)) for room in ROOMS for h in room.hangings}
    walks = []
    for number, room in enumerate(ROOMS):
        report(number / len(ROOMS), f"filming {room.name} again")
        walks.append(_filmed(folder, number, room if labels else _bare(room), painted))
    path = folder / "truth.json"
    path.write_text(json.dumps({"walks": walks}, indent=2) + "\n", encoding="utf-8")
    return path


def _filmed(
    folder: Path, number: int, room: Room, pictures: Mapping[str, Picture]
) -> dict[str, Any]:
    wall = build_wall(room, pictures)
    hung = wall.hung if room.leftward else wall.hung[::-1]
    walk = plan(hung, room.seconds, _SEED + number)
    name = f"again_{number + 1}_{room.name}.mp4"
    write(folder / name, wall, walk, _SEED + number, lambda share: None)
    return truth_of(name, wall, walk)


def _bare(room: Room) -> Room:
    """The room without labels."""
    return replace(room, hangings=tuple(replace(h, label=None) for h in room.hangings))
