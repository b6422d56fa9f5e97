"""The arrays of pictures and features, by the type of their numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Image = Bytes
"""BGR, shape (height, width, 3); of one channel, (height, width)."""
