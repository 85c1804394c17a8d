"""What notifications do about news of the slices below: people are told, and badges stay true."""

from forum.notifications.reactions import badges, merging, news, undone

__all__ = ["badges", "merging", "news", "undone"]
