"""Pages of the FAQ: lists, an entry, writing and promoting, what its curators look after."""

from importlib import import_module

from forum.pages.faq.blueprint import bp

__all__ = ["bp"]

for _views in ("reading", "writing", "editing", "curating", "feed", "radar"):
    import_module(f"forum.pages.faq.{_views}")
