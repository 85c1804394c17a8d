"""Pages of search: the results, threads like the one that is being asked, searches that people keep."""

from importlib import import_module

from forum.pages.search.blueprint import bp

for _views in ("views", "keeping", "noting"):
    import_module(f"forum.pages.search.{_views}")

__all__ = ["bp"]
