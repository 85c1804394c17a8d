"""What helps while writing: hints about tone, drafts that cool down."""

from importlib import import_module

from forum.pages.composing.blueprint import bp

__all__ = ["bp"]

for _views in ("tone", "drafts"):
    import_module(f"forum.pages.composing.{_views}")
