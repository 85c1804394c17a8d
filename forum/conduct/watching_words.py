"""Changing the watched words."""

from datetime import datetime

from forum.accounts.actions.lines import set_lines
from forum.accounts.actors import Actor
from forum.conduct.settings import WATCHED_WORDS
from forum.conduct.watched import read_lines


def set_watched_words(text: str, *, seen: str, by: Actor, at: datetime) -> None:
    """These lines are in force. Conflict and Invalid as `set_lines` says; Invalid names the line."""
    set_lines(WATCHED_WORDS, text, read_lines, act="watched words changed", seen=seen, by=by, at=at)
