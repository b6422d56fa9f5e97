"""Which painting a label hangs beside, from their outlines in one frame.

Museums hang a label to the right of its painting, to the left, or below, about one label away.
Any other place leaves the label untied: the label of a neighbour, of a sculpture or of a painting
outside the frame would name the wrong work.
"""

from __future__ import annotations

from collections.abc import Sequence

from backends.base import LabelTie, Quad
from backends.embedded.labels.transcription import Label

REACH = 2.0
"""Longer sides of a label within which its painting hangs."""
CLEARLY = 1.6
HALF_LABEL = 0.5
"""A label belongs to the nearest painting if the second nearest is `CLEARLY` times as far away, and
farther by `HALF_LABEL` longer sides of the label."""
OPEN = 0.5
"""Of the distance to the painting: so much wall must be seen on the label's other side, because
another painting may hang right outside the frame."""
CLOSE_UP = 0.08
"""Of the frame that a label covers when it was filmed by itself; across a room it is under 4 %."""
STRIP = 0.4
"""Of the frame's width or height that a label spans when it was filmed by itself. A tag is a strip
that covers less than `CLOSE_UP`, though hardly less than half of that."""
CARD = 0.25
"""Share of an outline that a label covers if the outline is the label's own card."""
EDGE = 0.004
"""Nearer to the edge of the frame than this, in frame heights, a label is cut off."""

OUTSIDE = "its own painting may hang just outside the frame"
"""Why a label is untied in a frame that shows too little of the wall to tell."""

Box = tuple[float, float, float, float]


def tie(
    label: Label,
    labels: Sequence[Label],
    paintings: Sequence[Quad],
    frame_aspect: float,
    focus: int | None,
    bare: bool = False,
) -> tuple[LabelTie, str]:
    """How `label` belongs to the painting number `focus` of `paintings`, and why.

    `labels` are all of the frame, `frame_aspect` is its width / height, and `bare` says that it
    shows nothing but wall around the label. The tie is "beside",
    "alone" (a close-up without any painting), "elsewhere" (beside another painting) or "none".
    """
    own = _box(label.quad, frame_aspect)
    cards = [_box(other.quad, frame_aspect) for other in labels] + [own]
    boxes = {i: _box(quad, frame_aspect) for i, quad in enumerate(paintings)}
    hung = {i: box for i, box in boxes.items() if not any(_is_card(box, c) for c in cards)}
    others = [card for card in cards[:-1] if not _same(card, own)]
    if not hung:
        return _alone(own, others, frame_aspect, bare)
    if focus is None or focus not in hung:
        return "none", "the picture is not about one painting"
    if any(_shared(own, box) > 0.5 * _area(own) for box in hung.values()):
        return "none", "the words seem to stand on a picture, not beside it"
    return _beside(own, others, hung, frame_aspect, focus)


def without_cards(
    outlines: Sequence[Quad], labels: Sequence[Label], frame_aspect: float
) -> tuple[Quad, ...]:
    """The outlines that are not the cards on which `labels` are printed."""
    cards = [_box(label.quad, frame_aspect) for label in labels]
    return tuple(
        quad
        for quad in outlines
        if not any(_is_card(_box(quad, frame_aspect), card) for card in cards)
    )


def _alone(own: Box, others: Sequence[Box], aspect: float, bare: bool) -> tuple[LabelTie, str]:
    if others:
        return "none", "several labels and no painting are in view"
    if not bare and not _fills(own, aspect):
        return "none", "the label is small and no painting is in view: it may be a sculpture's"
    return "alone", "a label by itself, filmed from near"


def _fills(own: Box, aspect: float) -> bool:
    """Whether a label is what the picture was taken of."""
    spans = max((own[2] - own[0]) / aspect, own[3] - own[1]) >= STRIP
    return _area(own) >= CLOSE_UP * aspect * (0.5 if spans else 1.0)


def _beside(
    own: Box, others: Sequence[Box], hung: dict[int, Box], aspect: float, focus: int
) -> tuple[LabelTie, str]:
    ranked = sorted(hung, key=lambda i: (_distance(own, hung[i]), i))
    nearest = ranked[0]
    if _distance(own, hung[nearest]) > REACH * _size(own):
        return "none", "it hangs too far from any painting in view"
    if len(ranked) > 1 and not _clearly(own, hung[nearest], hung[ranked[1]]):
        return "none", "two paintings hang about equally near"
    if nearest != focus:
        return "elsewhere", "it hangs beside another painting"
    if own[3] <= hung[focus][1]:
        return "none", "it hangs above the painting, where no label of it would"
    if not _seen_around(own, hung[focus], aspect):
        return "none", OUTSIDE
    if any(_competes(other, hung, focus) for other in others):
        return "none", "two labels hang beside this painting"
    return "beside", "it is the only label beside this painting"


def _clearly(own: Box, nearest: Box, second: Box) -> bool:
    near, far = _distance(own, nearest), _distance(own, second)
    return far > CLEARLY * near and far - near > HALF_LABEL * _size(own)


def _competes(other: Box, hung: dict[int, Box], focus: int) -> bool:
    """Whether another label may belong to the painting in focus as well."""
    gap = _distance(other, hung[focus])
    nearer = any(_clearly(other, box, hung[focus]) for i, box in hung.items() if i != focus)
    return gap <= REACH * _size(other) and not nearer


def _seen_around(own: Box, painting: Box, aspect: float) -> bool:
    """Whether the frame shows enough wall on the side away from the painting."""
    left, top, right, bottom = own
    if min(left, top, aspect - right, 1 - bottom) < EDGE:
        return False
    gap = OPEN * _distance(own, painting)
    if left >= painting[2]:
        return aspect - right >= gap
    if right <= painting[0]:
        return left >= gap
    return 1 - bottom >= gap


def _box(quad: Quad, aspect: float) -> Box:
    """The upright rectangle around a quad, in frame heights."""
    xs, ys = [x * aspect for x, _ in quad], [y for _, y in quad]
    return min(xs), min(ys), max(xs), max(ys)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _size(box: Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def _shared(first: Box, second: Box) -> float:
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    return max(width, 0.0) * max(height, 0.0)


def _same(first: Box, second: Box) -> bool:
    return _shared(first, second) >= 0.5 * min(_area(first), _area(second))


def _is_card(outline: Box, card: Box) -> bool:
    """Whether what looks like a painting is the card of a label."""
    return _shared(outline, card) >= CARD * _area(outline)


def _distance(first: Box, second: Box) -> float:
    """Edge to edge, 0 where they touch."""
    across = max(first[0] - second[2], second[0] - first[2], 0.0)
    down = max(first[1] - second[3], second[1] - first[3], 0.0)
    return float((across**2 + down**2) ** 0.5)
