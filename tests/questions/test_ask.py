"""Asking a question."""

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.intake.actions import FieldDraft, change_form
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotAllowed, NotFound
from forum.questions.actions import ask_question
from forum.questions.models import Follow, Question, QuestionField, QuestionOnBehalf, QuestionRevision
from forum.topics.models import Audience
from tests.conftest import NOON
from tests.people import admin, ana, iris
from tests.posts import BODY, actor, category, draft, later, question


def test_a_question_stands_with_its_first_revision(app: Tanya) -> None:
    asked = question(ana(), tags=("Printer", "printer", "floor 3"))
    revision = session.scalars(select(QuestionRevision).where(QuestionRevision.question_id == asked.id)).one()
    assert (asked.slug, asked.tags, asked.language) == (
        "printer-on-floor-3-prints-blank-pages",
        "printer floor-3",
        "en",
    )
    assert (revision.number, revision.source, revision.by_id) == (1, BODY, asked.author_id)


def test_the_asker_follows_the_question(app: Tanya) -> None:
    asked = question(ana())
    assert session.get(Follow, (asked.id, asked.author_id)) is not None


def test_a_malay_question_is_known_as_malay(app: Tanya) -> None:
    source = "Saya sudah tukar toner tapi printer masih tak boleh print, tolong."
    assert question(ana(), title="Printer tak boleh print lagi", source=source).language == "ms"


def test_a_closed_category_does_not_exist_for_others(app: Tanya) -> None:
    closed = category("IT only", audience=Audience.STAFF)
    with pytest.raises(NotFound):
        question(ana(), closed)
    assert question(iris(), closed).category_id == closed.id


def test_an_archived_category_takes_no_questions(app: Tanya) -> None:
    with pytest.raises(NotAllowed, match="archived"):
        question(ana(), category(archived_at=NOON))


def test_anonymous_askers_are_known_to_the_database_only(app: Tanya) -> None:
    asked = question(person := ana(), category(allows_anonymous=True), anonymous=True)
    revision = session.scalars(select(QuestionRevision).where(QuestionRevision.question_id == asked.id)).one()
    assert (asked.author_id, revision.by_id) == (None, None)
    assert session.get_one(QuestionOnBehalf, asked.id).person_id == person.id


def test_names_are_shown_where_the_category_says_so(app: Tanya) -> None:
    with pytest.raises(Invalid) as refused:
        question(ana(), anonymous=True)
    assert refused.value.field == "anonymous"


def test_required_fields_must_be_filled_in(app: Tanya) -> None:
    place = category()
    change_form(place.id, [FieldDraft("device", "Device", required=True)], by=actor(admin()), at=NOON)
    with pytest.raises(Invalid) as refused:
        question(person := ana(), place)
    asked = ask_question(draft(place, fields={"device": "LT-0042"}), by=actor(person), at=NOON)
    assert refused.value.field == "field-device"
    assert session.scalars(select(QuestionField.value).where(QuestionField.question_id == asked.id)).all() == [
        "LT-0042"
    ]


def test_a_form_that_was_changed_meanwhile_is_refused(app: Tanya) -> None:
    place, by = category(), actor(admin())
    old = change_form(place.id, [FieldDraft("device", "Device")], by=by, at=NOON)
    change_form(place.id, [FieldDraft("room", "Room")], by=by, at=later(hours=1))
    assert old is not None
    with pytest.raises(Invalid, match="changed meanwhile"):
        question(ana(), place, fields={"device": "x"}, form_id=old.id)


def test_ten_thousand_tags_are_refused(app: Tanya) -> None:
    with pytest.raises(Invalid, match="at most 5"):
        question(ana(), tags=tuple(f"tag{number}" for number in range(10_000)))


def test_nothing_is_kept_of_a_refused_question(app: Tanya) -> None:
    with pytest.raises(Invalid):
        question(ana(), title="Help")
    assert session.scalars(select(Question.id)).all() == []
