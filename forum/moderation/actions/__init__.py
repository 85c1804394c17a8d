"""What is done with flags."""

from forum.moderation.actions.abuse import hand_opening_to_lead, hand_to_lead
from forum.moderation.actions.decide import Decision, decide
from forum.moderation.actions.flag import flag_post

__all__ = ["Decision", "decide", "flag_post", "hand_opening_to_lead", "hand_to_lead"]
