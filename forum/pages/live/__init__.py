"""The one small poll of an open page."""

from importlib import import_module

from forum.pages.live.blueprint import bp

__all__ = ["bp"]

import_module("forum.pages.live.views")
