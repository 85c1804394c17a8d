"""Pages of search: the results, threads like the one that is being asked, saved searches."""

from importlib import import_module

from forum.pages.search.blueprint import bp

for _views in ("views", "saving", "noting"):
    import_module(f"forum.pages.search.{_views}")

__all__ = ["bp"]
