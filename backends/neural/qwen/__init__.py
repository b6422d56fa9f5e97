"""Qwen2-VL, 2.5-VL and 3-VL: frames, loading, model."""
