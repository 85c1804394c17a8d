"""Pages of questions: lists, the thread, asking, answering, editing, history, and staff's tools."""

from forum.pages.questions.blueprint import bp

__all__ = ["bp"]
