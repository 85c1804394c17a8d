"""What is done with flags."""

from forum.moderation.actions.abuse import hand_opening_to_lead, hand_to_lead
from forum.moderation.actions.decide import decide
from forum.moderation.actions.flag import flag_post
from forum.moderation.remedies import Decision, NewWords

__all__ = ["Decision", "NewWords", "decide", "flag_post", "hand_opening_to_lead", "hand_to_lead"]
