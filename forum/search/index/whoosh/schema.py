"""The fields of a thread in Whoosh. Raise FORMAT with every change, and every index is made again by itself."""

from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, ID, STORED, TEXT, Schema

from forum.search.index.scoring import TEXT_FIELDS

FORMAT = "7"
QUESTION, CREATED = NumericColumn("q"), NumericColumn("d")


def make_schema() -> Schema:
    """The schema of a new index: names of which only the presence matters, and texts."""
    return Schema(
        key=ID(),
        question=COLUMN(QUESTION),
        created=COLUMN(CREATED),
        facts=ID(),
        common=ID(),
        stored=STORED(),
        **{name: TEXT() for name in TEXT_FIELDS},
    )
