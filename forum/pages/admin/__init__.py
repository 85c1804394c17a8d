"""Administration: people, teams, categories, settings, search words, mails."""

from importlib import import_module

from forum.pages.admin.views import bp

for _views in ("people", "person", "teams", "categories", "intake", "calendars", "targets", "search_words", "audit"):
    import_module(f"forum.pages.admin.{_views}")

__all__ = ["bp"]
