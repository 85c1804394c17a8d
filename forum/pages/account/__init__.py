"""Signing up, signing in, and what mailed links lead to."""

from importlib import import_module

from forum.pages.account.views import bp

import_module("forum.pages.account.joining")

__all__ = ["bp"]
