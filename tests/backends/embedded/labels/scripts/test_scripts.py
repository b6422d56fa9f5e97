"""Labels in other scripts: read by Tesseract where it is installed, else found to be unread."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from backends.embedded import EmbeddedBackend
from backends.embedded.labels.crops import Crop
from backends.embedded.labels.ocr import Reader
from backends.embedded.labels.scripts import tesseract
from backends.embedded.labels.scripts.letters import LANGUAGES, other
from backends.embedded.labels.scripts.tesseract import Tesseract, Words, cure, lines_of
from backends.embedded.labels.scripts.unread import merged, unread
from backends.embedded.labels.turns import Print

HEAD = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
)
CROP = Crop(np.zeros((200, 400, 3), np.uint8), np.eye(3, dtype=np.float32))
RUSSIAN = ("Исаак Левитан", "Золотая осень", "Холст, масло, 1895")
_FACE = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def box(left: float, top: float, width: float, height: float) -> NDArray[np.float32]:
    right, low = left + width, top + height
    return np.array([(left, top), (right, top), (right, low), (left, low)], np.float32)


def read(*lines: tuple[str, float, NDArray[np.float32]]) -> Print:
    boxes = np.array([line[2] for line in lines], np.float32).reshape(-1, 4, 2)
    return Print(CROP, boxes, tuple(t for t, _, _ in lines), tuple(c for _, c, _ in lines))


def test_a_table_is_read_line_by_line_with_what_its_letters_are_worth() -> None:
    rows = (
        "5\t1\t1\t1\t1\t1\t10\t20\t100\t30\t90\tЗолотая",
        "5\t1\t1\t1\t1\t2\t120\t22\t80\t30\t60\tосень",
        '5\t1\t1\t1\t2\t1\t10\t70\t50\t30\t96\t"Холст',
        "5\t1\t1\t1\t2\t2\t62\t70\t50\t30\t96\tы",
        "4\t1\t1\t1\t3\t0\t10\t70\t50\t30\t-1\t",
        "5\t1\t1\t1\t3\t1\t10\t70\t50\t30\t95\t \u200f",
    )
    first, second = lines_of("\n".join((HEAD, *rows)))
    assert (first.text, second.text) == ("Золотая осень", '"Холсты')  # no gap: one word
    assert first.confidence == pytest.approx((7 * 0.9 + 5 * 0.6) / 12)
    assert first.box.tolist() == [[10, 20], [200, 20], [200, 52], [10, 52]]
    assert lines_of("") == ()


@pytest.mark.parametrize(
    ("text", "script"),
    [("Золотая осень, 1895", "CYRILLIC"), ("Λάδι σε μουσαμά", "GREEK"), ("ראובן", "HEBREW"),
     ("Claude Monet", ""), ("Я", ""), ("1895", ""), (". Ղ՞շ ეი", ""), ("7% м | < .", ""),
     ("да | < . , !", ""), ("Явь ეიწ", ""),
     ("齐白石", "")],
)  # fmt: skip
def test_only_whole_lines_of_other_scripts_are_taken(text: str, script: str) -> None:
    assert other(text) == script


def test_print_without_letters_with_too_few_or_with_doubtful_ones_is_unread() -> None:
    boxes = np.stack([box(10, 10, 200, 20), box(10, 50, 200, 20)])
    sure = ("Claude Monet", 0.99, boxes[0])
    assert unread(boxes, read(sure, ("The Water Lilies", 0.97, boxes[1]))) == 0.0
    assert unread(boxes, read(sure)) == pytest.approx(0.5)
    assert unread(boxes, read(sure, (", , 18", 1.0, boxes[1]))) == pytest.approx(0.5)
    assert unread(boxes, read(sure, ("ta appabwviamata", 0.8, boxes[1]))) == pytest.approx(0.5)
    assert unread(boxes, read(("Νικόλαος Γύζης", 0.7, boxes[0]))) == pytest.approx(0.5)


def test_small_print_that_is_not_read_is_only_small() -> None:
    assert unread(np.stack([box(10, 10, 120, 12)]), read()) == 0.0
    assert unread(np.zeros((0, 4, 2), np.float32), read()) == 0.0


def test_of_two_readings_of_a_line_the_one_with_more_sure_letters_stays() -> None:
    first, second = box(10, 10, 200, 20), box(10, 50, 200, 20)
    ours = read(("Isaac Levitan", 0.99, first), (", , 1895", 1.0, second))
    both = merged(ours, (Words("Золотая осень, 1895", 0.9, second), Words("Ида", 0.6, first)))
    assert both.texts == ("Isaac Levitan", "Золотая осень, 1895")
    assert merged(ours, (Words("Latin words", 0.99, second),)).texts == ours.texts


def test_the_sentence_names_the_command_that_supplies_what_is_missing() -> None:
    assert "sudo apt install tesseract-ocr tesseract-ocr-rus tesseract-ocr-ell" in cure(None)
    present = cure(Tesseract("/usr/bin/tesseract", "5", ("ell", "rus")))
    assert "Tesseract reads Cyrillic, Greek here" in present
    assert "sudo apt install tesseract-ocr-heb" in present
    every = tuple(names[0] for names in LANGUAGES.values())
    assert "install" not in cure(Tesseract("/usr/bin/tesseract", "5", every))


def test_the_models_page_is_told_which_scripts_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "installed", lambda: None)
    notes = " ".join(EmbeddedBackend.notes())
    assert "Latin script, Chinese and Japanese" in notes
    assert "Cyrillic, Greek" in notes
    assert "\nsudo apt install tesseract-ocr" in notes
    monkeypatch.setattr(tesseract, "installed", lambda: Tesseract("t", "5", ("ell",)))
    (note,) = EmbeddedBackend.notes()
    assert "with Tesseract: Greek." in note
    assert note.endswith("\nsudo apt install tesseract-ocr-rus")


def test_answers_depend_on_the_version_and_the_languages() -> None:
    program = Tesseract("t", "5.3.0", ("ell", "rus"))
    others = replace(program, version="5.4"), replace(program, languages=("rus",))
    assert len({program.identity, *(each.identity for each in others)}) == 3


def test_the_recipe_holds_what_tesseract_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(self: Reader) -> None:
        self.others = programs.pop()

    programs = [None, Tesseract("t", "5.3.0", ("ell", "rus"))]
    monkeypatch.setattr(Reader, "load", load)
    backend = EmbeddedBackend()
    backend.load(tmp_path)
    assert backend.identity == "tesseract 5.3.0 ell+rus"
    backend.load(tmp_path)
    assert backend.identity == ""


def test_a_program_that_fails_or_hangs_reads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = np.full((40, 200, 3), 255, np.uint8)
    assert Tesseract("/bin/false", "5", ("rus",)).read(picture) == ()
    assert Tesseract("/no/such/program", "5", ("rus",)).read(picture) == ()


def card(lines: tuple[str, ...]) -> NDArray[np.uint8]:
    image = Image.new("RGB", (1280, 720), (198, 198, 194))
    draw = ImageDraw.Draw(image)
    draw.rectangle((340, 200, 900, 460), fill=(250, 250, 247))
    for n, line in enumerate(lines):
        draw.text((380, 240 + 60 * n), line, font=ImageFont.truetype(_FACE, 32), fill=(26, 26, 28))
    return np.ascontiguousarray(np.asarray(image)[..., ::-1])


@pytest.mark.slow
def test_a_russian_card_is_read_by_tesseract_and_else_found_unread(reader: Reader) -> None:
    if reader.others is None or "rus" not in reader.others.languages:
        pytest.skip("Tesseract is not installed with Russian: apt install tesseract-ocr-rus")
    if not Path(_FACE).is_file():
        pytest.skip("No typeface has Cyrillic letters: apt install fonts-dejavu-core")
    program = replace(reader.others, languages=("rus",))
    reader.others = program
    (label,) = reader.read(card(RUSSIAN))
    assert label.text == "\n".join(RUSSIAN)
    reader.others = None
    look = reader.look(card(RUSSIAN))
    assert len(look.unread) == 1
    assert not any("е" in label.text for label in look.labels)


@pytest.mark.slow
def test_a_latin_card_is_read_without_tesseract(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(self: Tesseract, picture: object) -> tuple[Words, ...]:
        raise AssertionError("asked about print that was read")

    monkeypatch.setattr(Tesseract, "read", never)
    reader.others = Tesseract("t", "5", ("rus",))
    look = reader.look(card(("Claude Monet", "Le Déjeuner sur l’herbe", "1866")))
    assert look.labels[0].text.startswith("Claude Monet")
    assert look.unread == ()


def test_every_language_belongs_to_one_script() -> None:
    names = [name for languages in LANGUAGES.values() for name in languages]
    assert len(names) == len(set(names))
