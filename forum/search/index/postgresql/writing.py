"""Threads and the frequencies of their forms, written in one transaction: whoever reads sees both or neither."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np
from psycopg import Connection

from forum.search.index.postgresql.lexemes import HEAD, Row, row_of
from forum.search.index.postgresql.schema import FORMAT
from forum.search.index.postgresql.store import Store
from forum.search.index.protocol import Document
from forum.search.index.scoring import TEXT_FIELDS

_BATCH = 200  # threads copied at once

_COPY_THREADS = """
COPY {schema}.thread (
    question_id, version, digest, created, room, is_for_everyone, facts, counted, title, words, common, texts
) FROM STDIN
"""
_COPY_ENTRIES = "COPY {schema}.entry (question_id, head, entries) FROM STDIN"
_COPY_FORMS = "COPY {schema}.form (form, threads, titles, common) FROM STDIN"
_FORMS_OF = """
SELECT tsvector_to_array(words), tsvector_to_array(title), common, entry.head
FROM {schema}.thread JOIN {schema}.entry USING (question_id) WHERE question_id = ANY(%s)
"""
_COUNT = """
INSERT INTO {schema}.form AS known (form, threads, titles, common)
SELECT * FROM unnest(%s::text[], %s::int[], %s::int[], %s::int[])
ON CONFLICT (form) DO UPDATE SET
    threads = known.threads + excluded.threads,
    titles = known.titles + excluded.titles,
    common = known.common + excluded.common
"""
_FORGET = "DELETE FROM {schema}.form WHERE form = ANY(%s) AND threads <= 0"
_ADD_UP = """
UPDATE {schema}.state SET
    threads = threads + %s, lengths = ARRAY(SELECT a + b FROM unnest(lengths, %s::bigint[]) AS both_of (a, b))
"""


class Frequencies:
    """How many threads have each form, in how many titles, and how long the threads' fields are together."""

    def __init__(self) -> None:
        self.threads: Counter[str] = Counter()
        self.titles: Counter[str] = Counter()
        self.common: Counter[str] = Counter()
        self.lengths = [0] * len(TEXT_FIELDS)
        self.count = 0

    def add(self, row: Row) -> None:
        """The thread counts."""
        self.threads.update(row.forms)
        self.titles.update(row.title_forms)
        self.common.update(row.common)
        self.lengths = [a + b for a, b in zip(self.lengths, row.lengths, strict=True)]
        self.count += 1

    def take(self, forms: list[str], titles: list[str], common: list[str], head: bytes) -> None:
        """A thread that was kept like this counts no more."""
        self.threads.subtract(forms)
        self.titles.subtract(titles)
        self.common.subtract(common)
        lengths = np.frombuffer(head, HEAD)[0]["lengths"]
        self.lengths = [a - int(b) for a, b in zip(self.lengths, lengths, strict=True)]
        self.count -= 1

    def rows(self) -> Iterator[tuple[str, int, int, int]]:
        """Of each form whose counts differ from 0: the form and its three counts, in an order that repeats."""
        for form in sorted(self.threads):
            counts = self.threads[form], self.titles[form], self.common[form]
            if any(counts):
                yield form, *counts


def change(connection: Connection[Any], store: Store, gone: Sequence[int], documents: Iterable[Document]) -> None:
    """The documents stand in the index in place of what was kept of the threads `gone`, which may be the same."""
    frequencies = Frequencies()
    for kept in connection.execute(store.sql(_FORMS_OF), [list(gone)], binary=True):
        frequencies.take(*kept)
    for name in ("thread", "entry"):
        connection.execute(store.sql(f"DELETE FROM {{schema}}.{name} WHERE question_id = ANY(%s)"), [list(gone)])
    _copy_all(connection, store, documents, frequencies)
    if rows := list(frequencies.rows()):
        connection.execute(store.sql(_COUNT), [list(column) for column in zip(*rows, strict=True)])
        connection.execute(store.sql(_FORGET), [[form for form, threads, _, _ in rows if threads < 0]])
    connection.execute(store.sql(_ADD_UP), (frequencies.count, frequencies.lengths))


def fill(connection: Connection[Any], store: Store, documents: Iterable[Document]) -> None:
    """An index that was empty holds the documents and is quick to search."""
    frequencies = Frequencies()
    _copy_all(connection, store, documents, frequencies)
    with connection.cursor() as cursor, cursor.copy(store.sql(_COPY_FORMS)) as copy:
        for row in frequencies.rows():
            copy.write_row(row)
    connection.execute(
        store.sql("INSERT INTO {schema}.state (format, threads, lengths) VALUES (%s, %s, %s)"),
        (FORMAT, frequencies.count, frequencies.lengths),
    )
    store.finish(connection)


def _copy_all(
    connection: Connection[Any], store: Store, documents: Iterable[Document], frequencies: Frequencies
) -> None:
    left = iter(documents)
    while batch := [row_of(document) for document in islice(left, _BATCH)]:
        _copy(connection, store, batch)
        for row in batch:
            frequencies.add(row)


def _copy(connection: Connection[Any], store: Store, rows: Sequence[Row]) -> None:
    with connection.cursor() as cursor, cursor.copy(store.sql(_COPY_THREADS)) as copy:
        for row in rows:
            document = row.document
            copy.write_row((
                document.question_id, document.version, document.digest, document.created_at.timestamp(), row.room,
                document.is_for_everyone, row.facts, row.counted, row.title, row.words, sorted(row.common), row.texts,
            ))  # fmt: skip
    with connection.cursor() as cursor, cursor.copy(store.sql(_COPY_ENTRIES)) as copy:
        for row in rows:
            copy.write_row((row.document.question_id, row.head, row.entries))
