"""The chat template of Qwen2 (ChatML), in which both families of models are asked."""

from __future__ import annotations

SYSTEM_TURN = "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n"
USER_TURN = "<|im_start|>user\n"
"""Before the frames and the question."""
ANSWER_TURN = "<|im_end|>\n<|im_start|>assistant\n"
"""After the question."""
STOPS = ("<|im_end|>", "<|endoftext|>")
"""The special tokens that end an answer."""
