"""Editing questions: revisions, conflicts, restoring."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Conflict, NotAllowed, NotFound
from forum.kernel.text.markdown import render
from forum.questions.actions import QuestionChange, edit_question, lock_question, restore_revision, words_of
from forum.questions.events import QuestionEdited
from forum.questions.models import Question, QuestionRevision, SourceFormat
from forum.topics.models import Tag
from tests.conftest import NOON
from tests.people import ana, ben, iris, sam
from tests.posts import BODY, TITLE, actor, category, later, published, question

CHANGE = QuestionChange(TITLE, "New words.", render("New words."), ("toner",), revision=1, reason="clearer")


def _revisions(asked: Question) -> list[tuple[int, str, str, int | None]]:
    statement = select(QuestionRevision).where(QuestionRevision.question_id == asked.id)
    rows = session.scalars(statement.order_by(QuestionRevision.number)).all()
    return [(row.number, row.source, row.reason, row.restored_number) for row in rows]


def test_an_edit_keeps_the_words_before_it(app: Tanya) -> None:
    asked = question(person := ana(), tags=("printer",))
    edit_question(asked, CHANGE, by=actor(person), at=later(hours=1))
    assert (asked.source, asked.tags, asked.edited_at, asked.version) == ("New words.", "toner", later(hours=1), 2)
    assert _revisions(asked) == [(1, BODY, "", None), (2, "New words.", "clearer", None)]


def test_an_edit_is_told(app: Tanya, monkeypatch: pytest.MonkeyPatch) -> None:
    told = published(QuestionEdited, monkeypatch)
    asked = question(person := ana())
    edit_question(asked, CHANGE, by=actor(person), at=NOON)
    assert told == [QuestionEdited(asked.id, person.id, NOON, revision=2)]


def test_the_second_of_two_editors_is_told_and_loses_nothing(app: Tanya) -> None:
    asked = question(person := ana())
    edit_question(asked, CHANGE, by=actor(person), at=NOON)
    with pytest.raises(Conflict, match="Compare both"):
        edit_question(asked, replace(CHANGE, source="Other words."), by=actor(iris()), at=NOON)
    assert asked.source == "New words."


def test_sending_the_same_edit_twice_is_one_edit(app: Tanya) -> None:
    asked, by = question(person := ana()), actor(person)
    edit_question(asked, CHANGE, by=by, at=NOON)
    edit_question(asked, CHANGE, by=by, at=NOON)
    assert asked.revision == 2


def test_colleagues_cannot_edit_but_staff_can(app: Tanya) -> None:
    asked = question(ana())
    with pytest.raises(NotAllowed, match="author and staff"):
        edit_question(asked, CHANGE, by=actor(ben()), at=NOON)
    edit_question(asked, CHANGE, by=actor(iris()), at=NOON)
    with pytest.raises(NotAllowed, match="author and staff"):
        restore_revision(asked, 1, words_of(BODY, SourceFormat.MARKDOWN), revision=2, by=actor(sam()), at=NOON)
    assert asked.revision == 2


def test_the_asker_cannot_edit_a_locked_question(app: Tanya) -> None:
    asked = question(person := ana())
    lock_question(asked, reason="Settled.", by=actor(iris()), at=NOON)
    with pytest.raises(NotAllowed, match="locked"):
        edit_question(asked, CHANGE, by=actor(person), at=NOON)


def test_an_anonymous_asker_edits_without_a_name(app: Tanya) -> None:
    asked = question(person := ana(), category(allows_anonymous=True), anonymous=True)
    edit_question(asked, CHANGE, by=actor(person), at=NOON)
    latest = select(QuestionRevision.by_id).where(
        QuestionRevision.question_id == asked.id, QuestionRevision.number == 2
    )
    assert session.scalars(latest).one() is None


def test_a_restored_revision_is_a_new_one_that_names_the_old(app: Tanya) -> None:
    asked, by = question(person := ana(), tags=("printer",)), actor(person)
    edit_question(asked, CHANGE, by=by, at=NOON)
    restore_revision(asked, 1, words_of(BODY, SourceFormat.MARKDOWN), revision=2, by=by, at=later(hours=1))
    assert (asked.source, asked.tags, asked.revision) == (BODY, "printer", 3)
    assert _revisions(asked)[-1] == (3, BODY, "", 1)


def test_going_back_to_what_it_says_makes_no_revision(app: Tanya) -> None:
    asked, by, first = question(person := ana()), actor(person), words_of(BODY, SourceFormat.MARKDOWN)
    with pytest.raises(Conflict, match="says this already"):
        restore_revision(asked, 1, first, revision=1, by=by, at=NOON)
    edit_question(asked, replace(CHANGE, tags=()), by=by, at=NOON)
    restore_revision(asked, 1, first, revision=2, by=by, at=NOON)
    for number in (1, 3):
        with pytest.raises(Conflict, match="says this already"):
            restore_revision(asked, number, first, revision=3, by=by, at=NOON)
    assert asked.revision == 3


def test_a_revision_that_is_none_cannot_be_restored(app: Tanya) -> None:
    asked = question(person := ana())
    with pytest.raises(NotFound):
        restore_revision(asked, 7, words_of(BODY, SourceFormat.MARKDOWN), revision=1, by=actor(person), at=NOON)


def test_imported_html_becomes_markdown_and_its_html_stays_as_a_revision(app: Tanya) -> None:
    asked = question(person := ana())
    session.execute(update(QuestionRevision).values(source="<p>Old</p>", source_format=SourceFormat.HTML))
    words = words_of("<p>Old <strong>words</strong></p>", SourceFormat.HTML)
    edit_question(asked, replace(CHANGE, source=words.source, html=words.html), by=actor(person), at=NOON)
    assert (asked.source_format, asked.source) == (SourceFormat.MARKDOWN, "Old **words**")
    assert _revisions(asked)[0][1] == "<p>Old</p>"


def test_an_imported_question_without_revisions_gets_its_first_before_the_edit(app: Tanya) -> None:
    asked = question(person := ana())
    session.delete(session.scalars(select(QuestionRevision)).one())
    edit_question(asked, CHANGE, by=actor(person), at=NOON)
    assert [number for number, *_ in _revisions(asked)] == [1, 2]


def test_tags_are_made_once(app: Tanya) -> None:
    place = category()
    person = ana()
    for _round in range(2):
        question(person, place, tags=("vpn", "VPN"))
    assert session.scalars(select(Tag.name)).all() == ["vpn"]
