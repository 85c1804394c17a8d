"""Categories and who may read them."""

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import select

from forum.accounts.models import Group, GroupMembership
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotAllowed, NotFound
from forum.ledger.models import LedgerEntry
from forum.topics.actions import (
    CategoryDraft,
    archive_category,
    category_to_administer,
    create_category,
    edit_category,
    find_category,
    unarchive_category,
)
from forum.topics.events import CategoryChanged
from forum.topics.models import Audience, CategoryReader
from tests.conftest import NOON
from tests.people import admin, ana, iris, sam
from tests.posts import actor, published

HARDWARE = CategoryDraft("Hardware", name_ms="Perkakasan")


def _group(*people: object) -> Group:
    group = Group(name="Finance leads")
    session.add(group)
    session.flush()
    session.add_all(GroupMembership(group_id=group.id, person_id=person.id) for person in people)  # type: ignore[attr-defined]
    return group


def test_a_category_is_made_last_with_an_address_of_its_own(app: Tanya) -> None:
    by = actor(admin())
    first = create_category(HARDWARE, by=by, at=NOON)
    second = create_category(replace(HARDWARE, name="Hardware!"), by=by, at=NOON)
    assert (first.slug, second.slug) == ("hardware", "hardware-2")
    assert first.position < second.position


def test_what_was_made_stands_in_the_record(app: Tanya) -> None:
    create_category(HARDWARE, by=actor(admin()), at=NOON)
    entry = session.scalars(select(LedgerEntry)).one()
    assert (entry.act, entry.content["name"], entry.content["audience"]) == ("category created", "Hardware", "everyone")


@pytest.mark.parametrize("name", ["", "x" * 61, "hardware"])
def test_a_bad_or_taken_name_is_refused(app: Tanya, name: str) -> None:
    by = actor(admin())
    create_category(HARDWARE, by=by, at=NOON)
    with pytest.raises(Invalid) as refused:
        create_category(replace(HARDWARE, name=name), by=by, at=NOON)
    assert refused.value.field == "name"


def test_a_malay_name_that_is_too_long_is_refused(app: Tanya) -> None:
    with pytest.raises(Invalid) as refused:
        create_category(replace(HARDWARE, name_ms="x" * 61), by=actor(admin()), at=NOON)
    assert refused.value.field == "name_ms"


def test_a_category_of_groups_is_for_their_members_only(app: Tanya) -> None:
    member, group = ana(), None
    group = _group(member)
    draft = replace(HARDWARE, audience=Audience.GROUPS, group_ids=(group.id,))
    made = create_category(draft, by=actor(admin()), at=NOON)
    assert find_category(made.id, by=actor(member)) is made
    for outsider in (sam(), iris()):
        with pytest.raises(NotFound):
            find_category(made.id, by=actor(outsider))


def test_a_category_of_groups_needs_a_group(app: Tanya) -> None:
    by = actor(admin())
    for ids in ((), (4711,)):
        with pytest.raises(Invalid):
            create_category(replace(HARDWARE, audience=Audience.GROUPS, group_ids=ids), by=by, at=NOON)


def test_opening_a_category_forgets_its_groups(app: Tanya, monkeypatch: pytest.MonkeyPatch) -> None:
    told = published(CategoryChanged, monkeypatch)
    by, closed = actor(admin()), replace(HARDWARE, audience=Audience.GROUPS, group_ids=(_group().id,))
    made = create_category(closed, by=by, at=NOON)
    edit_category(made, HARDWARE, by=by, at=NOON)
    assert session.scalars(select(CategoryReader.group_id)).all() == []
    assert len(told) == 2


def test_an_administrator_administers_what_he_may_not_read(app: Tanya) -> None:
    by, closed = actor(admin()), replace(HARDWARE, audience=Audience.GROUPS, group_ids=(_group().id,))
    made = create_category(closed, by=by, at=NOON)
    assert category_to_administer(made.id, by=by) is made
    with pytest.raises(NotAllowed):
        category_to_administer(made.id, by=actor(iris()))


def test_a_category_is_archived_and_opened_again(app: Tanya) -> None:
    by = actor(admin())
    made = create_category(HARDWARE, by=by, at=NOON)
    archive_category(made, by=by, at=NOON)
    assert made.archived_at == NOON
    unarchive_category(made, by=by, at=NOON)
    assert made.archived_at is None


def test_only_administrators_make_and_change_categories(app: Tanya) -> None:
    made, by = create_category(HARDWARE, by=actor(admin()), at=NOON), actor(iris())
    for change in (
        partial(create_category, CategoryDraft("Network")), partial(edit_category, made, CategoryDraft("Network")),
        partial(archive_category, made), partial(unarchive_category, made),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            change(by=by, at=NOON)
