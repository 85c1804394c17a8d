"""Administration: people, teams, categories, settings, search words, mails."""

from importlib import import_module

from forum.pages.admin.views import bp

_VIEWS = (
    "people", "person", "teams", "categories", "intake", "calendars", "targets", "house_rules", "search_words", "audit",
    "mail_in", "watched_words",
)  # fmt: skip
for _views in _VIEWS:
    import_module(f"forum.pages.admin.{_views}")

__all__ = ["bp"]
