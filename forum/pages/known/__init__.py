"""Pages of known issues and maintenance: the board, a record, telling news, attaching threads, feeds."""

from importlib import import_module

from forum.pages.known.blueprint import bp

__all__ = ["bp"]

for _views in ("reading", "affecting", "telling", "attaching", "maintenance", "feeds"):
    import_module(f"forum.pages.known.{_views}")
