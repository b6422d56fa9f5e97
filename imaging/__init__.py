"""Picture files of any size, read within a memory that every machine has."""

from imaging.errors import NoPicture, PictureError, PictureTooLarge
from imaging.large_pictures import longest_of_a_frame
from imaging.limits import LARGEST_FRAME, MOST_PIXELS
from imaging.reading import opened, read, size
from imaging.straightening import OUTSIDE, box, homography, straightened

__all__ = [
    "LARGEST_FRAME",
    "MOST_PIXELS",
    "OUTSIDE",
    "NoPicture",
    "PictureError",
    "PictureTooLarge",
    "box",
    "homography",
    "longest_of_a_frame",
    "opened",
    "read",
    "size",
    "straightened",
]
