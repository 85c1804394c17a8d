"""Which pages there are, and which slices react to the news of others, from the bottom up.

A new area of pages is one import and one name in BLUEPRINTS; a new `reactions.py` is one import here.
"""

from flask import Blueprint

from forum.pages.system.views import bp as system

BLUEPRINTS: tuple[Blueprint, ...] = (system,)
