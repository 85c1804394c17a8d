"""Threads to choose from are found by the same index as in the tests of search."""

from tests.search.conftest import indexing

__all__ = ["indexing"]
