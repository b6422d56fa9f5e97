"""Backends, their weights, memory and questions, as HTML and words. Pure; text is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from backends import Listing, VisualFormat
from backends.neural.memory import MemoryFit
from backends.neural.weights import Checkpoint
from console import brief, plural, size
from pages._ui.html.elements import badge, escaped
from pages._ui.words import decisions
from pipeline.stages import MODEL_STAGES, VERSION, LabelTranscription, Stage

SHAPES = {"visual": "Frames are", "fit": "Each is"}
VISUALS = {"images": "Single pictures", "video": "One video"}
FITS = {
    "aspect": "Kept in proportion",
    "squash": "Squashed to a square",
    "pad": "Padded to a square",
}
READ_WORDS = "‹ the words that were read on the label ›"
_PARTS = (
    ("weights", "Weights", "var(--ct-weights)"),
    ("cache", "Frames and questions", "var(--ct-cache)"),
    ("activations", "Computing", "var(--ct-activations)"),
    ("overhead", "Libraries", "var(--ct-overhead)"),
)


def name(label: str) -> str:
    """A backend's label without its part in parentheses."""
    return label.split(" (")[0]


def not_ready(pairs: Iterable[tuple[Listing, Sequence[str]]]) -> str:
    """`Not ready: Qwen2-VL (no weights yet)`: the backends that lack something, and what."""
    return (
        f"Not ready: {', '.join(f'{name(x.label)} ({_lack(x, missing)})' for x, missing in pairs)}"
    )


def _lack(listing: Listing, missing: Sequence[str]) -> str:
    if listing.packages:
        return "packages are missing"
    exists = listing.folder is not None and listing.folder.exists()
    return brief(missing[0], 160) if exists else "no weights yet"


def too_large(listing: Listing) -> str:
    return (
        f"{name(listing.label)} does not fit into free memory with its present settings. The page "
        "Models says what would help."
    )


def number(count: int) -> str:
    """Parameters as `7.6 billion`."""
    for limit, unit in ((1e9, "billion"), (1e6, "million")):
        if count >= limit:
            return f"{count / limit:,.1f} {unit}"
    return f"{count:,}"


def frame_size(longest: int, pixels: int) -> str:
    """`151,200 pixels, such as 448 × 337`: about 4:3, as far as the longer side allows."""
    wide = min(longest, int((pixels * 4 / 3) ** 0.5))
    return f"{pixels:,} pixels, such as {wide} × {min(longest, pixels // wide)}"


def facts(weights: Checkpoint) -> list[tuple[str, str]]:
    """What is in a folder of weights."""
    return [
        ("Model", weights.architecture),
        ("Parameters", number(weights.parameters)),
        ("Size", f"{size(weights.bytes)} in {plural(len(weights.files), 'file')}"),
    ]


def format_pairs(form: VisualFormat) -> list[tuple[str, str]]:
    """The frames that an adapter was trained on."""
    words = (
        f"{VISUALS[form.visual].lower()}, {plural(form.frames, 'frame')} of at most "
        f"{form.pixels:,} pixels, {FITS[form.fit].lower()}, {form.sampling}, {form.processor}"
    )
    return [("Trained on", words)]


def heading(listing: Listing, missing: Sequence[str], fits: bool = True) -> str:
    """A backend's name and whether it is ready."""
    words = "Not ready" if missing else "Ready" if fits else "Ready, but too large"
    state = badge(words, "doubt" if missing or not fits else "good")
    rest = listing.label.removeprefix(name(listing.label)).strip(" ()")
    about = f'<div class="ct-quiet">{escaped(rest[:1].upper() + rest[1:])}</div>' if rest else ""
    return (
        f'<div class="ct-model"><div class="ct-title">{escaped(name(listing.label))}</div>'
        f"{state}</div>{about}"
    )


def packages(download: str) -> str:
    """What has to be installed for models with weights, and the size of the download."""
    return (
        '<div class="ct-model"><div class="ct-title">Packages for models with weights</div></div>'
        "<p>Torch, Transformers and the packages that they need are installed only if you want "
        "such a model. The download from Python's package index is "
        f"{escaped(download)}. None of your data is sent.</p>"
    )


def outdated(version: str) -> str:
    """Says that a model was trained on another version of the questions."""
    return (
        f"Trained on version {version} of the questions, but version {VERSION} is asked. "
        "Train it again."
    )


def memory(fit: MemoryFit) -> str:
    """The memory that a model needs as a bar, with a mark at what is free, and what would help."""
    needs, available = fit.needs, fit.available
    scale = max(needs.total, available.total, 1)
    parts = [(label, getattr(needs, part), colour) for part, label, colour in _PARTS]
    bar = "".join(
        f'<b style="width:{100 * count / scale:.2f}%;background:{colour}"></b>'
        for _, count, colour in parts
    )
    mark = f'<i style="left:{100 * available.free / scale:.2f}%"></i>'
    keys = "".join(
        f'<span><i style="border-color:{colour};background:{colour}"></i>'
        f"{escaped(label)} {escaped(size(count))}</span>"
        for label, count, colour in parts
    )
    cures = "".join(f"<li>{escaped(cure[:1].upper() + cure[1:])}</li>" for cure in fit.cures)
    return (
        f'<p class="ct-sentence{"" if fit.fits else " ct-short"}">{escaped(_fits(fit))}</p>'
        f'<div class="ct-memory">{bar}{mark}</div><div class="ct-legend">{keys}'
        f"<span>{escaped(_place(fit))}</span></div>"
        + (
            f'<div class="ct-caption">What would help</div><ul class="ct-cures">{cures}</ul>'
            if cures
            else ""
        )
    )


def _fits(fit: MemoryFit) -> str:
    needed, free = size(fit.needs.total), size(fit.available.free)
    outcome = "Fits" if fit.fits else "Does not fit"
    tokens = f"{fit.needs.tokens:,} visual tokens"
    return f"{outcome}: it needs about {needed} with {tokens}, and {free} are free."


def _place(fit: MemoryFit) -> str:
    available = fit.available
    total = f"{size(available.total)} of {available.name}"
    return f"The line: {size(available.free)} free of {total}"


def question(stage: Stage) -> str:
    """One question as it is asked."""
    prompt = stage.prompt({"label": LabelTranscription(READ_WORDS, "read")})
    needs = [decisions.STAGES.get(n, n) for n in stage.needs]
    after = f", asked after: {', '.join(needs)}" if needs else ""
    return (
        f'<div class="ct-stage"><div class="ct-stagename">{escaped(decisions.STAGES[stage.name])}'
        f"<small>stage {stage.number}, at most {stage.tokens} tokens{escaped(after)}</small></div>"
        f'<div class="ct-asked">{escaped(prompt)}</div></div>'
    )


def questions() -> str:
    """The seven questions, in two columns where there is room."""
    return f'<div class="ct-answers">{"".join(question(stage) for stage in MODEL_STAGES)}</div>'
