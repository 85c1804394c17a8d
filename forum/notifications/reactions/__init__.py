"""What notifications do about news of the slices below: people are told, and badges stay true."""

from forum.notifications.reactions import badges, news

__all__ = ["badges", "news"]
