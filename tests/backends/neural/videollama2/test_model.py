"""VideoLLaMA2.1 computes what the original computes: features, scores, words, pixels."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file
from transformers import SiglipVisionConfig
from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil

from backends import Fit
from backends.neural.videollama2.connector import Connector
from backends.neural.videollama2.frames import opened, padded, pixels
from backends.neural.videollama2.model import KEYS, VideoLlama2Config, VideoLlama2ForCausalLM
from backends.videollama2 import VideoLlama2Backend
from tests import videollama2_tiny as tiny
from tests.places import FIXTURES

FIXTURE = FIXTURES / "videollama2_tiny"
ORIGINAL = tiny.CONFIG | {"hidden_size": 96, "vocab_size": 300, "rope_theta": 10000.0}
"""What the original classes computed the fixture with."""
NEAR = 1e-5


@pytest.fixture(scope="module")
def golden() -> dict[str, torch.Tensor]:
    return load_file(FIXTURE / "golden.safetensors")


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> VideoLlama2ForCausalLM:
    folder = tmp_path_factory.mktemp("original")
    shutil.copy(FIXTURE / "model.safetensors", folder)
    (folder / "config.json").write_text(json.dumps(ORIGINAL))
    kind: Any = VideoLlama2ForCausalLM
    model, report = kind.from_pretrained(
        folder, key_mapping=KEYS, dtype=torch.float32, output_loading_info=True
    )
    assert not report["missing_keys"]
    assert not report["unexpected_keys"]
    loaded: VideoLlama2ForCausalLM = model
    return loaded


def apart(first: torch.Tensor, second: torch.Tensor) -> float:
    assert first.shape == second.shape
    return float((first - second).abs().max())


@torch.inference_mode()
def test_a_video_becomes_the_same_features(
    network: VideoLlama2ForCausalLM, golden: dict[str, torch.Tensor]
) -> None:
    features = network.encode(golden["frames"], range(16))
    assert apart(features, golden["connector_video"][0]) < NEAR


@torch.inference_mode()
def test_an_image_is_sixteen_frames_alike(
    network: VideoLlama2ForCausalLM, golden: dict[str, torch.Tensor]
) -> None:
    features = network.encode(golden["frames"][:1], [0] * 16)
    assert apart(features, golden["connector_image"][0]) < NEAR


@torch.inference_mode()
def test_frames_come_in_the_order_that_is_asked_for(
    network: VideoLlama2ForCausalLM, golden: dict[str, torch.Tensor]
) -> None:
    backward = network.encode(golden["frames"], range(15, -1, -1))
    assert apart(backward, network.encode(golden["frames"].flip(0), range(16))) < NEAR
    assert apart(backward, golden["connector_video"][0]) > 0.01


@torch.inference_mode()
def test_the_same_words_follow(
    network: VideoLlama2ForCausalLM, golden: dict[str, torch.Tensor]
) -> None:
    features = network.encode(golden["frames"], range(16))
    embeds = network.embed(golden["input_ids"][0], features)
    assert apart(network(inputs_embeds=embeds).logits, golden["logits"]) < NEAR
    untyped: Any = network
    tokens = untyped.generate(
        inputs_embeds=embeds,
        attention_mask=torch.ones(embeds.shape[:2], dtype=torch.long),
        max_new_tokens=8,
        do_sample=False,
        pad_token_id=0,
    )
    assert tokens.tolist() == golden["generated"].tolist()


def test_sixteen_frames_of_the_released_size_become_1352_tokens() -> None:
    config = VideoLlama2Config(hidden_size=3584)
    assert isinstance(config.vision_config, SiglipVisionConfig)
    patches = (config.vision_config.image_size // config.vision_config.patch_size) ** 2  # type: ignore[operator]
    with torch.device("meta"):
        connector = Connector(config.vision_config.hidden_size, config.hidden_size)
        tokens = connector(torch.zeros(16, patches, config.vision_config.hidden_size))
    assert tokens.shape == (8 * 13 * 13, 3584)


def test_the_released_config_describes_the_released_weights() -> None:
    released = {name: value for name, value in tiny.CONFIG.items() if name != "vision_config"}
    sizes = {"hidden_size": 3584, "intermediate_size": 18944, "vocab_size": 152064}
    depth = {"num_hidden_layers": 28, "num_attention_heads": 28, "num_key_value_heads": 4}
    with torch.device("meta"):
        model = VideoLlama2ForCausalLM(VideoLlama2Config(**released | sizes | depth))  # type: ignore[arg-type]
    shapes = model.released_shapes()
    tower = "model.vision_tower.vision_tower.vision_model"
    assert shapes[f"{tower}.embeddings.position_embedding.weight"] == (729, 1152)
    assert shapes[f"{tower}.encoder.layers.26.mlp.fc1.weight"] == (4304, 1152)
    assert shapes["model.mm_projector.s1.b1.se.fc1.weight"] == (288, 3584, 1, 1)
    assert shapes["model.mm_projector.s1.b2.se.fc1.weight"] == (896, 3584, 1, 1)
    assert shapes["model.mm_projector.sampler.0.weight"] == (3584, 3584, 2, 2, 2)
    assert shapes["model.layers.27.self_attn.k_proj.weight"] == (512, 3584)
    assert model.config.rope_parameters["rope_theta"] == 1000000.0  # type: ignore[index]


@pytest.fixture
def picture() -> Image.Image:
    values = np.random.default_rng(0).integers(0, 256, (60, 90, 3), np.uint8)
    return Image.fromarray(values).resize((300, 200), Image.Resampling.BICUBIC)


@pytest.mark.parametrize("fit", ["squash", "pad"])
def test_pixels_are_those_of_transformers(picture: Image.Image, fit: Fit) -> None:
    processor = SiglipImageProcessorPil(size={"height": 384, "width": 384})
    image = padded(picture) if fit == "pad" else picture
    expected = processor(image, return_tensors="np")["pixel_values"]
    got = pixels([picture], replace(VideoLlama2Backend.default_format, fit=fit))
    assert got.shape == (1, 3, 384, 384)
    assert got.dtype == np.float32
    assert np.abs(got - expected).max() < 1e-6


def test_padding_cuts_nothing_off_and_is_grey(picture: Image.Image) -> None:
    square = np.asarray(padded(picture))
    assert square.shape == (300, 300, 3)
    assert (square[50:250] == np.asarray(picture)).all()
    assert (square[:50] == 127).all()
    assert (square[250:] == 127).all()
    upright = np.asarray(padded(picture.transpose(Image.Transpose.ROTATE_90)))
    assert (upright[:, :50] == 127).all()
    assert (upright[:, 250:] == 127).all()


def test_a_frame_is_made_no_larger(picture: Image.Image, tmp_path: Path) -> None:
    picture.save(tmp_path / "frame.png")
    assert opened(tmp_path / "frame.png", 150).size == (150, 100)
    assert opened(tmp_path / "frame.png", 768).size == (300, 200)
