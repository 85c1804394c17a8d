"""What notifications do about news of the slices below: people are told, and badges stay true."""

from forum.notifications.reactions import badges, merging, news

__all__ = ["badges", "merging", "news"]
