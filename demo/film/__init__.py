"""The gallery of the demonstration, and the camera that walks through it."""

from demo.film.camera import HEIGHT, WIDTH, Pose

__all__ = [
    "HEIGHT",
    "WIDTH",
    "Pose",
]
