"""What belongs to an account: password, one-time links, roles, teams, groups, invitations, profile."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, choice, primary_key


class Credential(Model):
    """A person's password as an Argon2id hash."""

    __tablename__ = "credential"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Profile(Model):
    """What a person says of himself beyond the person row."""

    __tablename__ = "profile"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    about: Mapped[str] = mapped_column(Text, default="")
    about_html: Mapped[str] = mapped_column(Text, default="")
    languages: Mapped[str] = mapped_column(String(80), default="")  # spoken, as written by the person
    photo_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    feed_key: Mapped[str | None] = mapped_column(String(43), unique=True)


class LinkPurpose(StrEnum):
    """What a one-time link in a mail is good for."""

    CONFIRM = "confirm"
    PASSWORD = "password"
    ADDRESS = "address"
    CLAIM = "claim"


class OneTimeLink(Model):
    """A mailed link; only the SHA-256 of its secret is stored."""

    __tablename__ = "one_time_link"

    id: Mapped[int] = primary_key()
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[LinkPurpose] = mapped_column(choice(LinkPurpose, "purpose"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Invitation(Model):
    """Leave to sign up with one address."""

    __tablename__ = "invitation"

    id: Mapped[int] = primary_key()
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RoleGrant(Model):
    """A role somebody has, who gave it and when; withdrawn ones stay."""

    __tablename__ = "role_grant"

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(24))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Team(Model):
    """IT staff who work together, with a lead."""

    __tablename__ = "team"

    id: Mapped[int] = primary_key()
    name: Mapped[str] = mapped_column(String(60), unique=True)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class TeamMembership(Model):
    """One person's place in a team and what he is the specialist for."""

    __tablename__ = "team_membership"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    speciality: Mapped[str] = mapped_column(String(60), default="")


class Group(Model):
    """Named readers of closed categories, e.g. "Finance leads"."""

    __tablename__ = "reader_group"

    id: Mapped[int] = primary_key()
    name: Mapped[str] = mapped_column(String(60), unique=True)


class GroupMembership(Model):
    """A person in a group of readers."""

    __tablename__ = "reader_group_membership"

    group_id: Mapped[int] = mapped_column(ForeignKey("reader_group.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class SignInAttempt(Model):
    """One try to sign in, for the throttle by account and address; the address is forgotten after 30 days. Without an
    account it is a wish for one, or for a new password."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_window", "email_key", "at"),
        Index("ix_sign_in_attempt_host", "host", "at"),
    )

    id: Mapped[int] = primary_key()
    email_key: Mapped[str] = mapped_column(String(254))
    host: Mapped[str] = mapped_column(String(45))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    succeeded: Mapped[bool] = mapped_column(Boolean)


class Deactivation(Model):
    """When an account was closed, by whom, and whether its name stays on the posts."""

    __tablename__ = "deactivation"
    __table_args__ = (UniqueConstraint("person_id", "at"),)

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    keeps_name: Mapped[bool] = mapped_column(Boolean)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DeviceKind(StrEnum):
    """What sort of thing a device is."""

    LAPTOP = "laptop"
    DESKTOP = "desktop"
    PHONE = "phone"
    TABLET = "tablet"
    PRINTER = "printer"
    OTHER = "other"


class Device(Model):
    """Something a person works with; `label` says it in one line, made at write time. One of them is the main one."""

    __tablename__ = "device"
    __table_args__ = (Index("ix_device_of_person", "person_id", "is_main"),)

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[DeviceKind] = mapped_column(choice(DeviceKind, "kind"))
    name: Mapped[str] = mapped_column(String(60))
    system: Mapped[str] = mapped_column(String(30), default="")
    system_version: Mapped[str] = mapped_column(String(30), default="")
    asset: Mapped[str] = mapped_column(String(30), default="")
    location: Mapped[str] = mapped_column(String(40), default="")
    label: Mapped[str] = mapped_column(String(200))
    is_main: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
