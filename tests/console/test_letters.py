"""Letters as people type them on another keyboard."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import folded, spelled_out, unmarked


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Władysław Ślewiński", "wladyslaw slewinski"),  # Polish
        ("Æbletræer på Fyn, Krøyer, Ågård", "aebletraeer pa fyn, kroyer, agard"),  # Danish
        ("Þórarinn B. Þorláksson, Ásgrímur, Guðný", "thorarinn b. thorlaksson, asgrimur, gudny"),
        ("Đặng Xuân Hòa, Nguyễn Đức Nùng, Mơ ước", "dang xuan hoa, nguyen duc nung, mo uoc"),
        ("Kırmızı Işık KIRMIZI İstanbul", "kirmizi isik kirmizi istanbul"),  # Turkish
        ("Ștefan Țuculescu, Ştefan Ţuculescu", "stefan tuculescu, stefan tuculescu"),  # Romanian
        ("Straße STRAẞE strasse", "strasse strasse strasse"),
        ("Œuvre, œil, Cœur", "oeuvre, oeil, coeur"),
        ("Ħaż-Żabbar", "haz-zabbar"),  # Maltese
        ("Áŋŋel Ruŧŧi", "annel rutti"),  # Sami
        ("Kuuĸ", "kuuq"),  # Greenlandic
        ("Səttar Bəhlulzadə", "settar behlulzade"),  # Azerbaijani
        ("Ɓala Ɗan Ƙasa, Ɛdɔ, Kɔjo", "bala dan kasa, edo, kojo"),  # Hausa, Ga, Ewe
        ("Đorđe Ćurčić, Ľudovít Fulla", "dorde curcic, ludovit fulla"),
        ("Hawaiʻi, Hawaiꞌi, ʿAbd", "hawai i, hawai i,  abd"),
        ("ﬁne Ｆｌｏｒａ № 3", "fine flora no 3"),
        ("Репин, 葛飾北斎, Ελ Γκρέκο", "репин, 葛飾北斎, ελ γκρεκο"),
    ],
)
def test_a_name_is_the_same_typed_on_another_keyboard(written: str, typed: str) -> None:
    assert folded(written) == typed
    assert folded(typed) == typed


def test_the_case_stays_where_only_marks_are_taken_off() -> None:
    assert unmarked("Henri Évariste VIII, Ødegård") == "Henri Evariste VIII, Ødegard"


def test_umlauts_are_spelled_out_and_never_guessed_from_two_letters() -> None:
    assert spelled_out("Dürer, Ågård, KRØYER") == "Duerer, Aagaard, KROeYER"
    assert spelled_out("Du\u0308rer") == "Duerer", "as a Mac writes it"
    assert folded("Manuel, Michael, Joel") == "manuel, michael, joel"
    assert folded("Dürer") != folded("Duerer")


@given(st.text())
def test_folding_twice_changes_nothing_and_marks_are_gone(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert unmarked(unmarked(text)) == unmarked(text)


def test_a_megabyte_is_folded_in_a_second() -> None:
    text = "Władysław Ślewiński, Æbletræer " * 33_000
    began = time.process_time()
    folded(text)
    assert time.process_time() - began < 1
