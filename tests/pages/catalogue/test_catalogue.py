"""The catalogue page: columns, rows left out, quality, versions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from catalogue.columns.mapping import Filling
from catalogue.loading.saved_mappings import SavedMappings
from pages._ui.shell.resources import Resources
from tests.galleries import galleries
from tests.visits import html, press, sound, visit

HEADER = "Inv,Called,Family,Title,Place"
ROWS = ("1,Ada,Brook,The Mill,Ely", "2,Ben,Clay,A Field,", "3,Cy,Dune,The Mill,Bath")


def written(folder: Path, name: str, header: str = HEADER, rows: tuple[str, ...] = ROWS) -> Path:
    path = folder / name
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def opened(bundle: Resources, path: Path) -> AppTest:
    app = visit(bundle, "catalogue")
    app.text_input(key="catalogue_path").set_value(str(path))
    return press(app, "catalogue_open")


def looking_at(app: AppTest, view: str) -> AppTest:
    app.session_state["catalogue_view"] = view
    return sound(app.run())


def control(app: AppTest, kind: str, part: str) -> str:
    """The key of the control for a part of a field, such as `artist_columns`."""
    keys = [str(control.key) for control in app.get(kind)]
    (key,) = [key for key in keys if key.endswith(f"_{part}")]
    return key


def works_shown(app: AppTest) -> list[Any]:
    """The cards of the works, in their order."""
    return list(next(g for g in galleries(app) if g["label"] == "Works")["cards"])


def titles(app: AppTest) -> list[str]:
    return [card["title"] for card in works_shown(app)]


def column(app: AppTest, name: str) -> list[str]:
    """A column of the first table of texts on the page, by its heading."""
    (drawn, *_) = re.findall(r"<thead>.*?</tbody>", html(app), re.DOTALL)
    place = re.findall(r"<th>(.*?)</th>", drawn).index(name)
    (_, *rows) = re.findall(r"<tr>(.*?)</tr>", drawn, re.DOTALL)
    return [str(re.findall(r"<td>(.*?)</td>", row, re.DOTALL)[place]) for row in rows]


def preview(app: AppTest) -> Any:
    """The first records as they will be; the file as it is stands below them."""
    return app.dataframe[-2].value


def test_columns_are_joined_and_kept_for_the_next_file(bundle: Resources, tmp_path: Path) -> None:
    app = looking_at(opened(bundle, written(tmp_path, "one.csv")), "Columns")
    assert "were guessed" in html(app)
    app.multiselect(key=control(app, "multiselect", "artist_columns")).set_value(
        ["Called", "Family"]
    ).run()
    app.text_input(key=control(app, "text_input", "artist_separator")).set_value(" ").run()
    assert list(preview(app)["Artist"]) == ["Ada Brook", "Ben Clay", "Cy Dune"]
    press(app, "mapping_save")
    assert "were chosen here" in html(app)
    saved = SavedMappings(bundle.workspace.mappings).find(HEADER.split(","))
    assert saved
    assert saved.mapping["artist"] == Filling(("Called", "Family"), " ")
    app = looking_at(opened(bundle, written(tmp_path, "two.csv", rows=ROWS[:2])), "Works")
    assert [card["words"] for card in works_shown(app)] == ["Ada Brook", "Ben Clay"]


def test_what_was_chosen_can_be_forgotten(bundle: Resources, tmp_path: Path) -> None:
    app = looking_at(opened(bundle, written(tmp_path, "one.csv")), "Columns")
    key = control(app, "multiselect", "subject_columns")
    app.multiselect(key=key).set_value(["Place"]).run()
    press(app, "mapping_save")
    press(app, "mapping_forget")
    assert "were guessed" in html(app)
    assert app.multiselect(key=key).value == []
    assert SavedMappings(bundle.workspace.mappings).find(HEADER.split(",")) is None


def test_a_space_between_columns_is_named(bundle: Resources, tmp_path: Path) -> None:
    path = written(tmp_path, "one.csv", HEADER.replace("Called", "Forename"))
    path.write_text(path.read_text().replace("Family", "Surname"))
    app = looking_at(opened(bundle, path), "Columns")
    assert list(preview(app)["Artist"]) == ["Ada Brook", "Ben Clay", "Cy Dune"]
    assert "a space" in html(app)
    app.text_input(key=control(app, "text_input", "artist_separator")).set_value(", ").run()
    assert "a space" not in html(sound(app))


def test_the_file_is_shown_as_it_is_so_that_columns_can_be_told_apart(
    bundle: Resources, tmp_path: Path
) -> None:
    rows = tuple(f"{n},=A1,c{n},d" for n in range(12))
    app = opened(bundle, written(tmp_path, "odd.csv", "K1,K2,,K4", rows))
    assert "Choose below which one it is" in html(app)
    assert "python -m" not in html(app)
    rows_as_they_are = app.dataframe[-1].value
    assert list(rows_as_they_are.columns) == ["K1", "K2", "column 3", "K4"]
    assert list(rows_as_they_are["column 3"]) == [f"c{n}" for n in range(10)]
    app.multiselect(key=control(app, "multiselect", "title_columns")).set_value(["K2"]).run()
    assert list(app.dataframe[-1].value["K2"]) == ["=A1"] * 10


def test_every_control_has_a_label_of_its_own(bundle: Resources, tmp_path: Path) -> None:
    app = looking_at(opened(bundle, written(tmp_path, "one.csv")), "Columns")
    controls = [
        control
        for control in (*app.multiselect, *app.text_input)
        if str(control.key).startswith("mapping_")
    ]
    assert len({control.label for control in controls}) == len(controls) == 15
    assert all(control.proto.label_visibility.value == 0 for control in controls)


def test_a_mapping_of_other_columns_is_used_on_request(bundle: Resources, tmp_path: Path) -> None:
    app = looking_at(opened(bundle, written(tmp_path, "one.csv")), "Columns")
    assert not [button for button in app.button if button.key == "mapping_earlier"]
    app.multiselect(key=control(app, "multiselect", "artist_columns")).set_value(["Family"]).run()
    press(app, "mapping_save")
    rows = tuple(f"{row},x" for row in ROWS)
    app = looking_at(opened(bundle, written(tmp_path, "two.csv", f"{HEADER},K", rows)), "Columns")
    assert "Artist" not in preview(app)
    button = app.button(key="mapping_earlier")
    assert button.label == "Use the mapping of one.csv (5 columns, saved earlier)"
    press(app, "mapping_earlier")
    assert list(preview(app)["Artist"]) == ["Brook", "Clay", "Dune"]
    assert "were chosen here" in html(app)
    assert app.multiselect(key=control(app, "multiselect", "artist_columns")).value == ["Family"]
    assert not [button for button in app.button if button.key == "mapping_earlier"]
    press(app, "mapping_forget")
    assert "Artist" not in preview(app)


def test_what_cannot_be_guessed_any_more_can_be_mapped_again(
    bundle: Resources, tmp_path: Path
) -> None:
    path = written(tmp_path, "odd.csv", "A,B", ("7,x", "8,y"))
    app = opened(bundle, path)
    app.multiselect(key=control(app, "multiselect", "title_columns")).set_value(["B"]).run()
    press(app, "mapping_save")
    app = looking_at(app, "Columns")
    press(app, "mapping_forget")
    assert html(app).count("no column for the title") == 1
    app.multiselect(key=control(app, "multiselect", "title_columns")).set_value(["A"]).run()
    press(app, "mapping_save")
    assert titles(looking_at(app, "Works")) == ["7", "8"]


def test_a_format_that_says_what_is_what_is_not_called_guessed(
    bundle: Resources, tmp_path: Path
) -> None:
    path = tmp_path / "one.json"
    path.write_text(
        '{"@context": "http://iiif.io/api/presentation/3/context.json", "type": "Manifest", '
        '"id": "https://x.org/1", "label": {"en": ["Flora"]}}'
    )
    app = looking_at(opened(bundle, path), "Columns")
    assert "IIIF names its own fields" in html(app)
    assert "guessed" not in html(app)
    assert app.button(key="count_0").label == "1 work"


def test_without_a_title_there_is_nothing_to_use(bundle: Resources, tmp_path: Path) -> None:
    app = looking_at(opened(bundle, written(tmp_path, "one.csv")), "Columns")
    app.multiselect(key=control(app, "multiselect", "title_columns")).set_value([]).run()
    assert "Choose a column for the title" in html(sound(app))
    assert app.button(key="mapping_save").disabled


def test_a_file_whose_title_nobody_can_guess_is_mapped_by_a_person(
    bundle: Resources, tmp_path: Path
) -> None:
    before = written(tmp_path, "before.csv")
    opened(bundle, before)
    path = written(tmp_path, "odd.csv", "A,B", ("7,x", "8,y"))
    app = opened(bundle, path)
    assert "no column for the title" in html(app)
    assert bundle.preferences.get("catalogue") == str(before)
    app.multiselect(key=control(app, "multiselect", "title_columns")).set_value(["B"]).run()
    press(app, "mapping_save")
    assert bundle.preferences.get("catalogue") == str(path)
    assert titles(app) == ["x", "y"]


def test_an_encoding_that_was_guessed_wrongly_is_chosen_and_kept(
    bundle: Resources, tmp_path: Path
) -> None:
    path = tmp_path / "one.csv"
    path.write_bytes("Inv,Artist,Title\n1,Ada Brook,Vŕba\n".encode("cp1250"))
    app = looking_at(opened(bundle, path), "Columns")
    assert list(preview(app)["Title"]) != ["Vŕba"]
    key = control(app, "selectbox", "encoding")
    app.selectbox(key=key).set_value("Windows-1250").run()
    assert list(preview(app)["Title"]) == ["Vŕba"]
    assert "Example: 1 | Ada Brook | Vŕba" in html(app)
    press(app, "mapping_save")
    app = looking_at(app, "Works")
    assert titles(app) == ["Vŕba"]
    app = looking_at(visit(bundle, "catalogue"), "Columns")
    assert app.selectbox(key=key).value == "Windows-1250"
    press(app, "mapping_forget")
    assert app.selectbox(key=key).value == ""
    assert list(preview(app)["Title"]) != ["Vŕba"]


def test_a_wrong_choice_says_so_and_can_be_changed(bundle: Resources, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_bytes("Inv,Artist,Title\n1,Ada Brook,Città\n".encode("cp1252"))
    app = looking_at(opened(bundle, path), "Columns")
    key = control(app, "selectbox", "encoding")
    app.selectbox(key=key).set_value("UTF-8").run()
    assert "is not in UTF-8" in html(sound(app))
    app.selectbox(key=key).set_value("Windows-1252").run()
    assert list(sound(app).dataframe[-1].value["Title"]) == ["Città"]


def test_a_delimiter_that_hid_the_title(bundle: Resources, tmp_path: Path) -> None:
    path = written(tmp_path, "odd.csv", "W;Who, when, where", ("Flora;x", "Dea;y"))
    app = opened(bundle, path)
    assert "no column for the title" in html(app)
    app.selectbox(key=control(app, "selectbox", "delimiter")).set_value("semicolon").run()
    app.multiselect(key=control(app, "multiselect", "title_columns")).set_value(["W"]).run()
    press(app, "mapping_save")
    assert bundle.preferences.get("catalogue") == str(path)
    app = looking_at(app, "Works")
    assert not [button for button in app.button if button.key == "catalogue_back"]
    assert titles(app) == ["Flora", "Dea"]


def test_a_file_of_which_no_row_is_usable_shows_why_and_what_was_open_stays(
    bundle: Resources, tmp_path: Path
) -> None:
    before = written(tmp_path, "before.csv")
    opened(bundle, before)
    app = opened(bundle, written(tmp_path, "odd.csv", rows=("1,,,,Ely", "2,a,b,c,d,e,f")))
    assert "all 2 rows were left out" in html(app)
    assert column(app, "Line") == ["2", "3"]
    assert [button.proto.label for button in app.get("download_button")]
    assert bundle.preferences.get("catalogue") == str(before)
    press(app, "catalogue_back")
    assert titles(looking_at(app, "Works"))[1] == "A Field"


def test_rows_left_out_are_listed_with_line_and_reason(bundle: Resources, tmp_path: Path) -> None:
    path = written(tmp_path, "one.csv", rows=(*ROWS, "4,,,,Rome", "5,a,b,c,d,e,f"))
    app = looking_at(opened(bundle, path), "Rows left out")
    assert column(app, "Line") == ["5", "6"]
    assert "e | f" in column(app, "What it holds")[1]
    labels = [button.proto.label for button in app.get("download_button")]
    assert labels == ["Download them as CSV"]


def test_faults_are_lists(bundle: Resources, tmp_path: Path) -> None:
    rows = (*ROWS, "4,Ada,Brook,The Mill,Ely")
    app = looking_at(opened(bundle, written(tmp_path, "one.csv", rows=rows)), "Quality")
    assert app.radio(key="quality_check").value == "no-artist"
    app.radio(key="quality_check").set_value("indistinct-titles").run()
    assert column(sound(app), "Identifier") == ["1", "3", "4"]


def test_the_next_version_says_what_is_new(bundle: Resources, tmp_path: Path) -> None:
    header = "Inv,Artist,Title"
    before = ("1,Ada Brook,The Mill", "2,Ben Clay,A Field", "3,Cy Dune,A Ford")
    after = ("1,Ada Brook,The Old Mill", "2,Ben Clay,A Field", "4,Di East,Reeds")
    app = looking_at(opened(bundle, written(tmp_path, "one.csv", header, before)), "Versions")
    assert "One version so far" in html(app)
    app = looking_at(opened(bundle, written(tmp_path, "one.csv", header, after)), "Versions")
    changes = app.dataframe[0].value
    assert set(zip(changes["What"], changes["Title"], strict=True)) == {
        ("removed", "A Ford"),
        ("changed", "The Old Mill"),
        ("added", "Reeds"),
    }
