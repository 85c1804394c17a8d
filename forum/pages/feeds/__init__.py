"""Atom feeds of lists, under a personal key in place of the sign-in that a feed reader cannot do."""

from importlib import import_module

from forum.pages.feeds.blueprint import bp

__all__ = ["bp"]

import_module("forum.pages.feeds.views")
