"""The blueprint that the views of this area register with, and what its templates say an answered field with."""

from typing import Any

from flask import Blueprint
from sqlalchemy import Row

from forum.intake.rules import answer_in
from forum.web.words import language

bp = Blueprint("questions", __name__)


@bp.app_template_filter("answer")
def answer_of(field: Row[Any]) -> str:
    """What was answered in a field, chosen options in the reader's language."""
    return answer_in(field, field.value, language())  # type: ignore[arg-type]
