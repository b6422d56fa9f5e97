"""Filming a walk: frames with blur, glare, drifting exposure and sensor noise, as H.264."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from demo.film.camera import HEIGHT, RATE, WIDTH, Pose, Walk
from demo.film.gallery import SCALE, TOP, Hung, Wall
from demo.paint.study import Picture

_FLOOR_SCALE = 2.0
_SHUTTER = 0.5
"""Share of the time of a frame in which the shutter is open."""


def frames(wall: Wall, walk: Walk, seed: int) -> Iterator[Picture]:
    """The frames of a walk, (720, 1280, 3) RGB, in order."""
    rng = np.random.default_rng(seed)
    sensor = [rng.normal(0, 2.6, (HEIGHT, WIDTH, 3)).round().astype(np.int8) for _ in range(5)]
    gains = _exposure(len(walk.poses), rng)
    falloff = _vignette()
    glossy = frozenset(rng.choice([h.piece.identifier for h in wall.hung], 2, replace=False))
    for number, pose in enumerate(walk.poses):
        previous = walk.poses[max(0, number - 1)]
        view = _view(wall, pose)
        for hung in wall.hung:
            if hung.piece.identifier in glossy:
                _glare(view, hung, pose)
        view = _motion_blur(view, pose, previous)
        view = _defocus(view, number / RATE, walk)
        exposed = cv2.multiply(cv2.LUT(view, gains[number]), falloff, scale=1 / 255)
        noise = sensor[int(rng.integers(len(sensor)))]
        yield np.asarray(cv2.add(exposed, noise, dtype=cv2.CV_8U), np.uint8)


def _view(wall: Wall, pose: Pose) -> Picture:
    """The view of a perfect camera: the floor, and the wall above it."""
    size = (WIDTH, HEIGHT)
    to_cm = np.array([[1 / SCALE, 0, 0], [0, -1 / SCALE, TOP], [0, 0, 1]])
    homography = pose.wall_to_frame()
    if not _floor_in_view(homography, wall.texture.shape[1] / SCALE):
        return np.asarray(
            cv2.warpPerspective(wall.texture, homography @ to_cm, size, flags=cv2.INTER_LINEAR),
            np.uint8,
        )
    floor_cm = np.diag([1 / _FLOOR_SCALE, 1 / _FLOOR_SCALE, 1])
    view = cv2.warpPerspective(
        wall.floor, pose.floor_to_frame() @ floor_cm, size, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(
        cv2.warpPerspective(
            wall.texture, homography @ to_cm, size, dst=view, borderMode=cv2.BORDER_TRANSPARENT
        ),
        np.uint8,
    )


def _floor_in_view(homography: NDArray[np.float64], width: float) -> bool:
    foot = np.array([[[0.0, 0.0], [width, 0.0], [width / 2, 0.0]]])
    return bool((cv2.perspectiveTransform(foot, homography)[0, :, 1] < HEIGHT).any())


def _glare(view: Picture, hung: Hung, pose: Pose) -> None:
    """Add the reflection of a lamp on varnish, which moves with the camera, in place."""
    box = hung.canvas
    lamp_x = box.left + box.width * 0.9
    camera = pose.position
    x = (camera[0] + lamp_x) / 2 + 16
    y = box.low + box.height * 0.80
    homography = pose.wall_to_frame()
    spot = np.array([[[x, y], [x + 13, y], [x, y + 7]]])
    centre, side, above = cv2.perspectiveTransform(spot, homography)[0]
    rx, ry = float(np.hypot(*(side - centre))), float(np.hypot(*(above - centre)))
    quad = cv2.perspectiveTransform(box.corners[None], homography)[0]
    left, top = np.maximum(np.floor(quad.min(axis=0)), 0).astype(int)
    right, low = np.minimum(np.ceil(quad.max(axis=0)), [WIDTH, HEIGHT]).astype(int)
    if right <= left or low <= top:
        return
    v, u = np.mgrid[top:low, left:right].astype(np.float32)
    sheen = np.exp(-(((u - centre[0]) / rx) ** 2) - ((v - centre[1]) / ry) ** 2) * 95
    mask = np.zeros((low - top, right - left), np.uint8)
    cv2.fillConvexPoly(mask, np.round(quad - [left, top]).astype(np.int32), 1)
    light = np.clip(sheen * mask, 0, 255).astype(np.uint8)
    window = view[top:low, left:right]
    window[:] = cv2.add(window, cv2.merge([light] * 3))


def _motion_blur(view: Picture, pose: Pose, previous: Pose) -> Picture:
    """The frame blurred along the path of its middle while the shutter was open."""
    middle = np.array([[[pose.x, pose.y]]])
    current = cv2.perspectiveTransform(middle, pose.wall_to_frame())[0, 0]
    earlier = cv2.perspectiveTransform(middle, previous.wall_to_frame())[0, 0]
    dx, dy = np.abs(current - earlier) * _SHUTTER
    # A box blur along each axis: a pan is nearly level, and boxes cost a fifth of a slanted line.
    size = (1 + round(float(dx)), 1 + round(float(dy)))
    return view if size == (1, 1) else np.asarray(cv2.blur(view, size), np.uint8)


def _defocus(view: Picture, time: float, walk: Walk) -> Picture:
    """The frame out of focus for a moment after the visitor stops, while the lens hunts."""
    since = min((abs(time - arrive - 0.15) for arrive, _ in walk.stops), default=9.0)
    sigma = 2.2 * max(0.0, 1 - since / 0.45)
    return view if sigma < 0.4 else np.asarray(cv2.GaussianBlur(view, (0, 0), sigma), np.uint8)


def _exposure(count: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """(count, 256, 1, 3) tone curves, with the drifting gain and white balance of a phone."""
    times = np.arange(count) / RATE
    phase = rng.uniform(0, 6.28, 3)
    gain = 1.04 + 0.11 * np.sin(times * 0.55 + phase[0]) + 0.05 * np.sin(times * 1.9 + phase[1])
    warm = 0.025 * np.sin(times * 0.4 + phase[2])
    gains = np.stack([gain * (1 + warm), gain, gain * (1 - warm)], axis=1)
    curves = np.arange(256)[None, :, None, None] * gains[:, None, None, :]
    return np.asarray(np.clip(curves, 0, 255).round(), np.uint8)


def _vignette() -> Picture:
    """(720, 1280, 3) light that reaches each pixel of the sensor, of 255."""
    v, u = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]
    light = 255 * (1 - 0.20 * (u * u + v * v) / 2)
    return np.repeat(light.round().astype(np.uint8)[..., None], 3, axis=2)


def write(path: Path, wall: Wall, walk: Walk, seed: int, progress: Callable[[float], None]) -> None:
    """Film the walk and write it as MP4 (H.264, yuv420p, 1280 x 720 px, 25 frames/s)."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        # A fixed number of threads, because x264's output depends on it.
        stream.options = {"crf": "21", "preset": "veryfast", "threads": "2"}
        for number, view in enumerate(frames(wall, walk, seed)):
            frame = av.VideoFrame.from_ndarray(view, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            container.mux(stream.encode(frame))
            progress((number + 1) / len(walk.poses))
        container.mux(stream.encode(None))
