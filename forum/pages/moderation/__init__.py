"""Flags, and what moderators see of them."""

from forum.pages.moderation import abuse, deciding, flagging, house_rules, log, merging, redacting, standing
from forum.pages.moderation.blueprint import bp

__all__ = ["abuse", "bp", "deciding", "flagging", "house_rules", "log", "merging", "redacting", "standing"]
