"""Whether a model fits is told before loading, and running out is told like any other error."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends import BackendUnavailable, Options, OutOfMemory, VisualFormat
from backends.neural.memory import estimate
from backends.neural.memory.available import GIB, AvailableMemory
from backends.qwen2_vl import Qwen2VLBackend
from backends.videollama2 import VideoLlama2Backend
from tests.checkpoints import QWEN2_VL_7B, VIDEOLLAMA2_7B, of_size

IMAGES = Qwen2VLBackend.default_format
VIDEO = replace(IMAGES, visual="video")
QWEN = of_size(QWEN2_VL_7B)
LLAMA = of_size(VIDEOLLAMA2_7B)
SIXTEEN = VideoLlama2Backend.default_format
CURE = "Choose fewer frames."


def card(gib: float) -> AvailableMemory:
    return AvailableMemory("card", "RTX 3060", int(gib * GIB), 12 * GIB)


# --- tokens


@pytest.mark.parametrize(
    ("form", "aspect", "tokens"),
    [
        (IMAGES, 16 / 9, 1152),  # 16 x 9 of 28 px, 8 frames
        (IMAGES, 4 / 3, 1536),  # 16 x 12
        (IMAGES, 3 / 4, 1536),
        (IMAGES, 1.0, 1352),  # 13 x 13: 448 x 448 is over 151,200 pixels
        (IMAGES, None, 1536),  # no shape makes more
        (VIDEO, 4 / 3, 768),  # two frames a token
        (replace(VIDEO, frames=7), 4 / 3, 768),
        (replace(IMAGES, frames=1), 4 / 3, 192),
    ],
)
def test_eight_frames_at_448_px_are_1152_to_1536_tokens(
    form: VisualFormat, aspect: float | None, tokens: int
) -> None:
    assert estimate.visual_tokens(QWEN, form, aspect) == tokens


def test_sixteen_frames_are_1352_tokens_for_videollama2() -> None:
    assert estimate.visual_tokens(LLAMA, SIXTEEN) == 8 * 13 * 13


@given(
    aspect=st.floats(0.1, 10),
    pixels=st.integers(56 * 56, 500_000),
    longest=st.integers(112, 1500),
    frames=st.integers(1, 32),
    visual=st.sampled_from(["images", "video"]),
)
def test_no_shape_of_frame_makes_more_tokens_than_are_counted_on(
    aspect: float, pixels: int, longest: int, frames: int, visual: Literal["images", "video"]
) -> None:
    form = replace(IMAGES, visual=visual, frames=frames, pixels=pixels, longest=longest)
    single = estimate.visual_tokens(QWEN, replace(form, frames=1), aspect)
    if longest**2 * min(aspect, 1 / aspect) >= 56 * 56:  # smaller ones are enlarged
        assert estimate.visual_tokens(QWEN, form, aspect) <= max(
            estimate.visual_tokens(QWEN, form), frames * rounded_up(longest, aspect)
        )
    assert single * frames >= estimate.visual_tokens(QWEN, form, aspect)


def rounded_up(longest: int, aspect: float) -> int:
    """Tokens of a frame whose sides are rounded to the next 28 px: a border's worth more."""
    width, height = longest * min(1.0, aspect), longest / max(1.0, aspect)
    return round(width / 28 + 0.5) * round(height / 28 + 0.5)


# --- the estimate


def test_a_7b_model_in_4_bits_with_8_frames_stays_below_11_gb() -> None:
    assert QWEN.parameters == pytest.approx(8.29e9, rel=0.001)
    for weights, form in ((QWEN, IMAGES), (QWEN, VIDEO), (LLAMA, SIXTEEN)):
        assert 6e9 < estimate.estimate(weights, form, quantise=True).total < 11e9


def test_the_parts_of_the_estimate_by_hand() -> None:
    needs = estimate.estimate(QWEN, IMAGES, answer=512, together=6)
    assert needs.weights == 2 * QWEN.parameters
    # 28 layers, keys and values, 4 heads of 128, 2 bytes; 1,536 tokens, 6 rows of 256 + 512
    assert needs.cache == 28 * 2 * 4 * 128 * 2 * (1536 + 6 * (256 + 512))
    packed = 28 * (2 * 3584 * 3584 + 2 * 512 * 3584 + 3 * 3584 * 18944)
    in_4_bits = estimate.estimate(QWEN, IMAGES, quantise=True)
    saved = packed * (2 - (0.5 + 1 / 64 + 1 / 4096))
    assert needs.weights - in_4_bits.weights == pytest.approx(saved, rel=1e-6)
    unpacked = 3584 * 18944 * 2
    assert in_4_bits.activations - needs.activations == unpacked
    assert str(in_4_bits).startswith("7.8 GiB (weights 6.4, keys and values 0.3")


