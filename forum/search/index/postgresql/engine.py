"""Finding and filling with PostgreSQL. A search asks three times: how frequent its words are, for the threads that
may be among the best, and for the texts of those that are.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from psycopg import Connection

from forum.search.index.near import Rather, may_be_mistaken, own_words, widened
from forum.search.index.postgresql import spelling, writing
from forum.search.index.postgresql.candidates import Chooser, any_of
from forum.search.index.postgresql.conditions import Conditions, Statement
from forum.search.index.postgresql.corpus import Candidates, Frequency, KnownForms
from forum.search.index.postgresql.counting import MOST, Counting
from forum.search.index.postgresql.months import BEGINNING, BEHIND
from forum.search.index.postgresql.schema import FORMAT
from forum.search.index.postgresql.store import Store, check_state
from forum.search.index.protocol import (
    Counts,
    Document,
    Enquiry,
    Explanation,
    Hit,
    IndexUnusable,
    Reading,
    Status,
    found_wrong,
)
from forum.search.index.ranking import Ranking
from forum.search.index.scoring import MOST_EXPANSIONS, title_fact
from forum.search.index.terms import Group, Lookup, lookup_of, words_of
from forum.search.index.weights import IN_USE, Weights

SCHEMA = "tanya_search"
_BEGINNING = "SELECT form FROM {schema}.form WHERE form >= %s AND form < %s ORDER BY threads DESC, form LIMIT %s"
_KNOWN = """
SELECT format, damage, state.threads, lengths, form.form, form.threads, form.titles, form.common
FROM {schema}.state LEFT JOIN {schema}.form ON form.form = ANY(%s)
"""
_ANY = "SELECT 1 FROM {{schema}}.thread WHERE words @@ %s::tsquery AND {where} ORDER BY created + 0 LIMIT 1"
_MONTHS = "SELECT form, threads FROM {schema}.form WHERE form > %s AND form < %s ORDER BY form DESC"
_NAMES = """
SELECT name, (SELECT count(*) FROM {schema}.thread WHERE words @@ query),
       (SELECT count(*) FROM {schema}.thread WHERE title @@ query)
FROM unnest(%s::text[], %s::tsquery[]) AS asked (name, query)
"""
_TEXTS = "SELECT question_id, version, texts FROM {schema}.thread WHERE question_id = ANY(%s)"
_ENTRIES = """
SELECT question_id, coalesce(head, ''), coalesce(entries, '\\x00') FROM {schema}.thread
LEFT JOIN {schema}.entry USING (question_id) WHERE question_id > %s ORDER BY question_id LIMIT 1000
"""
_SIZE = """
SELECT threads, (SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relnamespace = %s::regnamespace
                 AND relkind = 'r') FROM {schema}.state
