"""Pages of search use the same index as the tests of the slice."""

from tests.search.conftest import indexing

__all__ = ["indexing"]