@given(
    frames=st.integers(1, 31),
    quantise=st.booleans(),
    visual=st.sampled_from(["images", "video"]),
    place=st.sampled_from(["card", "main memory"]),
)
def test_less_never_takes_more(
    frames: int,
    quantise: bool,
    visual: Literal["images", "video"],
    place: Literal["card", "main memory"],
) -> None:
    form = replace(IMAGES, frames=frames, visual=visual)
    here = estimate.estimate(QWEN, form, quantise, place)
    more = estimate.estimate(QWEN, replace(form, frames=frames + 1), quantise, place)
    assert here.total <= more.total
    assert here.total > estimate.estimate(QWEN, form, True, place, answer=1, together=1).cache
    assert estimate.estimate(QWEN, form, True, place).total <= here.total
    assert here.total == here.weights + here.cache + here.activations + here.overhead


@pytest.mark.parametrize("name", ["hidden_size", "num_hidden_layers", "vocab_size"])
@pytest.mark.parametrize("value", [None, "many", 0, -3, True])
def test_a_config_without_numbers_is_told(name: str, value: object) -> None:
    odd = replace(QWEN, config={**QWEN2_VL_7B, name: value})
    with pytest.raises(BackendUnavailable, match=f"does not give {name}. Copy it again"):
        estimate.estimate(odd, IMAGES)


# --- whether it fits


def test_it_fits() -> None:
    result = estimate.fit(QWEN, IMAGES, quantise=True, available=card(12))
    assert result.fits
    assert result.cures == ()
    assert result.sentence.startswith("Fits: it takes about 7.8 GiB (weights 6.4, ")
    assert result.sentence.endswith("RTX 3060 has 12.0 GiB free.")


def test_4_bits_help_where_the_full_weights_do_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    small = AvailableMemory("main memory", "main memory", 2 * GIB, 16 * GIB)
    monkeypatch.setattr(estimate, "main_memory", lambda: small)
    result = estimate.fit(QWEN, IMAGES, available=card(12))
    assert not result.fits
    assert result.cures == ("load in 4 bits (7.8 GiB)",)
    assert result.sentence.startswith("Does not fit: it takes about 16.7 GiB")
    assert result.sentence.endswith("What helps: load in 4 bits (7.8 GiB).")


def test_the_cheapest_cure_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    large = AvailableMemory("main memory", "main memory", 30 * GIB, 32 * GIB)
    monkeypatch.setattr(estimate, "main_memory", lambda: large)
    needed = estimate.estimate(QWEN, replace(IMAGES, frames=6)).total
    result = estimate.fit(QWEN, IMAGES, available=replace(card(0), free=needed))
    frames, bits, offload = result.cures
    assert frames == f"take 6 frames instead of 8 ({needed / GIB:.1f} GiB)"
    assert bits.startswith("load in 4 bits (")
    assert re.fullmatch(r"offload 0\.\d GiB to main memory, which is slow", offload)


def test_4_bits_and_fewer_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(estimate, "main_memory", lambda: replace(card(0), free=0))
    needed = estimate.estimate(QWEN, replace(VIDEO, frames=4), quantise=True).total
    result = estimate.fit(QWEN, VIDEO, available=replace(card(0), free=needed))
    words = f"load in 4 bits and take 4 frames instead of 8 ({needed / GIB:.1f} GiB)"
    assert result.cures == (words,)


def test_frames_of_a_video_are_left_out_in_pairs() -> None:
    enough = estimate.estimate(LLAMA, replace(SIXTEEN, frames=15), quantise=True).total
    assert enough < estimate.estimate(LLAMA, SIXTEEN, quantise=True).total
    result = estimate.fit(LLAMA, SIXTEEN, True, available=replace(card(0), free=enough))
    assert [re.findall(r"take (\d+) frames", cure) for cure in result.cures] == [["14"]]


def test_where_nothing_helps_a_smaller_model_is_advised() -> None:
    result = estimate.fit(QWEN, IMAGES, quantise=True, available=card(4))
    assert result.cures == ()
    assert result.sentence.endswith("use a smaller model, or a machine with more memory.")


def test_offload_counts_main_memory_but_not_for_4_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    large = AvailableMemory("main memory", "main memory", 30 * GIB, 32 * GIB)
    monkeypatch.setattr(estimate, "main_memory", lambda: large)
    options = Options(offload=True)
    assert estimate.fit(QWEN, IMAGES, False, options, card(8)).fits
    assert not estimate.fit(QWEN, IMAGES, False, available=card(8)).fits
    assert not estimate.fit(QWEN, IMAGES, True, options, card(4)).fits
    assert not estimate.fit(QWEN, IMAGES, False, options, large).fits


def test_what_does_not_fit_is_refused_before_loading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(estimate, "available_memory", lambda: card(9))
    estimate.require(QWEN, IMAGES, quantise=True)
    with pytest.raises(OutOfMemory, match=r"^weights: Does not fit: .* load in 4 bits \(7\.8 GiB"):
        estimate.require(QWEN, IMAGES)
