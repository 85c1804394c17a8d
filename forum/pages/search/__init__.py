"""Pages of search: the results, and threads like the one that is being asked."""

from forum.pages.search.views import bp

__all__ = ["bp"]
