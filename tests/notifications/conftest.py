"""What the acts that are found by search need."""

from tests.search.conftest import indexing

__all__ = ["indexing"]
