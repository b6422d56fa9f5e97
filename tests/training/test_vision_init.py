"""Before any training, each head attends to the patch on its own side."""

from __future__ import annotations

from typing import Any

import pytest

from training.vision_init import initialise

pytestmark = pytest.mark.weights

ROWS, COLUMNS = 12, 16
SIDES = [(0, 1), (0, -1), (1, 0), (-1, 0)]


@pytest.fixture(scope="module")
def visual() -> Any:
    import torch
    from transformers.models.qwen2_vl.configuration_qwen2_vl import Qwen2VLVisionConfig
    from transformers.models.qwen2_vl.modeling_qwen2_vl import (
        Qwen2VisionTransformerPretrainedModel,
    )

    torch.manual_seed(0)
    config = Qwen2VLVisionConfig(depth=2, embed_dim=128, hidden_size=64, num_heads=4)
    visual = Qwen2VisionTransformerPretrainedModel(config)
    initialise(visual)
    return visual


@pytest.mark.parametrize("layer", [0, 1])
@pytest.mark.parametrize("head", range(4))
def test_a_head_attends_most_to_the_patch_on_its_side(visual: Any, layer: int, head: int) -> None:
    import torch
    from transformers.models.qwen2_vl.modeling_qwen2_vl import apply_rotary_pos_emb_vision

    y, x = torch.meshgrid(torch.arange(ROWS), torch.arange(COLUMNS), indexing="ij")
    places = torch.stack([y.flatten(), x.flatten()], dim=-1)
    cos, sin = visual.rotary_pos_emb(torch.zeros(1), places)
    query, key, _ = visual.blocks[layer].attn.qkv.bias.data.view(3, 4, -1)
    count = ROWS * COLUMNS
    turned = apply_rotary_pos_emb_vision(
        query.expand(count, 4, -1), key.expand(count, 4, -1), cos, sin
    )
    middle = (ROWS // 2) * COLUMNS + COLUMNS // 2
    seen = int((turned[1][:, head] @ turned[0][middle, head]).argmax())
    reach = (3, 5)[layer]
    down, right = SIDES[head]
    wanted = (ROWS // 2 + reach * down, COLUMNS // 2 + reach * right)
    assert divmod(seen, COLUMNS) == wanted
