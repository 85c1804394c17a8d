"""What helps while writing: hints about tone, drafts that cool down, saved replies."""

from importlib import import_module

from forum.pages.composing.blueprint import bp

__all__ = ["bp"]

for _views in ("tone", "drafts", "picking", "saving"):
    import_module(f"forum.pages.composing.{_views}")
