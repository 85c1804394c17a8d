"""Uploads and downloads: bytes always come from here, after the check who may see them."""

from importlib import import_module

from forum.pages.files.blueprint import bp

__all__ = ["bp"]

import_module("forum.pages.files.views")
