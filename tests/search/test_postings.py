"""Postings on disk: however they came there, they find what a look at the texts finds."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from forum.search.grammar import read_query
from forum.search.index.protocol import Document, Enquiry
from forum.search.index.weights import TEXT_FIELDS
from forum.search.index.whoosh import tables, writer
from forum.search.index.whoosh.engine import WhooshIndex
from forum.search.words.tokens import forms_in_order
from tests.conftest import NOON
from tests.search.engines import put
from tests.search.test_reference import TODAY, filled, written

_THREADS = 60


def one_by_one(folder: Path, documents: list[Document]) -> WhooshIndex:
    """Each document came with a commit of its own, some of them twice, among some that went again."""
    index = WhooshIndex(folder)
    index.make_again([], before_exchange=lambda: None)
    for number, document in enumerate(documents):
        put(index, document, written(1)[0]) if number % 7 == 0 else put(index, document)
        if number % 5 == 0:
            put(index, document)
    index.change([1], lambda _: [documents[0]])
    return index


def at_once(folder: Path, documents: list[Document]) -> WhooshIndex:
    """All came with one commit."""
    index = filled("whoosh", folder, documents)
    assert isinstance(index, WhooshIndex)
    return index


def in_runs(folder: Path, documents: list[Document]) -> WhooshIndex:
    """Memory held a few of them at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer, "_MOST_IN_MEMORY", 900)
        patch.setattr(tables, "_BLOCK", 70)
        return at_once(folder, documents)


def asked(documents: list[Document]) -> Iterator[tuple[str, Callable[[Document], bool]]]:
    """Queries that leave something out or want it in order, and what is true of the documents that they find."""
    chance = Random(5)
    while True:
        each = chance.choice(documents)
        words = [forms[0] for forms in forms_in_order(getattr(each, chance.choice(["title", "body"])))]
        at, size = chance.randrange(len(words)), chance.randint(1, 4)
        phrase = words[at : at + size]
        if len(phrase) > 1:  # one word alone is found by its stem, too
            yield f'"{" ".join(phrase)}"', lambda doc, phrase=phrase: says(doc, phrase)  # type: ignore[misc]
        yield f'-"{" ".join(phrase)}"', lambda doc, phrase=phrase: not says(doc, phrase)  # type: ignore[misc]
        beginning = max(words, key=len)[:3]
        yield f"-{beginning}*", lambda doc, start=beginning: not begins(doc, start)  # type: ignore[misc]


def says(document: Document, phrase: list[str]) -> bool:
    """Whether the words stand next to each other in one of the document's fields."""
    return any(
        all(word in forms for word, forms in zip(phrase, said[at:], strict=False))
        for said in in_fields(document)
        for at in range(len(said) - len(phrase) + 1)
    )


def begins(document: Document, start: str) -> bool:
    """Whether a form of a word begins like this."""
    return any(form.startswith(start) for said in in_fields(document) for forms in said for form in forms)


def in_fields(document: Document) -> list[list[tuple[str, ...]]]:
    """The forms of each word of each field."""
    texts = (getattr(document, name) for name in TEXT_FIELDS)
    return [forms_in_order(text if isinstance(text, str) else "\n".join(text)) for text in texts]


@pytest.mark.parametrize("made", [at_once, one_by_one, in_runs])
def test_phrases_and_beginnings_hold_of_what_is_found(
    made: Callable[[Path, list[Document]], WhooshIndex], tmp_path: Path
) -> None:
    documents = written(_THREADS)
    index = made(tmp_path, documents)
    for query, holds in islice(asked(documents), 240):
        enquiry = Enquiry(read_query(query, today=TODAY), frozenset({1}), NOON)
        found = {hit.question_id for hit in index.find(enquiry, skip=0, most=_THREADS)}
        assert found == {document.question_id for document in documents if holds(document)}, query


def test_every_way_ranks_alike(tmp_path: Path) -> None:
    documents = written(_THREADS)
    enquiry = Enquiry(read_query("printer vpn password cetak", today=TODAY), frozenset({1}), NOON)
    at, runs = at_once(tmp_path / "a", documents), in_runs(tmp_path / "b", documents)
    assert at.find(enquiry, skip=0, most=_THREADS) == runs.find(enquiry, skip=0, most=_THREADS)


def test_a_word_behind_the_last_place_is_found_but_in_no_phrase(tmp_path: Path) -> None:
    (first,) = written(1)
    long = Document(9, 1, NOON, first.facts, "Long", "", "a " * 70_000 + "toner cartridge", "", (), "", True)
    index = at_once(tmp_path, [long])
    finds = [
        len(index.find(Enquiry(read_query(query, today=TODAY), frozenset({1}), NOON), skip=0, most=9))
        for query in ("toner cartridge", '"toner cartridge"')
    ]
    assert finds == [1, 0]
