"""The works of the demonstration collection and the three rooms in which they hang.

Painters have the names that art history gives the anonymous: workshop, circle or master. One of
the thirteen works is not in the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from demo.paint import indoors, landscapes, lights, portraits, rooms, seas, sheets, weather
from demo.paint.study import Colour, Picture

FrameStyle = Literal["gilt", "walnut", "black", "pale", "carved"]
Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A painted work with its catalogue entry. `width` is that of the canvas, in cm."""

    identifier: str
    title: str
    artist: str
    date: str
    genre: str
    subject: str
    description: str
    medium: str
    width: float
    painter: Callable[[int], Picture]
    frame: FrameStyle
    seed: int
    in_catalogue: bool = True


@dataclass(frozen=True, slots=True)
class Hanging:
    """A picture on a wall: its centre in cm from the left, and on which side its label hangs.

    `label_gap` is the distance in cm from the frame to the card.
    """

    piece: str
    x: float
    label: Side | None = "right"
    label_gap: float = 7.0


@dataclass(frozen=True, slots=True)
class Room:
    """A wall with its pictures, and the walk along it. Colours are RGB in 0..1."""

    name: str
    wall: Colour
    floor: Colour
    hangings: tuple[Hanging, ...]
    seconds: float
    leftward: bool = False
    """Whether the visitor walks from right to left."""


_OIL = "Oil on canvas"

PIECES: tuple[Piece, ...] = (
    Piece(
        "CD.01", "The Harbour at Evening", "Workshop of the Blue Hour", "c. 1871", "Marine",
        "Sailing ships before a low sun",
        "Two-masters lie in a calm roadstead while the sun goes down; two men row ashore.",
        _OIL, 78, seas.harbour_sunset, "gilt", 101,
    ),
    Piece(
        "CD.02", "The Harbour in the Evening", "Circle of the Salt Road", "c. 1903", "Marine",
        "A lighthouse and fishing boats at dusk",
        "Lamps burn along the mole and a lighthouse sweeps the dusk; fishing boats ride at anchor.",
        _OIL, 56, lights.harbour_dusk, "black", 102,
    ),
    Piece(
        "CD.03", "Hills after Rain", "Master of the Long Shadows", "1868", "Landscape",
        "A river valley with poplars",
        "A stream winds from layered hills; poplars catch the light that follows a shower.",
        _OIL, 80, landscapes.hills, "carved", 103,
    ),
    Piece(
        "CD.04", "Pears and a Blue Jug", "Painter of the White Cloth", "c. 1790", "Still life",
        "Fruit and a glazed jug on a table",
        "Pears on a pewter plate, grapes and a slip-trailed jug stand on a striped white cloth.",
        "Oil on panel", 76, indoors.still_life, "walnut", 104,
    ),
    Piece(
        "CD.05", "Woman with a Blue Band", "Master of the Quiet Profiles", "c. 1520", "Portrait",
        "Head of a woman in profile",
        "A woman in a red dress, pearls at her neck, looks to the left against a green ground.",
        "Oil on panel", 52, portraits.portrait, "gilt", 105,
    ),
    Piece(
        "CD.06", "The Open Window", "Studio of the South Light", "1912", "Interior",
        "A room above the sea",
        "Sun falls through an open window on a tiled floor; sails pass on the bay outside.",
        _OIL, 58, rooms.interior, "pale", 106,
    ),
    Piece(
        "CD.07", "Moonrise over the Marsh", "Workshop of the Blue Hour", "c. 1880", "Nocturne",
        "The moon above still water and reeds",
        "The full moon lays a broken path across still water, between dark stands of reed.",
        _OIL, 70, landscapes.marsh, "walnut", 107,
    ),
    Piece(
        "CD.08", "Poppies and Fennel", "The Herb Garden Painter", "c. 1760", "Botanical study",
        "Poppies, wild fennel and leaves",
        "Four poppies in stages of bloom, with seed heads and wild fennel, on a cream ground.",
        "Gouache on vellum", 46, sheets.botanical, "pale", 108,
    ),
    Piece(
        "CD.09", "Composition with Seven Discs", "Studio of the Right Angle", "1926", "Abstract",
        "Discs, bars and a chequered board",
        "Seven discs balance on slanted planes of blue, ochre and green under nine fine lines.",
        _OIL, 62, sheets.composition, "black", 109,
    ),
    Piece(
        "CD.10", "Battle of the Clouds", "Master of the Long Shadows", "1874", "Landscape",
        "Storm clouds above a plain with a mill",
        "Bright and dark towers of cloud meet above a plain; a mill stands in the last sun.",
        _OIL, 80, weather.clouds, "carved", 110,
    ),
    Piece(
        "CD.11", "The Breaking Wave", "Circle of the Salt Road", "1898", "Marine",
        "Surf before a headland",
        "A green wave breaks against the light and throws its foam over rocks by a headland.",
        _OIL, 80, seas.wave, "gilt", 111,
    ),
    Piece(
        "CD.12", "Ochre Silence", "Studio of the Still Surface", "1964", "Abstract",
        "A field of ochre",
        "A single field of ochre that warms towards its middle, laid in thin, unmarked coats.",
        "Pigment and wax on canvas", 60, sheets.colour_field, "black", 112,
    ),
    Piece(
        "LOAN.01", "Birch Wood in Snow", "Follower of the Winter Gate", "c. 1908", "Landscape",
        "Birches and long shadows on snow",
        "Low sun between birches throws blue shadows over fresh snow.",
        _OIL, 52, weather.birches, "gilt", 113, in_catalogue=False,
    ),
)  # fmt: skip

ROOMS: tuple[Room, ...] = (
    Room(
        "green_room", (0.40, 0.47, 0.40), (0.56, 0.42, 0.29),
        (
            Hanging("CD.03", 270), Hanging("CD.01", 445), Hanging("CD.04", 618),
            Hanging("CD.11", 792),
        ),
        24.0,
    ),
    Room(
        "red_room", (0.50, 0.23, 0.20), (0.44, 0.33, 0.24),
        (
            Hanging("CD.10", 270), Hanging("CD.05", 430, label=None), Hanging("CD.02", 568),
            Hanging("LOAN.01", 708), Hanging("CD.06", 850),
        ),
        28.0, leftward=True,
    ),
    Room(
        "grey_room", (0.70, 0.72, 0.74), (0.50, 0.49, 0.47),
        # The card of CD.07 hangs in the gap, nearer to the edge of CD.09 than to its own picture.
        (
            Hanging("CD.08", 260), Hanging("CD.09", 415, label="left"),
            Hanging("CD.07", 536, label="left", label_gap=14.0), Hanging("CD.12", 692),
        ),
        25.0,
    ),
)  # fmt: skip


def piece(identifier: str) -> Piece:
    """The piece with that identifier. Raises KeyError."""
    return {each.identifier: each for each in PIECES}[identifier]
