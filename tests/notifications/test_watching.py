"""Whoever watches a category, a tag or a colleague hears of what is new there, if he may see it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from forum.accounts.models import Group, Team, TeamMembership
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import NotFound
from forum.notifications.models import Notice, Watch
from forum.notifications.watching import is_watched, unwatch, watch, watch_team_categories, watched_by
from forum.people.models import Person
from forum.questions.models import Follow
from forum.topics.actions import CategoryDraft, create_category, edit_category
from forum.topics.actions.curate import merge_tags
from forum.topics.models import Audience, Category, Tag
from tests.conftest import NOON
from tests.people import admin, ana, ben, iris, mo, sam
from tests.posts import actor, answer, category, comment, later, question, tell

pytestmark = pytest.mark.usefixtures("noon")
ClientOf = Callable[[Person], FlaskClient]


def _kinds(person: Person) -> list[str]:
    session.commit()
    tell(later(minutes=1))
    return list(session.scalars(select(Notice.kind).where(Notice.person_id == person.id).order_by(Notice.id)))


def _tag(name: str) -> Tag:
    return session.scalars(select(Tag).where(Tag.name == name)).one()


def _team(*people: Person) -> Team:
    session.add(team := Team(name="Network"))
    session.flush()
    session.add_all(TeamMembership(team_id=team.id, person_id=person.id) for person in people)
    session.flush()
    return team


def _given(name: str, team: Team | None, boss: Person) -> Category:
    return create_category(CategoryDraft(name, team_id=team.id if team else None), by=actor(boss), at=NOON)


def test_a_new_question_is_told_to_who_watches_its_category_or_tag_once(app: Tanya) -> None:
    first, watcher = question(ana(), tags=("vpn",)), ben()
    _kinds(watcher)
    for kind, thing in (("category", first.category_id), ("tag", _tag("vpn").id)):
        watch(kind, thing, by=actor(watcher), at=NOON)
    question(sam(), session.get_one(Category, first.category_id), tags=("vpn",))
    assert _kinds(watcher) == ["watched_question"]


def test_what_a_watched_colleague_answers_is_told(app: Tanya) -> None:
    watch("person", (staff := iris()).id, by=actor(watcher := sam()), at=NOON)
    answer(question(ana()), staff)
    assert _kinds(watcher) == ["watched_answer"]


def test_who_is_no_it_staff_cannot_be_watched(app: Tanya) -> None:
    with pytest.raises(NotFound):
        watch("person", ben().id, by=actor(sam()), at=NOON)


def test_a_category_closed_since_is_neither_told_nor_listed(app: Tanya) -> None:
    topic = category("Finance")
    watch("category", topic.id, by=actor(watcher := sam()), at=NOON)
    session.execute(update(Category).where(Category.id == topic.id).values(audience=Audience.STAFF))
    question(iris(), topic)
    assert _kinds(watcher) == [] and watched_by(actor(watcher)) == []
    with pytest.raises(NotFound):
        watch("category", topic.id, by=actor(watcher), at=NOON)


def test_watching_ends(app: Tanya) -> None:
    topic = category("Finance")
    watch("category", topic.id, by=actor(watcher := sam()), at=NOON)
    unwatch("category", topic.id, by=actor(watcher))
    question(ana(), topic)
    assert _kinds(watcher) == [] and not is_watched("category", topic.id, actor(watcher))


def test_who_watched_a_merged_tag_watches_what_it_became(app: Tanya) -> None:
    question(ana(), tags=("vpn", "anyconnect"))
    watcher = sam()
    for name in ("vpn", "anyconnect"):
        watch("tag", _tag(name).id, by=actor(watcher), at=NOON)
    merge_tags(_tag("anyconnect"), vpn := _tag("vpn"), by=actor(mo()), at=NOON)
    assert [row.tag_id for row in watched_by(actor(watcher))] == [vpn.id]


def test_staff_watch_the_categories_of_their_teams(app: Tanya) -> None:
    team = _team(staff := iris())
    topic, other = category("Wi-Fi"), category("Laptops")
    session.execute(update(Category).where(Category.id == topic.id).values(team_id=team.id))
    watch_team_categories(by=actor(staff), at=NOON)
    assert is_watched("category", topic.id, actor(staff)) and not is_watched("category", other.id, actor(staff))


def test_who_watches_all_categories_of_his_team_watches_what_it_gets_later(app: Tanya) -> None:
    team, boss = _team(staff := iris()), admin()
    _given("Wi-Fi", team, boss)
    watch_team_categories(by=actor(staff), at=NOON)
    made, moved = _given("Cables", team, boss), _given("Radio", None, boss)
    assert is_watched("category", made.id, actor(staff)) and not is_watched("category", moved.id, actor(staff))
    edit_category(moved, CategoryDraft("Radio", team_id=team.id), by=actor(boss), at=NOON)
    assert is_watched("category", moved.id, actor(staff))


def test_who_stopped_watching_one_of_them_is_not_made_to_watch_more(app: Tanya) -> None:
    team, boss = _team(staff := iris()), admin()
    first, _second = _given("Wi-Fi", team, boss), _given("Cables", team, boss)
    watch_team_categories(by=actor(staff), at=NOON)
    unwatch("category", first.id, by=actor(staff))
    assert not is_watched("category", _given("Radio", team, boss).id, actor(staff))
    edit_category(first, CategoryDraft("Wireless", team_id=team.id), by=actor(boss), at=NOON)
    assert not is_watched("category", first.id, actor(staff))


def test_who_watches_nothing_of_the_team_or_is_not_in_it_is_left_alone(app: Tanya) -> None:
    team, boss, other = _team(staff := iris()), admin(), ana()
    watch("category", _given("Wi-Fi", team, boss).id, by=actor(other), at=NOON)
    made = _given("Cables", team, boss)
    assert not any(is_watched("category", made.id, actor(person)) for person in (staff, other))


def test_what_one_of_the_team_may_not_read_is_not_watched(app: Tanya) -> None:
    team, boss = _team(staff := iris()), admin()
    _given("Wi-Fi", team, boss)
    watch_team_categories(by=actor(staff), at=NOON)
    session.add(group := Group(name="Finance leads"))
    session.flush()
    closed = CategoryDraft("Wages", Audience.GROUPS, group_ids=(group.id,), team_id=team.id)
    made = create_category(closed, by=actor(boss), at=NOON)
    assert not session.scalars(select(Watch.id).where(Watch.category_id == made.id)).all()


def test_taking_part_makes_a_follower_only_of_who_wishes_it(app: Tanya) -> None:
    asked, quiet = question(asker := ana()), ben()
    session.execute(update(Person).where(Person.id == quiet.id).values(follows_threads=False))
    answer(asked, quiet)
    comment(asked, quiet)
    assert list(session.scalars(select(Follow.person_id).where(Follow.question_id == asked.id))) == [asker.id]


def test_the_button_on_the_page_watches_and_stops(app: Tanya, client_of: ClientOf) -> None:
    topic, browser = category("Finance"), client_of(ana())
    sent = {"kind": "category", "thing": str(topic.id), "next": f"/categories/{topic.slug}"}
    assert browser.post("/watches", data=sent).location == sent["next"]
    assert 'aria-pressed="true"' in browser.get(sent["next"]).text
    assert "Stop watching Finance" in browser.get("/settings/notifications").text
    browser.post("/watches/undo", data=sent)
    assert 'aria-pressed="false"' in browser.get(sent["next"]).text


@pytest.mark.parametrize("sent", [{}, {"kind": "ticket", "thing": "1"}, {"kind": "tag", "thing": "9999999999999999"}])
def test_what_there_is_not_cannot_be_watched(app: Tanya, client_of: ClientOf, sent: dict[str, str]) -> None:
    assert client_of(ana()).post("/watches", data=sent).status_code == 404
