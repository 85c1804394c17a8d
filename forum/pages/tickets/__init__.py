"""Tickets as their requesters and as IT staff see them, the queue, the worklist."""

from importlib import import_module

from forum.pages.tickets.views import bp

import_module("forum.pages.tickets.lists")

__all__ = ["bp"]
