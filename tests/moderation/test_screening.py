"""What waits for a moderator before others read it, and what is not posted at all."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.actions.profile import ProfileChange, change_profile, profile_of
from forum.accounts.settings import MAIL_DOMAINS
from forum.answers.actions import post_answer
from forum.app import Tanya
from forum.conduct.settings import NEWCOMER_LINKS, POSTS_HELD, WATCHED_WORDS
from forum.intake.actions import FieldDraft, change_form
from forum.kernel.db import session
from forum.kernel.errors import Invalid
from forum.kernel.settings.registry import store
from forum.kernel.text.markdown import render
from forum.moderation.actions import Decision, decide
from forum.moderation.models import FlagItem, Remedy, Verdict
from forum.people.models import Person
from forum.questions.actions import QuestionChange, edit_question, restore_revision, words_of
from forum.questions.models import QuestionField, SourceFormat, Visibility
from forum.tickets.actions.make import PrivateRequest, open_private_ticket
from forum.tickets.actions.work import reply
from forum.votes.thanks import thank
from tests import people, posts
from tests.conftest import NOON
from tests.posts import actor, later

ClientOf = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("app", "noon")


def _old(name: str = "Dewi Sari") -> Person:
    return people.make_person(name, created_at=later(days=-60))


def _words(lines: str) -> None:
    store(WATCHED_WORDS, lines)


def _item() -> FlagItem:
    return session.scalars(select(FlagItem)).one()


def test_a_word_that_is_blocked_is_not_posted() -> None:
    _words("block: casino*")
    with pytest.raises(Invalid, match="Casinos"):
        posts.question(_old(), source="Play at Casinos!")


def test_a_masked_word_is_dots_in_title_source_and_html() -> None:
    _words("mask: damn")
    asked = posts.question(_old(), title="The damn printer is blank", source="**Damn** it")
    assert (asked.title, asked.source) == ("The •••••• printer is blank", "**••••••** it")
    assert asked.html == render(asked.source) and "damn" not in asked.slug


def test_a_word_of_thanks_has_none_either() -> None:
    _words("block: casino*\nmask: damn")
    asked = posts.question(ana := people.ana())
    given = posts.answer(asked, people.ben())
    with pytest.raises(Invalid, match="casino"):
        thank(asked, given, "As good as a casino", by=actor(ana), at=NOON)
    assert thank(asked, given, "Damn good!", by=actor(ana), at=NOON).words == "•••••• good!"


def test_a_word_that_is_held_waits_for_a_moderator_who_lets_it_go() -> None:
    _words("hold: casino*")
    asked = posts.question(people.ana())
    given = posts.answer(asked, _old(), source="Try the casino.")
    assert given.visibility is Visibility.HELD and asked.answer_count == 0
    decide(_item().id, Decision(Verdict.DISAGREED, Remedy.LEFT), by=actor(people.mo()), at=NOON)
    session.refresh(asked)
    assert given.visibility is Visibility.PUBLIC and asked.answer_count == 1


def test_a_held_post_can_be_refused_with_a_message() -> None:
    _words("hold: casino*")
    asked = posts.question(_old(), source="A casino")
    decide(_item().id, Decision(Verdict.AGREED, Remedy.DELETED, "Not here."), by=actor(people.mo()), at=NOON)
    assert asked.visibility is Visibility.DELETED


def test_editing_a_watched_word_in_holds_too() -> None:
    _words("hold: casino*")
    dewi = _old()
    asked = posts.question(dewi)
    change = QuestionChange("The printer is blank", "A casino", render("A casino"), (), 1)
    edit_question(asked, change, by=actor(dewi), at=NOON)
    assert asked.visibility is Visibility.HELD


def test_what_staff_write_is_not_held() -> None:
    _words("hold: casino*")
    assert posts.answer(posts.question(people.ana()), people.iris(), source="casino").visibility is Visibility.PUBLIC


def test_the_first_posts_of_a_newcomer_wait_until_enough_are_public() -> None:
    store(POSTS_HELD, 1)
    ana, mo = people.ana(), actor(people.mo())
    first = posts.question(ana)
    assert first.visibility is Visibility.HELD
    decide(_item().id, Decision(Verdict.DISAGREED, Remedy.LEFT), by=mo, at=NOON)
    assert posts.question(ana, title="Another printer is blank").visibility is Visibility.PUBLIC
    assert posts.question(_old(), title="A third printer is blank").visibility is Visibility.PUBLIC


def test_a_newcomer_posts_few_links() -> None:
    store(NEWCOMER_LINKS, 1)
    asked, links = posts.question(_old("Mei Wong")), "https://a.example and http://b.example"
    with pytest.raises(Invalid, match="at most 1\\."):
        post_answer(asked, links, render(links), by=actor(people.ana()), at=NOON)
    assert posts.answer(asked, _old(), source=links).visibility is Visibility.PUBLIC


def _say(person: Person, **facts: str) -> None:
    """The person changes his profile, in a request that knows the settings."""
    actor(person)
    change_profile(person, _says(person, **facts), at=NOON)


def _says(person: Person, **facts: str) -> ProfileChange:
    now = {"name": person.name, "handle": person.handle, "title": "", "department": person.department, "location": ""}
    said = {**now, "languages": "", "about": "", **facts}
    return ProfileChange(**said, about_html=render(said["about"]))


@pytest.mark.parametrize("name", ["name", "title", "department", "location", "languages", "about"])
def test_no_blocked_word_stands_in_a_profile(name: str) -> None:
    _words("block: casino*")
    person = _old()
    with pytest.raises(Invalid, match="Casinos") as refusal:
        _say(person, **{name: "Casinos for all"})
    assert refusal.value.field == name


def test_dots_stand_for_a_masked_word_in_a_profile() -> None:
    _words("mask: damn")
    person = _old()
    _say(person, title="Damn good clerk", about="**Damn** it")
    profile = profile_of(person)
    assert (person.title, profile.about) == ("•••••• good clerk", "**••••••** it")
    assert profile.about_html == render(profile.about)


def test_a_line_beside_the_name_cannot_wait_for_a_moderator() -> None:
    _words("hold: casino*")
    person = _old()
    with pytest.raises(Invalid, match="Casino"):
        _say(person, title="Casino manager")


def test_what_somebody_says_of_himself_waits_out_of_sight(client_of: ClientOf) -> None:
    _words("hold: casino*")
    person, moderator, colleague = _old(), people.mo(), people.ben()
    _say(person, about="I own a casino.")
    session.commit()
    pages = [client_of(each).get(f"/people/{person.handle}").text for each in (person, moderator, colleague)]
    assert ["I own a casino." in page for page in pages] == [True, True, False]
    decide(_item().id, Decision(Verdict.DISAGREED, Remedy.LEFT, "It is fine"), by=actor(moderator), at=NOON)
    session.commit()
    assert "I own a casino." in client_of(colleague).get(f"/people/{person.handle}").text


def test_a_profile_that_waits_has_one_item_and_old_words_are_not_asked_about_again() -> None:
    _words("hold: casino*")
    person = _old()
    for about in ("I own a casino.", "I own two casinos."):
        _say(person, about=about)
    decide(_item().id, Decision(Verdict.DISAGREED, Remedy.LEFT, "It is fine"), by=actor(people.mo()), at=NOON)
    _say(person, about="I own two casinos.", location="Ipoh")
    assert _item().decided_at is not None


def test_the_settings_give_a_refused_profile_back(client_of: ClientOf) -> None:
    _words("block: casino*")
    person = _old()
    session.commit()
    form = {"name": person.name, "handle": person.handle, "about": "Meet me in the casino", "location": "Ipoh"}
    answer = client_of(person).post("/settings", data=form)
    assert answer.status_code == 422 and "“casino” is not written here." in answer.text
    assert "Meet me in the casino" in answer.text and 'value="Ipoh"' in answer.text
    assert profile_of(session.get_one(Person, person.id)).about == ""


def test_a_field_of_the_ask_form_is_screened() -> None:
    place = posts.category("Hardware")
    change_form(place.id, [FieldDraft("model", "Model")], by=actor(people.admin()), at=NOON)
    _words("block: casino*\nmask: damn\nhold: lottery")
    person = _old()
    with pytest.raises(Invalid, match="casino"):
        posts.question(person, place, fields={"model": "casino 3000"})
    asked = posts.question(person, place, fields={"model": "the damn lottery one"})
    assert session.scalars(select(QuestionField.value)).one() == "the •••••• lottery one"
    assert asked.visibility is Visibility.HELD


def test_an_older_revision_does_not_bring_a_blocked_word_back() -> None:
    asked = posts.question(person := _old(), source="Play at casinos with me please.")
    change = QuestionChange(asked.title, "Nothing to play.", render("Nothing to play."), (), 1)
    edit_question(asked, change, by=actor(person), at=NOON)
    _words("block: casino*")
    words = words_of("Play at casinos with me please.", SourceFormat.MARKDOWN)
    with pytest.raises(Invalid, match="casinos"):
        restore_revision(asked, 1, words, revision=2, by=actor(person), at=NOON)


def test_tickets_are_screened_and_never_wait() -> None:
    _words("block: casino*\nmask: damn\nhold: lottery")
    person = actor(_old())
    with pytest.raises(Invalid, match="casino"):
        open_private_ticket(_request("My casino account"), by=person, at=NOON)
    ticket = open_private_ticket(_request("The damn lottery"), by=person, at=NOON)
    with pytest.raises(Invalid, match="casino") as refusal:
        reply(ticket, "It is the casino", "<p>It is the casino</p>", by=person, at=NOON)
    said = reply(ticket, "damn it", "<p>damn it</p>", by=person, at=NOON)
    assert refusal.value.field == "reply"
    assert (ticket.title, said.source, said.html) == ("The •••••• lottery", "•••••• it", render("•••••• it"))
    assert session.scalars(select(FlagItem.id)).all() == []


def _request(title: str) -> PrivateRequest:
    return PrivateRequest(title, "Please help me.", "<p>Please help me.</p>", None, confidential=False)


def test_nobody_signs_up_under_a_watched_word(app: Tanya) -> None:
    store(MAIL_DOMAINS, "kencana.example")
    _words("hold: casino*")
    session.commit()
    form = {"name": "Casino Royal", "email": "royal@kencana.example", "password": "no-simple-words-2026"}
    answer = app.test_client().post("/sign-up", data=form)
    assert answer.status_code == 422 and "“Casino” is not written here." in answer.text
    assert 'value="Casino Royal"' in answer.text
