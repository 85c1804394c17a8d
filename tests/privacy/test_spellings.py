"""In how many ways one text may stand somewhere, and what is left of it."""

from forum.kernel.text.shapes import excerpt, slugify
from forum.privacy.spellings import person, secret

MASK = "••••••"
ANA = person({"@ana.lim": "@x", "ana.lim": "x", "/people/ana.lim": "/people/x", "Ana Lim": "somebody"})


def test_a_secret_goes_as_typed_as_html_and_from_addresses() -> None:
    taking = secret("P&ss w0rd!")
    assert taking.clean("is P&ss w0rd! or p&amp;ss w0rd! or ?q=P%26ss+w0rd%21") == f"is {MASK} or {MASK} or ?q={MASK}"
    assert taking.clean(f"/questions/7/{slugify('My P&ss w0rd! is here')}") == "/questions/7/my-x-is-here"


def test_a_secret_goes_from_an_excerpt_that_was_cut_in_its_middle() -> None:
    phrase = "correct horse\nbattery staple orange"
    told = excerpt(f"My passphrase is {phrase}", limit=45)
    assert "battery" in told and "horse" not in secret(phrase).clean(told)


def test_other_words_stay() -> None:
    assert not secret("hunter2").finds("The hunter has 2 dogs.")


def test_a_handle_goes_where_it_stands_alone() -> None:
    said = "@Ana.Lim and Ana Lim. /people/ana.lim, (@ana.lim)."
    assert ANA.clean(said) == "@x and somebody. /people/x, (@x)."


def test_other_people_with_a_similar_handle_stay() -> None:
    said = "@ana.lim2 @ana.lim.b diana.lim ana.lim@other.example /people/ana.lim-tan Ana Limbong"
    assert ANA.clean(said) == said


def test_a_secret_of_letters_and_digits_becomes_dots_in_words_and_a_letter_in_an_address() -> None:
    taking = secret("Kzq7hunter99")
    assert taking.clean("It is Kzq7hunter99.") == f"It is {MASK}."
    assert taking.clean("/questions/7/it-is-kzq7hunter99") == "/questions/7/it-is-x"
    assert taking.clean("/questions/7/kzq7hunter99-is-it") == "/questions/7/x-is-it"
