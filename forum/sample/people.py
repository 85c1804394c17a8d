"""The sample company's people, teams, categories and tags."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from forum.accounts.actions.devices import DeviceDraft, add_device
from forum.accounts.actions.groups import join_group, make_group
from forum.accounts.actions.roles import grant_role
from forum.accounts.actions.sign_up import make_account, set_password
from forum.accounts.actions.teams import join_team, make_team
from forum.accounts.actors import Actor, load_actor
from forum.accounts.models import DeviceKind, Group, Profile, Team
from forum.accounts.passwords import hashed
from forum.accounts.roles import Role
from forum.accounts.sample_logins import SAMPLE_PASSWORD
from forum.accounts.settings import COMPANY, MAIL_DOMAINS
from forum.conduct.house_rules.first import FIRST
from forum.intake.actions import FieldDraft, change_form
from forum.intake.models import FieldKind
from forum.kernel.db import session
from forum.kernel.settings.registry import store
from forum.kernel.text.markdown import render
from forum.people.models import Person
from forum.topics.actions import CategoryDraft, add_synonym, create_category, describe_tag, resolve_tags
from forum.topics.models import Audience, Category

DOMAIN = "kencana.example"
_HERE_SINCE = timedelta(days=400)


def make_company(company: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """Everybody and everything of the sample company but its threads; the caller commits."""
    store(COMPANY, str(company["name"]))
    store(MAIL_DOMAINS, DOMAIN)
    password = hashed(SAMPLE_PASSWORD)
    since = at - _HERE_SINCE
    for facts in company["person"]:
        make_person(facts, password, by=by, at=since)
    for facts in company["category"]:
        _make_category(facts, by=by, at=since)
    for facts in company["tag"]:
        _make_tag(facts, by=by, at=since)


def make_person(facts: dict[str, Any], password_hash: str, *, by: Actor, at: datetime) -> Person:
    """An active person with profile, roles, team and password; the mail address is made from the name."""
    address = f"{facts['name'].lower().replace(' ', '.')}@{DOMAIN}"
    person = make_account(facts["name"], address, language=facts.get("language", "en"), at=at)
    person.rules_accepted = FIRST
    person.title, person.department, person.location = facts["title"], facts["department"], facts["location"]
    set_password(person, password_hash, at=at)
    about = facts.get("about", "")
    session.add(Profile(person_id=person.id, about=about, about_html=render(about) if about else "", languages=""))
    _add_devices(person, facts.get("devices", []), at=at)
    for role in facts.get("roles", []):
        grant_role(person, Role(role), by=by, at=at)
    if "team" in facts:
        join_team(person, _team(facts["team"], by=by, at=at), facts["speciality"], by=by, at=at)
    for name in facts.get("groups", []):
        join_group(person, _group(name, by=by, at=at), by=by, at=at)
    return person


def _add_devices(person: Person, devices: list[dict[str, str]], *, at: datetime) -> None:
    session.flush()
    for told in devices:
        draft = DeviceDraft(**{**told, "kind": DeviceKind(told["kind"])})  # type: ignore[arg-type]
        add_device(draft, by=actor_called(person.handle, at=at), at=at)


def _group(name: str, *, by: Actor, at: datetime) -> Group:
    known = session.scalars(select(Group).where(Group.name == name)).first()
    return known or make_group(name, by=by, at=at)


def _team(name: str, *, by: Actor, at: datetime) -> Team:
    known = session.scalars(select(Team).where(Team.name == name)).first()
    return known or make_team(name, by=by, at=at)


def _make_category(facts: dict[str, Any], *, by: Actor, at: datetime) -> Category:
    draft = CategoryDraft(
        facts["name"],
        Audience(facts.get("audience", "everyone")),
        name_ms=facts["name_ms"],
        description=facts["description"],
        description_ms=facts.get("description_ms", ""),
        team_id=_team(facts["team"], by=by, at=at).id if "team" in facts else None,
        group_ids=tuple(_group(name, by=by, at=at).id for name in facts.get("groups", [])),
    )
    category = create_category(draft, by=by, at=at)
    category.slug = facts["slug"]
    fields = [_field(field) for field in facts.get("field", [])]
    if fields:
        change_form(category.id, fields, by=by, at=at)
    return category


def _field(facts: dict[str, Any]) -> FieldDraft:
    return FieldDraft(**{**facts, "kind": FieldKind(facts["kind"])})


def _make_tag(facts: dict[str, Any], *, by: Actor, at: datetime) -> None:
    (tag,) = resolve_tags([facts["name"]], at=at)
    describe_tag(tag, facts["description"], by=by, at=at)
    for synonym in facts.get("synonyms", []):
        add_synonym(tag, synonym, by=by, at=at)


def actor_called(handle: str, *, at: datetime) -> Actor:
    """The active person of the sample with this handle; LookupError if there is none."""
    session.flush()
    actor = load_actor(session.scalars(select(Person.id).where(Person.handle == handle)).one(), at=at)
    if actor is None:
        raise LookupError(f"{handle} is not an active person of the sample")
    return actor
