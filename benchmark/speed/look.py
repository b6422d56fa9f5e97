"""What seven questions over a shared prefix cost, against seven separate calls.

Creates a Qwen2-VL with random weights, gives it eight frames and asks the seven prompts of
`pipeline.stages`: first each in its own call of transformers' `generate`, then as the pipeline
does, with the frames encoded once as a shared prefix. Prints CPU seconds (one thread) or, on a GPU,
wall-clock seconds; how many answers agree token by token; and the least time in which the weights
could be read once for each token.

Without a GPU: 180 million parameters in float32, sharpened so that a wrong position would show.
With a GPU: the shapes of Qwen2-VL-7B in 4 bits, and the peak memory; this needs 17 GB of disk.
`--sizes` and `--quantise` choose otherwise.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import backends
from backends import BY_DEFAULT, Answer, Media, Params, Prompt, Visual, VisualFormat
from benchmark.speed.random_model import SIZES, noise_frames, write
from pipeline.stages import MODEL_STAGES, Stage

if TYPE_CHECKING:
    from backends.neural.qwen import QwenVL

QWEN = "qwen2-vl"


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds for all answers about a clip, and for encoding its frames alone."""

    answers: tuple[Answer, ...]
    whole: float
    encoding: float = 0.0


def over_a_shared_prefix(
    model: QwenVL, media: Media, form: VisualFormat, tokens: int, clock: Callable[[], float]
) -> tuple[Cost, list[Prompt]]:
    """As the pipeline does: encode once, ask what needs no other answer, then ask the rest."""
    from backends.neural.qwen import patches

    began = clock()
    prefix = model.encode(patches(media, form, model.patching), form.visual)
    encoding = clock() - began
    answers: dict[str, Answer] = {}
    prompts: dict[str, Prompt] = {}
    for stages in ([s for s in MODEL_STAGES if not s.needs], [s for s in MODEL_STAGES if s.needs]):
        prompts |= {s.name: _prompt(s, answers) for s in stages}
        questions = [(prompts[s.name], Params(tokens)) for s in stages]
        answered = model.answer(prefix, questions, lambda stage, words: None)
        answers |= {s.name: a for s, a in zip(stages, answered, strict=True)}
    cost = Cost(tuple(answers[s.name] for s in MODEL_STAGES), clock() - began, encoding)
    return cost, [prompts[s.name] for s in MODEL_STAGES]


def _prompt(stage: Stage, answers: dict[str, Answer]) -> Prompt:
    needed = [s for s in MODEL_STAGES if s.name in stage.needs]
    earlier = {s.name: s.parse(answers[s.name].words) for s in needed}
    return Prompt(stage.name, stage.prompt(earlier))


def separately(
    model: QwenVL,
    media: Media,
    form: VisualFormat,
    prompts: Sequence[Prompt],
    tokens: int,
    clock: Callable[[], float],
) -> Cost:
    """Each prompt in its own call of `generate`, the default way to use transformers."""
    from backends.neural.decoding import LanguageModel

    model.network.set_attn_implementation("sdpa")
    _greedy(model.network)
    began = clock()
    answers = tuple(_alone(model, media, form, prompt, tokens) for prompt in prompts)
    spent = clock() - began
    LanguageModel(model.language.body, model.language.head)
    return Cost(answers, spent)


def _greedy(network: Any) -> None:
    for name, value in {
        "do_sample": False,
        "temperature": None,
        "top_k": None,
        "top_p": None,
    }.items():
        setattr(network.generation_config, name, value)


def _alone(model: QwenVL, media: Media, form: VisualFormat, prompt: Prompt, tokens: int) -> Answer:
    import torch

    from backends.neural.qwen import patches

    inputs = model.inputs(patches(media, form, model.patching), form.visual)
    tail = torch.tensor([model.question(prompt.text)])
    inputs["input_ids"] = torch.cat([inputs["input_ids"], tail], dim=1)
    kinds = inputs["mm_token_type_ids"]
    inputs["mm_token_type_ids"] = torch.cat([kinds, torch.zeros_like(tail, dtype=kinds.dtype)], 1)
    device = model.language.device
    network: Any = model.network
    output = network.generate(**{k: v.to(device) for k, v in inputs.items()}, max_new_tokens=tokens)
    answer = output[0, inputs["input_ids"].shape[1] :].tolist()
    text = [token for token in answer if token not in model.stops]
    return Answer(model.tokenizer.decode(text), len(text), len(text) == len(answer))


