"""Threads to attach are found by the same index as in the tests of the slice."""

from tests.search.conftest import indexing

__all__ = ["indexing"]
