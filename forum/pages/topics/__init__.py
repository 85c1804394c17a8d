"""Categories and tags: their pages, their completion, and how staff keep the tags in order."""

from importlib import import_module

from forum.pages.topics.blueprint import bp

__all__ = ["bp"]

for _views in ("views", "curating"):
    import_module(f"forum.pages.topics.{_views}")
