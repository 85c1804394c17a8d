"""Administration: people, teams, categories, settings, mails."""

from importlib import import_module

from forum.pages.admin.views import bp

for _views in ("people", "categories", "calendars", "targets"):
    import_module(f"forum.pages.admin.{_views}")

__all__ = ["bp"]
