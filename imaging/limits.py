"""The largest pictures and films that are read, so that none takes all of a machine's memory."""

MOST_PIXELS = 178_000_000
"""Pixels of a picture at most; Pillow refuses more."""
MOST_BYTES = 1 << 30
"""Bytes that decoding a picture may need. The whole program then stays under 1.5 GB."""
LARGEST_FRAME = 36_000_000
"""Pixels of a frame at most: those of a video of 8192 x 4352. Larger pictures are reduced."""
