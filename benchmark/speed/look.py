"""What one look for all questions costs against seven: `python -m benchmark.speed.look`.

Makes a Qwen2-VL with random weights, shows it eight frames and asks the seven prompts of
`pipeline.stages`: each in a call of its own of transformers' `generate`, and then as the pipeline
does, over one look. Prints seconds of processor time (one thread) or, on a card, of the clock; how
many answers agree token by token; and what reading the weights once a token would take at least.

Without a card: 180 million parameters in float32, sharpened so that a wrong position would show.
On a card: the shapes of Qwen2-VL-7B in 4 bits, and the peak of its memory; this needs 17 GB of
disk. `--sizes` and `--quantise` choose otherwise.
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

from backends.base import Answer, Media, Params, Prompt
from backends.qwen2_vl import Qwen2VLBackend
from backends.visual_format import Visual, VisualFormat
from benchmark.speed.random_model import SIZES, filmed, make
from pipeline.stages import MODEL_STAGES, Stage

if TYPE_CHECKING:
    from backends.neural.qwen.model import QwenVL


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds for the answers of one clip, and those spent on the look alone."""

    answers: tuple[Answer, ...]
    whole: float
    look: float = 0.0


def over_one_look(
    model: QwenVL, media: Media, form: VisualFormat, tokens: int, clock: Callable[[], float]
) -> tuple[Cost, list[Prompt]]:
    """As the pipeline does: one look, all questions that need no other's answer, then the rest."""
    from backends.neural.qwen.frames import patches

    began = clock()
    look = model.encode(patches(media, form, model.patching), form.visual)
    looked = clock() - began
    answers: dict[str, Answer] = {}
    prompts: dict[str, Prompt] = {}
    for stages in ([s for s in MODEL_STAGES if not s.needs], [s for s in MODEL_STAGES if s.needs]):
        prompts |= {s.name: _prompt(s, answers) for s in stages}
        asked = [(prompts[s.name], Params(tokens)) for s in stages]
        answered = model.answer(look, asked, lambda stage, words: None)
        answers |= {s.name: a for s, a in zip(stages, answered, strict=True)}
    cost = Cost(tuple(answers[s.name] for s in MODEL_STAGES), clock() - began, looked)
    return cost, [prompts[s.name] for s in MODEL_STAGES]


def _prompt(stage: Stage, answers: dict[str, Answer]) -> Prompt:
    known = {s.name: s.parse(answers[s.name].words) for s in MODEL_STAGES if s.name in stage.needs}
    return Prompt(stage.name, stage.prompt(known))


def separately(
    model: QwenVL,
    media: Media,
    form: VisualFormat,
    prompts: Sequence[Prompt],
    tokens: int,
    clock: Callable[[], float],
) -> Cost:
    """Each prompt in a call of its own, as transformers is used by default."""
    from backends.neural.decoding.shared_prefix import LanguageModel

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

    from backends.neural.qwen.frames import patches

    given = model.inputs(patches(media, form, model.patching), form.visual)
    tail = torch.tensor([model.question(prompt.text)])
    given["input_ids"] = torch.cat([given["input_ids"], tail], dim=1)
    kinds = given["mm_token_type_ids"]
    given["mm_token_type_ids"] = torch.cat([kinds, torch.zeros_like(tail, dtype=kinds.dtype)], 1)
    device = model.language.device
    network: Any = model.network
    said = network.generate(**{k: v.to(device) for k, v in given.items()}, max_new_tokens=tokens)
    answer = said[0, given["input_ids"].shape[1] :].tolist()
    spoken = [token for token in answer if token not in model.stops]
    return Answer(model.vocabulary.words(spoken), len(spoken), len(spoken) == len(answer))


def read_a_token(model: QwenVL) -> int:
    """Bytes of weights that one step of an answer reads at least: all but the vocabulary."""
    body: Any = model.language.body
    weights = [*body.layers.parameters(), *model.language.head.parameters()]
    states = [w.quant_state for w in weights if hasattr(w, "quant_state")]
    packed = sum(state.absmax.numel() * state.absmax.element_size() for state in states)
    full = sum(w.numel() * w.element_size() for w in weights)
    return int(packed + full)


