"""Qwen2-VL, 2.5-VL and 3-VL: frames, loading, model. Imports torch."""

from backends.neural.qwen.frames import patches
from backends.neural.qwen.loading import load
from backends.neural.qwen.model import QwenVL

__all__ = ["QwenVL", "load", "patches"]
