"""Tickets as their requesters and as IT staff see them, the queue, the worklist."""

from importlib import import_module

from forum.pages.tickets.views import bp

for _room in (
    "deadline", "facts", "desk", "family", "lists", "making", "missing", "publishing", "queue", "record", "worked",
):  # fmt: skip
    import_module(f"forum.pages.tickets.{_room}")

__all__ = ["bp"]
