"""Pages of questions: lists, the thread, asking, answering, editing, history, and staff's tools."""

from importlib import import_module

from forum.pages.questions.blueprint import bp

__all__ = ["bp"]

for _views in (
    "lists", "show", "marks", "affecting", "asking", "solving", "answering", "editing", "history", "removing", "tools",
):  # fmt: skip
    import_module(f"forum.pages.questions.{_views}")
