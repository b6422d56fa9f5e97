"""VideoLLaMA2.1 on transformers' own SigLIP and Qwen2.

After DAMO-NLP-SG/VideoLLaMA2 (Apache-2.0) at commit c0bb03a. The modules have the names of the
released checkpoint's keys, so that adapters trained on the original fit; only the prefix of the
vision tower differs, see `KEYS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast

import torch
from torch import Tensor
from transformers import (
    Qwen2Config,
    Qwen2ForCausalLM,
    Qwen2Model,
    SiglipVisionConfig,
    SiglipVisionModel,
)
from transformers.configuration_utils import PreTrainedConfig, SubConfigSpec

from backends.neural.memory import dimensions as shapes
from backends.neural.videollama2.connector import Connector

TOWER, RELEASED_TOWER = "model.vision_tower.", "model.vision_tower.vision_tower.vision_model."
KEYS = {"^" + RELEASED_TOWER.replace(".", r"\."): TOWER}
"""Patterns of released keys, and what stands for them here: transformers' `key_mapping`."""
IMAGE, VIDEO = -200, -201
"""What stands for the frames among the token numbers."""
SIGLIP = {**shapes.SIGLIP, "num_hidden_layers": 27, "num_attention_heads": 16}


class VideoLlama2Config(Qwen2Config):  # type: ignore[no-untyped-call]
    """The released config.json; `vision_config` describes another vision tower than `SIGLIP`."""

    model_type: ClassVar[str] = "videollama2_qwen2"
    sub_configs_defaults: ClassVar[dict[str, SubConfigSpec]] = {
        "vision_config": SubConfigSpec(config_class=SiglipVisionConfig, init_kwargs=SIGLIP)
    }

    vision_config: dict | PreTrainedConfig | None = None  # type: ignore[type-arg]
    mm_projector_type: str = "stc_connector_v35"
    mm_vision_select_layer: int = -2
    num_frames: int = 16


class VideoLlama2Model(Qwen2Model):  # type: ignore[no-untyped-call]
    """The language model without its head, beside the vision tower and the connector."""

    config_class = VideoLlama2Config

    def __init__(self, config: VideoLlama2Config) -> None:
        super().__init__(config)
        vision = cast(SiglipVisionConfig, config.vision_config)
        self.vision_tower = SiglipVisionModel(vision)
        self.mm_projector = Connector(vision.hidden_size, config.hidden_size)
        self.post_init()  # type: ignore[no-untyped-call]


class VideoLlama2ForCausalLM(Qwen2ForCausalLM):  # type: ignore[no-untyped-call]
    """Load it with `from_pretrained(folder, key_mapping=KEYS)`."""

    config_class = VideoLlama2Config

    def __init__(self, config: VideoLlama2Config) -> None:
        super(Qwen2ForCausalLM, self).__init__(config)
        self.model = VideoLlama2Model(config)
        self.vocab_size = config.vocab_size
        self.lm_head = torch.nn.Linear(config.hidden_size, config.vocab_size, bias=False)
        self.post_init()  # type: ignore[no-untyped-call]

    def released_shapes(self) -> dict[str, tuple[int, ...]]:
        """The shapes of all weights, by the names that they have in the released checkpoint."""
        shapes = {name: tuple(weight.shape) for name, weight in self.state_dict().items()}
        if self.config.tie_word_embeddings:
            del shapes["lm_head.weight"]
        return {
            RELEASED_TOWER + name.removeprefix(TOWER) if name.startswith(TOWER) else name: shape
            for name, shape in shapes.items()
        }

    def encode(self, frames: Tensor, order: Sequence[int]) -> Tensor:
        """Frames (n, 3, rows, columns), normalised, to features (tokens, hidden_size).

        `order` says which of them come one after the other; one may come several times.
        """
        tower = self.model.vision_tower
        x = tower.embeddings(frames.to(self.device, tower.dtype))
        layers = tower.encoder.layers
        for layer in layers[: len(layers) + 1 + self.config.mm_vision_select_layer]:
            x = layer(x, None)
        return cast(Tensor, self.model.mm_projector(x[list(order)]))

    def embed(self, tokens: Tensor, features: Tensor) -> Tensor:
        """Token numbers (length) with IMAGE or VIDEO among them, to embeddings
        (1, length - 1 + features, hidden_size) with the features in its place."""
        tokens = tokens.to(self.device)
        place = int(((tokens == IMAGE) | (tokens == VIDEO)).nonzero().item())
        before, after = (self.model.embed_tokens(t) for t in (tokens[:place], tokens[place + 1 :]))
        return torch.cat([before, features.to(before), after])[None]