def bandwidth(device: Any) -> float:
    """Bytes a second that memory gives and takes together, the best of some copies."""
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


def a_step(
    model: QwenVL, media: Media, form: VisualFormat, tokens: int, clock: Callable[[], float]
) -> float:
    """Seconds of one step of a batch of answers, without what it takes to read the questions."""
    from backends.neural.qwen.frames import patches

    look = model.encode(patches(media, form, model.patching), form.visual)
    asked = [Prompt(s.name, s.prompt({})) for s in MODEL_STAGES if not s.needs]
    spent = {}
    for count in (1, tokens):
        began = clock()
        answers = model.answer(look, [(p, Params(count)) for p in asked], lambda s, w: None)
        spent[max(a.tokens + (not a.cut) for a in answers)] = clock() - began
    few, many = min(spent), max(spent)
    return (spent[many] - spent[few]) / max(1, many - few)


def compare(model: QwenVL, media: Media, visual: Visual, tokens: int) -> str:
    """One line for one visual format."""
    device = model.language.device
    on_card = device.type == "cuda"
    clock = (lambda: _now(device)) if on_card else time.process_time
    form = replace(Qwen2VLBackend.default_format, visual=visual, frames=len(media.frames))
    over_one_look(model, media, replace(form, frames=1), 2, clock)
    one, prompts = over_one_look(model, media, form, tokens, clock)
    seven = separately(model, media, form, prompts, tokens, clock)
    pairs = list(zip(one.answers, seven.answers, strict=True))
    alike = sum((a.words, a.tokens) == (b.words, b.tokens) for a, b in pairs)
    step = a_step(model, media, form, tokens, clock)
    least = read_a_token(model) / bandwidth(device)
    return (
        f"{visual:<7} seven calls {seven.whole:7.1f} s   one look {one.whole:6.1f} s "
        f"({one.look:.1f} for the look)   {seven.whole / one.whole:4.1f} times less   "
        f"{alike} of {len(pairs)} token-identical   "
        f"{1e3 * step:.1f} ms a step, {1e3 * least:.1f} ms to read the weights once"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmark.speed.look", description=__doc__)
    parser.add_argument("--sizes", choices=SIZES, help="180m, or 7b on a card")
    parser.add_argument("--quantise", action="store_true", help="4 bits, as always with 7b")
    parser.add_argument("--frames", type=int, default=8)
    parser.add_argument("--tokens", type=int, default=16, help="of each answer")
    options = parser.parse_args(arguments)
    import torch

    from backends.neural.memory import estimate
    from backends.neural.qwen.loading import load
    from backends.neural.weights import checkpoint

    torch.set_num_threads(1)
    on_card = torch.cuda.is_available()
    sizes = options.sizes or ("7b" if on_card else "180m")
    quantise = options.quantise or sizes == "7b"
    with tempfile.TemporaryDirectory() as temporary:
        folder = make(Path(temporary) / "model", SIZES[sizes], half=on_card, sharp=sizes != "7b")
        media = filmed(Path(temporary), options.frames)
        found = checkpoint.read(folder, Qwen2VLBackend.model_types)
        form = replace(Qwen2VLBackend.default_format, frames=options.frames)
        print(estimate.fit(found, form, quantise).sentence)
        model = load(found, quantise, offload=False, adapter=None)
        print(f"{found.parameters / 1e6:,.0f} million parameters, {options.tokens} tokens an answer"
              f"{', 4 bits' if quantise else ''}, {model.language.device}")  # fmt: skip
        for visual in ("images", "video"):
            print(compare(model, media, visual, options.tokens), flush=True)
    if on_card:
        print(f"peak memory {torch.cuda.max_memory_reserved() / 1e9:.1f} GB, loading included")
    return 0


if __name__ == "__main__":
    sys.exit(main())