def bytes_a_token(model: QwenVL) -> int:
    """Bytes of weights that a decoding step reads at least: all but the input embeddings."""
    body: Any = model.language.body
    weights = [*body.layers.parameters(), *model.language.head.parameters()]
    states = [w.quant_state for w in weights if hasattr(w, "quant_state")]
    packed = sum(state.absmax.numel() * state.absmax.element_size() for state in states)
    full = sum(w.numel() * w.element_size() for w in weights)
    return int(packed + full)


def bandwidth(device: Any) -> float:
    """Bytes a second read and written together, the best of several copies."""
    import torch

    source = torch.ones(2**28, dtype=torch.float32, device=device)
    target = torch.empty_like(source)
    best = 0.0
    for _ in range(6):
        began = _now(device)
        target.copy_(source)
        best = max(best, 2 * source.numel() * 4 / (_now(device) - began))
    return best


def _now(device: Any) -> float:
    import torch

    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return time.perf_counter()


def _form() -> VisualFormat:
    """How frames reach a Qwen2-VL unless options say otherwise."""
    form = backends.form(QWEN, BY_DEFAULT)
    assert form is not None, "a model with weights has a visual format"
    return form


def a_step(
    model: QwenVL, media: Media, form: VisualFormat, tokens: int, clock: Callable[[], float]
) -> float:
    """Seconds of a decoding step for a batch of answers, without the prefill of the questions."""
    from backends.neural.qwen import patches

    prefix = model.encode(patches(media, form, model.patching), form.visual)
    prompts = [Prompt(s.name, s.prompt({})) for s in MODEL_STAGES if not s.needs]
    spent = {}
    for count in (1, tokens):
        began = clock()
        answers = model.answer(prefix, [(p, Params(count)) for p in prompts], lambda s, w: None)
        spent[max(a.tokens + (not a.cut) for a in answers)] = clock() - began
    few, many = min(spent), max(spent)
    return (spent[many] - spent[few]) / max(1, many - few)


def compare(model: QwenVL, media: Media, visual: Visual, tokens: int) -> str:
    """A line of figures for one visual format."""
    device = model.language.device
    on_card = device.type == "cuda"
    clock = (lambda: _now(device)) if on_card else time.process_time
    form = replace(_form(), visual=visual, frames=len(media.frames))
    over_a_shared_prefix(model, media, replace(form, frames=1), 2, clock)
    shared, prompts = over_a_shared_prefix(model, media, form, tokens, clock)
    seven = separately(model, media, form, prompts, tokens, clock)
    pairs = list(zip(shared.answers, seven.answers, strict=True))
    identical = sum((a.words, a.tokens) == (b.words, b.tokens) for a, b in pairs)
    step = a_step(model, media, form, tokens, clock)
    least = bytes_a_token(model) / bandwidth(device)
    return (
        f"{visual:<7} seven calls {seven.whole:7.1f} s   shared prefix {shared.whole:6.1f} s "
        f"({shared.encoding:.1f} to encode)   {seven.whole / shared.whole:4.1f} times less   "
        f"{identical} of {len(pairs)} token-identical   "
        f"{1e3 * step:.1f} ms a step, {1e3 * least:.1f} ms to read the weights once"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmark look", description=__doc__)
    parser.add_argument("--sizes", choices=SIZES, help="default: 180m, or 7b with a GPU")
    parser.add_argument("--quantise", action="store_true", help="4 bits; always on with 7b")
    parser.add_argument("--frames", type=int, default=8)
    parser.add_argument("--tokens", type=int, default=16, help="of each answer")
    options = parser.parse_args(arguments)
    import torch

    from backends.neural.memory import estimate
    from backends.neural.qwen import load
    from backends.neural.weights import checkpoint

    torch.set_num_threads(1)
    on_card = torch.cuda.is_available()
    sizes = options.sizes or ("7b" if on_card else "180m")
    quantise = options.quantise or sizes == "7b"
    with tempfile.TemporaryDirectory() as temporary:
        folder = write(Path(temporary) / "model", SIZES[sizes], half=on_card, sharp=sizes != "7b")
        media = noise_frames(Path(temporary), options.frames)
        weights = checkpoint.read(folder, backends.create(QWEN).model_types)
        form = replace(_form(), frames=options.frames)
        print(estimate.fit(weights, form, quantise).sentence)
        model = load(weights, quantise, offload=False, adapter=None)
        print(f"{weights.parameters / 1e6:,.0f} million parameters, "
              f"{options.tokens} tokens an answer"
              f"{', 4 bits' if quantise else ''}, {model.language.device}")  # fmt: skip
        for visual in ("images", "video"):
            print(compare(model, media, visual, options.tokens), flush=True)
    if on_card:
        print(f"peak memory {torch.cuda.max_memory_reserved() / 1e9:.1f} GB, loading included")
    return 0


if __name__ == "__main__":
    sys.exit(main())
