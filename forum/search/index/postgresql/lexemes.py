"""A document as PostgreSQL keeps it: its forms as tsvectors to be searched, and packed to be scored."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from forum.search.index.postgresql.months import month_of
from forum.search.index.protocol import Document
from forum.search.index.scoring import TEXT_FIELDS, title_fact
from forum.search.index.stored import Said, said_in, shortened, suggestable

# Packed for scoring: a thread's forms and facts by checksum. Two words with one checksum in one thread would share
# their count; with a few hundred words a thread that is one thread in ten million a word.
HEAD = np.dtype([("created", "<f8"), ("lengths", "<f4", len(TEXT_FIELDS))])
ENTRY = np.dtype([("name", "<u4"), ("field", "u1"), ("count", "u1")])
FACT = len(TEXT_FIELDS)  # the "field" of facts
_FACT = "!"  # as which facts stand among the forms; no word that is typed or written begins like this
_LONGEST_FACT = 300
OF_FEW = ("by:", "room:", "title:")  # facts of one thread or of somebody's, and that of permissions: see `counting`
SEPARATOR = "\n"
_IN_TITLE = frozenset({"title", "tags"})
_MOST_POSITIONS = 200  # PostgreSQL keeps 256 of a lexeme
_LAST_POSITION = 16_000  # and knows none beyond 16383
_LARGEST = 900_000  # bytes; a tsvector may have a megabyte


@dataclass(frozen=True, slots=True)
class Row:
    """One thread in the words of the tables `thread` and `entry`."""

    document: Document
    room: int
    facts: list[str]
    counted: str
    forms: frozenset[str]
    title_forms: frozenset[str]
    common: frozenset[str]
    title: str
    words: str
    lengths: tuple[int, ...]
    texts: list[str]
    entries: bytes

    @property
    def head(self) -> bytes:
        """What is known of the thread when it is scored, packed."""
        return np.array([(self.document.created_at.timestamp(), self.lengths)], HEAD).tobytes()


def checksum(name: str) -> int:
    """The number under which a form or fact is packed."""
    return crc32(name.encode())


def form_of(fact: str) -> str:
    """The form as which a fact is looked for together with words, so that the index of words goes by it, too."""
    return f"{_FACT}{fact}"[:_LONGEST_FACT]


def quoted(form: str) -> str:
    """A form as tsvector and tsquery take it."""
    return "'" + form.replace("\\", "\\\\").replace("'", "''") + "'"


def row_of(document: Document) -> Row:
    """The document as it is kept."""
    positions: defaultdict[str, list[int]] = defaultdict(list)
    counts: defaultdict[tuple[str, int], int] = defaultdict(int)
    lengths = [0] * len(TEXT_FIELDS)
    said = said_in(document)
    for field, position, form in _placed(said):
        counts[form, field] += 1
        lengths[field] += 1
        if position <= _LAST_POSITION and len(positions[form]) < _MOST_POSITIONS:
            positions[form].append(position)
    words = _bounded(positions)
    titled = {form for form, field in counts if TEXT_FIELDS[field] in _IN_TITLE}
    facts = sorted({*document.facts, title_fact(document.title)})
    beside = {month_of(document.created_at), *map(form_of, document.facts)}
    return Row(
        document=document,
        room=next(int(fact[5:]) for fact in facts if fact.startswith("room:")),
        facts=facts,
        counted=SEPARATOR.join(fact for fact in facts if not fact.startswith(OF_FEW)),
        forms=frozenset(words.keys() | beside),
        title_forms=frozenset(titled & words.keys() | beside),
        common=frozenset(suggestable(said)) if document.is_for_everyone else frozenset(),
        title=" ".join(map(quoted, titled & words.keys() | beside)),
        words=" ".join((*(_placed_form(form, at) for form, at in words.items()), *map(quoted, beside))),
        lengths=tuple(lengths),
        texts=list(shortened(document.texts)),
        entries=_packed(counts, facts),
    )


def _placed_form(form: str, positions: list[int]) -> str:
    return f"{quoted(form)}:{','.join(map(str, positions))}" if positions else quoted(form)


def _placed(said: Said) -> Iterator[tuple[int, int, str]]:
    """Field, position and form of everything that is said; a gap between fields, so that no phrase bridges them."""
    position = 0
    for field, name in enumerate(TEXT_FIELDS):
        position += 2
        for forms in said[name]:
            position += 1
            for form in forms:
                yield field, position, form


def _bounded(positions: dict[str, list[int]]) -> dict[str, list[int]]:
    """The forms that a tsvector can hold; of a text as long as a book the last ones are left out."""
    left = _LARGEST
    kept: dict[str, list[int]] = {}
    for form, at in positions.items():
        left -= len(form.encode()) + 2 * len(at) + 8
        if left < 0:
            break
        kept[form] = at
    return kept


def _packed(counts: dict[tuple[str, int], int], facts: Iterable[str]) -> bytes:
    said = [(checksum(form), field, min(count, 255)) for (form, field), count in counts.items()]
    return np.array([*said, *((checksum(fact), FACT, 1) for fact in facts)], ENTRY).tobytes()
