"""What a form may ask, what it takes as answers, and how complete those are. All pure."""

from forum.intake.rules.answers import (
    LONGEST_VALUE,
    answer_in,
    check_fields,
    form_name,
    label_of,
    left_out,
    missing_fields,
    option_names,
    shown_keys,
    stale_form,
)
from forum.intake.rules.completeness import Completeness, completeness
from forum.intake.rules.forms import FACTS, FormChanges, changes_between, check_form
from forum.intake.rules.shapes import MOST_FIELDS, Field
from forum.intake.rules.told import as_answer, told_in, untold

__all__ = [
    "FACTS",
    "LONGEST_VALUE",
    "MOST_FIELDS",
    "Completeness",
    "Field",
    "FormChanges",
    "answer_in",
    "as_answer",
    "changes_between",
    "check_fields",
    "check_form",
    "completeness",
    "form_name",
    "label_of",
    "left_out",
    "missing_fields",
    "option_names",
    "shown_keys",
    "stale_form",
    "told_in",
    "untold",
]
