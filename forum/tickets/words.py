"""What priorities and levels are called: in pages and in the details of the record."""

from collections.abc import Mapping

from forum.kernel.words import N_
from forum.tickets.models import Level, Priority

PRIORITIES: Mapping[str, str] = {
    Priority.LOW: N_("Low"), Priority.NORMAL: N_("Normal"), Priority.HIGH: N_("High"), Priority.URGENT: N_("Urgent")
}  # fmt: skip
LEVELS: Mapping[str, str] = {Level.LOW: N_("Low"), Level.MEDIUM: N_("Medium"), Level.HIGH: N_("High")}
