"""Flags, and what moderators see of them."""

from forum.pages.moderation import deciding, flagging
from forum.pages.moderation.blueprint import bp

__all__ = ["bp", "deciding", "flagging"]