"""


class PostgresIndex:
    """The index in one schema of a database, for reading and for writing."""

    def __init__(self, url: str, *, schema: str = SCHEMA) -> None:
        self.store = Store(url, schema)

    def find(self, enquiry: Enquiry, *, skip: int, most: int) -> Sequence[Hit]:
        """The best threads of the rooms, from place `skip`, at most `most`."""
        with self.store.connection() as connection:
            return self._found(connection, *self._asked(connection, enquiry), skip, most)

    def count(self, enquiry: Enquiry, *, facts: Sequence[str], kinds: Sequence[str]) -> Counts | None:
        """Threads that `find` finds, all together and by these facts and every fact of these kinds; see `counting`."""
        with self.store.connection() as connection:
            return self._counts(connection, *self._asked(connection, enquiry), facts, kinds)

    def find_counted(
        self, enquiry: Enquiry, *, most: int, facts: Sequence[str], kinds: Sequence[str]
    ) -> tuple[Sequence[Hit], Counts | None]:
        """What `find` and `count` say, for less than both of them cost."""
        with self.store.connection() as connection:
            chooser, known = self._asked(connection, enquiry)
            return (
                self._found(connection, chooser, known, 0, most),
                self._counts(connection, chooser, known, facts, kinds),
            )

    def explain(self, enquiry: Enquiry, *, most: int) -> Sequence[Explanation]:
        """The best threads, and how each came by its score."""
        with self.store.connection() as connection:
            return self._ranking(connection, *self._asked(connection, enquiry), most)[1].explained(most=most)

    def words_like(self, word: str) -> Sequence[str]:
        """Known words of threads that everyone may read, like `word`; none if it is known itself."""
        with self.store.connection() as connection:
            return spelling.words_like(connection, self.store, word)

    def words_meant_rather(self, word: str) -> Sequence[str]:
        """Of a known word those a letter different that very many more threads have."""
        if not may_be_mistaken(word):
            return ()
        with self.store.connection() as connection:
            threads, of = spelling.threads_known(connection, self.store, word)
            return self._meant_rather(connection, word, threads, of, IN_USE).words

    def threads_with(self, word: str, *, most: int) -> Sequence[int]:
        """Up to `most` threads for everyone with this word."""
        with self.store.connection() as connection:
            return spelling.threads_with(connection, self.store, word, most)

    def digests(self) -> Sequence[tuple[int, str]]:
        """Each thread that is there, with the digest of the document it was indexed from."""
        with self._checked() as connection:
            return connection.execute(self.store.sql("SELECT question_id, digest FROM {schema}.thread")).fetchall()

    def status(self) -> Status:
        """Counts of what is there."""
        with self._checked() as connection:
            threads, size = connection.execute(self.store.sql(_SIZE), [self.store.schema]).fetchone() or (0, 0)
            return Status(threads, 1, int(size), FORMAT)

    def close(self) -> None:
        """Nothing is held open; the next use opens it again."""
        self.store.close()

    def what_is_wrong(self) -> str:
        """Why the index cannot be used, in a few words; empty if it can. Raises IndexSilent."""
        return found_wrong(self._check)

    def look_through(self) -> str:
        """The same after reading the entries of all threads; what is found damaged is made again by whoever writes."""
        return found_wrong(self._look_at_entries)

    def change(self, question_ids: Sequence[int], read: Reading) -> None:
        """These threads stand as `read` finds them while nobody else writes, or not at all; durable when this returns.

        Raises IndexUnusable; OSError (a full disk) harms nothing that was there.
        """
        with self.store.writing() as connection:
            self.store.check(connection)
            documents = read(question_ids)
            try:
                writing.change(connection, self.store, question_ids, documents)
            except ValueError as error:
                self.store.give_up(error)

    def make_again(self, documents: Iterable[Document], *, before_exchange: Callable[[], None]) -> None:
        """A new index of the documents is the one in use; the old one was until then. Raises RebuildUnderWay."""
        with self.store.rebuilding() as connection:
            new = self.store.new_tables(connection)
            writing.fill(connection, new, documents)
            self.store.lock(connection)
            before_exchange()
            self.store.exchange(connection, new)
        self.store.clear()

    def _found(
        self, connection: Connection[Any], chooser: Chooser, known: KnownForms, skip: int, most: int
    ) -> list[Hit]:
        candidates, ranking = self._ranking(connection, chooser, known, skip + most)
        best = ranking.best(most=skip + most)[skip:]
        scores = {int(candidates.questions[doc]): (score, ranking.likeness(0, doc)) for _, doc, score in best}
        kept = connection.execute(self.store.sql(_TEXTS), [list(scores)])
        texts = {question_id: (version, tuple(texts)) for question_id, version, texts in kept}
        return [Hit(found, texts[found][0], *how, texts[found][1]) for found, how in scores.items() if found in texts]

    def _counts(
        self,
        connection: Connection[Any],
        chooser: Chooser,
        known: KnownForms,
        facts: Sequence[str],
        kinds: Sequence[str],
    ) -> Counts | None:
        if chooser.fewest(known) > MOST:
            return None
        counting = Counting(chooser, facts, kinds)
        statement, params = counting.statement
        return counting.counts(connection.execute(self.store.sql(statement), params, prepare=False).fetchall())

    def _ranking(
        self, connection: Connection[Any], chooser: Chooser, known: KnownForms, most: int
    ) -> tuple[Candidates, Ranking]:
        enquiry = chooser.enquiry
        asked = chooser.statement(known, most=most)
        rows = self._candidates(connection, asked)
        if len(rows) < most and asked != (whenever := chooser.statement(replace(known, months=()), most=most)):
            rows = self._candidates(connection, whenever)
        words = words_of(chooser.groups)
        candidates = self._unpacked(rows, words | enquiry.weights.facts.keys() | {title_fact(enquiry.wanted.words)})
        everything = np.ones(candidates.size, np.bool_)
        return candidates, Ranking([candidates], [everything], known, chooser.lookup, enquiry)

    def _candidates(self, connection: Connection[Any], asked: Statement) -> list[tuple[int, bytes, bytes]]:
        statement, params = asked
        return connection.execute(self.store.sql(statement), params, binary=True, prepare=False).fetchall()

    def _asked(self, connection: Connection[Any], enquiry: Enquiry) -> tuple[Chooser, KnownForms]:
        lookup = lookup_of(enquiry.wanted, enquiry.weights)
        known = self._known(connection, lookup)
        if (groups := self._widened(connection, enquiry, lookup, known)) != lookup.groups:
            lookup.groups = groups
            known = self._known(connection, lookup)
        expanded = (dict.fromkeys(forms, 1.0) for forms in known.expansions.values())
        return Chooser(enquiry, lookup, [*lookup.groups, *expanded]), known

    def _widened(self, connection: Connection[Any], enquiry: Enquiry, lookup: Lookup, known: KnownForms) -> list[Group]:
        """The groups, with words like those that nobody knows; which words there are is asked only where it matters."""
        where, filters = Conditions(enquiry, lookup).by_index()

        def is_met(group: Group) -> bool:
            there = {form: known.frequencies[form] for form in group if form in known.frequencies}
            if not there or any(word in there and there[word].common for word in own_words(group)):
                return bool(there)
            rows = connection.execute(self.store.sql(_ANY.format(where=where)), [any_of(group), *filters])
            return rows.fetchone() is not None

        def rather(word: str) -> Rather:
            threads = known.frequencies[word].common if word in known.frequencies else 0
            return self._meant_rather(connection, word, threads, known.threads, enquiry.weights)

        like = partial(spelling.words_like, connection, self.store)
        return widened(lookup.groups, enquiry.weights.near, is_met=is_met, like=like, rather=rather)

    def _meant_rather(self, connection: Connection[Any], word: str, threads: int, of: int, weights: Weights) -> Rather:
        least = threads * weights.rather
        return spelling.words_meant_rather(connection, self.store, word, threads=threads, least=least, of=of)

    def _unpacked(self, rows: Sequence[tuple[int, bytes, bytes]], names: Iterable[str]) -> Candidates:
        try:
            return Candidates(rows, names)
        except (ValueError, IndexError) as error:
            self.store.give_up(error)

    def _check(self) -> None:
        with self._checked():
            pass

    def _look_at_entries(self) -> None:
        last = 0
        with self._checked() as connection:
            while rows := connection.execute(self.store.sql(_ENTRIES), [last], binary=True).fetchall():
                self._unpacked(rows, ())
                last = rows[-1][0]

    def _known(self, connection: Connection[Any], lookup: Lookup) -> KnownForms:
        """What the index knows of the forms that are looked up; IndexUnusable if it is not to be trusted."""
        expansions = {prefix: self._expanded(connection, prefix) for prefix in lookup.prefixes}
        forms = {form for group in (*lookup.groups, *expansions.values()) for form in group}
        rows = connection.execute(self.store.sql(_KNOWN), [list(forms)]).fetchall()
        if not rows:
            raise IndexUnusable("the index is half written")
        written, damage, threads, lengths = rows[0][:4]
        check_state(written, damage)
        found = [row[4:] for row in rows if row[4] is not None] + self._counted(connection, forms)
        return KnownForms(
            threads=max(1, threads),
            averages=[max(1.0, length / max(1, threads)) for length in lengths],
            frequencies={form: Frequency(*counts) for form, *counts in found},
            expansions=expansions,
            months=connection.execute(self.store.sql(_MONTHS), (BEGINNING, BEHIND)).fetchall(),
        )

    def _counted(self, connection: Connection[Any], forms: Collection[str]) -> list[tuple[str, int, int]]:
        """How many threads, and how many titles, have all words of each name of several words."""
        names = [form for form in forms if " " in form]
        if not names:
            return []
        return connection.execute(self.store.sql(_NAMES), [names, [any_of([name]) for name in names]]).fetchall()

    def _expanded(self, connection: Connection[Any], prefix: str) -> list[str]:
        bounds = (prefix, prefix + spelling.BEYOND_LETTERS, MOST_EXPANSIONS)
        return [form for (form,) in connection.execute(self.store.sql(_BEGINNING), bounds)]

    @contextmanager
    def _checked(self) -> Iterator[Connection[Any]]:
        with self.store.connection() as connection:
            self.store.check(connection)
            yield connection
