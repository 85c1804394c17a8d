"""The person row. What a page shows beside every name stands on it, so that no list needs a second query."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, choice, primary_key

SYSTEM_PERSON_ID = 1


class PersonState(StrEnum):
    """`imported` has posts but no account; `unconfirmed` has not clicked the mail's link; `erased` is nobody now."""

    ACTIVE = "active"
    UNCONFIRMED = "unconfirmed"
    IMPORTED = "imported"
    DEACTIVATED = "deactivated"
    ERASED = "erased"


WITH_ACCOUNT = (PersonState.ACTIVE, PersonState.UNCONFIRMED)  # who signs in, the latter once he has confirmed


class Person(Model):
    """One person. `roles`, `is_it_staff`, `badge` and `photo` are kept by `accounts` and derived from its tables."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_name_key", "name_key"), Index("ix_person_skeleton", "skeleton"))

    id: Mapped[int] = primary_key()
    state: Mapped[PersonState] = mapped_column(choice(PersonState, "state"))
    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(80))  # casefolded, for completion and sorting
    skeleton: Mapped[str] = mapped_column(String(120))  # look-alike skeleton of the name (Unicode TR 39)
    handle: Mapped[str] = mapped_column(String(40), unique=True)
    handle_changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    email: Mapped[str | None] = mapped_column(String(254))
    email_key: Mapped[str | None] = mapped_column(String(254), unique=True)  # casefolded, NFKC
    title: Mapped[str] = mapped_column(String(80), default="")
    department: Mapped[str] = mapped_column(String(80), default="")
    location: Mapped[str] = mapped_column(String(80), default="")
    language: Mapped[str] = mapped_column(String(5), default="en")
    zone: Mapped[str] = mapped_column(String(40), default="")  # empty: the company's
    theme: Mapped[str] = mapped_column(String(8), default="auto")
    shortcuts: Mapped[bool] = mapped_column(Boolean, default=True)
    tone_check: Mapped[bool] = mapped_column(Boolean, default=True)  # wants hints about the tone of drafts
    follows_threads: Mapped[bool] = mapped_column(Boolean, default=True)  # in which he answers or comments
    listed_as_helper: Mapped[bool] = mapped_column(Boolean, default=True)  # on the month's page of who helped
    roles: Mapped[str] = mapped_column(String(80), default="employee")  # space-separated
    is_it_staff: Mapped[bool] = mapped_column(Boolean, default=False)  # carries the badge
    badge: Mapped[str] = mapped_column(String(60), default="")  # what follows "IT staff - ": "Network"
    photo: Mapped[str] = mapped_column(String(120), default="")  # path of the scaled picture under /files/
    rules_accepted: Mapped[int] = mapped_column(default=0)  # the newest version of the house rules that he accepted
    draft_count: Mapped[int] = mapped_column(default=0)  # drafts that he keeps
    session_epoch: Mapped[int] = mapped_column(default=0)
    rights_version: Mapped[int] = mapped_column(default=0)
    unread_count: Mapped[int] = mapped_column(default=0)
    silenced_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    suspended_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FormerHandle(Model):
    """A handle that somebody had; it redirects to the person and is given to nobody else."""

    __tablename__ = "former_handle"

    handle: Mapped[str] = mapped_column(String(40), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    given_up_at: Mapped[datetime] = mapped_column(UtcDateTime)
