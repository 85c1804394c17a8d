"""Pages of reports: a question as heading, the answer in a sentence, the chart, the tables, CSV."""

from forum.pages.reports.views import bp

__all__ = ["bp"]
