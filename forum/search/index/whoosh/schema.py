"""The fields of a thread in Whoosh. Raise FORMAT with every change, and every index is made again by itself."""

from collections.abc import Iterable, Iterator
from typing import Any

from whoosh.analysis import Token
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, ID, STORED, TEXT, FieldType, Schema
from whoosh.formats import Existence

from forum.search.index.kept import shortened, suggestable
from forum.search.index.protocol import Document
from forum.search.index.scoring import TEXT_FIELDS, title_fact
from forum.search.words.tokens import places

FORMAT = "3"


class Forms:
    """Whoosh's analyser: every form of a word at the word's position."""

    def __call__(self, value: str, **_wishes: Any) -> Iterator[Token]:
        token = Token(positions=True, boost=1.0)
        for position, place in enumerate(places(value)):
            token.pos = position
            for form in place.forms:
                token.text = form
                yield token

    def __eq__(self, other: object) -> bool:
        return type(other) is Forms

    def __hash__(self) -> int:
        return hash(Forms)


class Names(FieldType):  # type: ignore[misc]
    """Whole names ("tag:vpn") of which only the presence matters."""

    def __init__(self) -> None:
        self.format = Existence()
        self.analyzer = None
        self.scorable, self.stored, self.unique, self.vector, self.column_type = False, False, False, None, None
        self.multitoken_query, self.spelling = "default", False

    def index(self, names: Iterable[str], **_wishes: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """One posting a name."""
        return ((name.encode(), 1, 1.0, b"") for name in sorted(set(names)))


def make_schema() -> Schema:
    """The schema of a new index."""
    return Schema(
        key=ID(unique=True),
        question=COLUMN(NumericColumn("q")),
        created=COLUMN(NumericColumn("d")),
        facts=Names(),
        common=Names(),
        kept=STORED(),
        **{name: TEXT(analyzer=Forms(), phrase=True) for name in TEXT_FIELDS},
    )


def fields_of(document: Document) -> dict[str, Any]:
    """The document as Whoosh takes it."""
    return {
        "key": str(document.question_id),
        "question": document.question_id,
        "created": document.created_at.timestamp(),
        "facts": {*document.facts, title_fact(document.title)},
        "common": suggestable(document) if document.is_for_everyone else (),
        "kept": (document.version, document.digest, shortened(document.texts)),
        "title": document.title,
        "tags": document.tags,
        "body": document.body,
        "accepted": document.accepted,
        "answers": "\n".join(document.answers),
        "comments": document.comments,
    }
