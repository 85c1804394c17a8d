"""Under which forms a word is found."""

import pytest

from forum.search.words.tokens import places, places_with


def forms(text: str) -> set[str]:
    return {form for place in places(text) for form in place.forms}


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Printers", "printer"), ("Café", "cafe"), ("mencetak", "cetak"), ("menukar", "tukar"), ("cetakan", "cetak"),
        ("xleh", "boleh"), ("takde", "tiada"), ("x boleh", "tidak"), ("kata laluan", "katalaluan"),
        ("kemas kini", "kemaskini"), ("soalan2", "soalan"),
        ("e-mel", "emel"), ("0x80070005", "80070005"), ("KB5034441", "5034441"), ("ERR_CONNECTION_RESET", "connection"),
        ("ERR_CONNECTION_RESET", "err_connection_reset"), (r"C:\Windows\System32", "system32"),
        (r"C:\Windows\System32", r"c:\windows\system32"), ("mail.kencana.example", "kencana"), ("user’s", "user"),
        ("打印机", "印机"), ("Ｆｕｌｌ", "full"), ("ﬁle", "file"),
    ],
)  # fmt: skip
def test_a_word_is_found_as(text: str, form: str) -> None:
    assert form in forms(text)


@pytest.mark.parametrize("word", ["masalah", "selesai", "pelayan", "pelayar", "perisian"])
def test_malay_words_that_the_stemmer_would_spoil_stay(word: str) -> None:
    assert forms(word) == {word}


@pytest.mark.parametrize("text", ["x64", "Excel", "iPhone X"])
def test_an_x_is_no_negation_elsewhere(text: str) -> None:
    assert "tidak" not in forms(text)


def test_the_word_itself_stands_first_and_knows_its_place() -> None:
    second = places("Two printers")[1]
    assert second.forms[0] == "printers"
    assert "Two printers"[second.start : second.end] == "printers"


@pytest.mark.parametrize("asked", [{"printer"}, {"tidak"}, {"kencana", "boleh"}, {"印机"}])
def test_the_places_of_some_forms_are_those_among_all(asked: set[str]) -> None:
    text = "Printers, x boleh: kata laluan of mail.kencana.example, 打印机 xleh printer's"
    found = [place for place in places(text) if not asked.isdisjoint(place.forms)]
    assert places_with(frozenset(asked), text) == found != []


def test_two_words_that_are_one_together_are_one_place() -> None:
    text = "Kata laluan, log  masuk: kata masuk"
    found = places_with(frozenset({"katalaluan", "kata", "login", "logmasuk"}), text)
    assert [text[place.start : place.end] for place in found] == ["Kata laluan", "log  masuk", "kata"]
