"""A thread that is merged or split between what happened in it and the telling: its news goes where it goes on."""

import pytest
from sqlalchemy import delete, select

from forum.answers.actions import accept_answer
from forum.app import Tanya
from forum.kernel.db import session
from forum.moderation.merging.merge import merge_threads, undo_merge
from forum.moderation.merging.split import split_answers
from forum.notifications.actions import mark_thread_read
from forum.notifications.models import Notice
from forum.notifications.watching import watch
from forum.people.models import Person
from forum.questions.actions import follow, mute
from forum.questions.models import Follow, Question
from tests import people
from tests.conftest import NOON
from tests.posts import actor, answer, category, comment, later, question, tell

pytestmark = pytest.mark.usefixtures("noon")


def _pair() -> tuple[Question, Question]:
    one = question(people.ana(), title="Printer prints blank pages again")
    return one, question(people.make_person("Dewi Sari"), title="Printer is blank on floor three")


def _told(person: Person) -> list[tuple[str, int | None]]:
    session.expire_all()
    wanted = select(Notice.kind, Notice.question_id).where(Notice.person_id == person.id).order_by(Notice.id)
    return [(row.kind, row.question_id) for row in session.execute(wanted)]


def _merge(one: Question, into: Question, by: Person | None = None) -> int:
    return merge_threads(one.id, into.id, by=actor(by or people.mo()), at=NOON).id


def _tell() -> None:
    session.commit()
    tell(later(minutes=1))
    tell(later(minutes=2))


def test_an_answer_and_a_comment_are_told_to_who_follows_either(app: Tanya) -> None:
    (one, into), reader, other = _pair(), people.sam(), people.iris()
    follow(one, by=actor(reader), at=NOON)
    follow(into, by=actor(other), at=NOON)
    answer(one, people.ben())
    comment(one, session.scalars(select(Person).where(Person.name == "Ben Ong")).one())
    _merge(one, into)
    _tell()
    assert sorted(_told(reader)) == sorted(_told(other)) == [("answer", into.id), ("comment", into.id)]


def test_through_two_merges(app: Tanya) -> None:
    (one, into), reader = _pair(), people.sam()
    last = question(people.make_person("Farid Hassan"), title="Printer on floor three is blank, third time")
    follow(one, by=actor(reader), at=NOON)
    answer(one, people.ben())
    moderator = actor(people.mo())
    for pair in ((one, into), (into, last)):
        merge_threads(pair[0].id, pair[1].id, by=moderator, at=NOON)
    _tell()
    assert _told(reader) == [("answer", last.id)]


def test_a_merged_question_is_no_new_one_and_who_is_named_in_it_hears(app: Tanya) -> None:
    watcher, named, place = people.sam(), people.iris(), category()
    into = question(people.make_person("Dewi Sari"), place)
    _tell()
    watch("category", place.id, by=actor(watcher), at=NOON)
    one = question(people.ana(), place, source="Perhaps @iris.tan knows why it is blank.")
    _merge(one, into)
    _tell()
    assert (_told(watcher), _told(named)) == ([], [("mention", into.id)])


def test_an_acceptance_that_goes_along_is_told(app: Tanya) -> None:
    (one, into), reader = _pair(), people.sam()
    helper, asker = people.ben(), session.get_one(Person, one.author_id)
    given = answer(one, helper)
    follow(one, by=actor(reader), at=NOON)
    accept_answer(one, given, by=actor(asker), at=NOON)
    _merge(one, into)
    _tell()
    assert ("solved", into.id) in _told(reader) and ("accepted", into.id) in _told(helper)


def test_an_acceptance_that_another_one_replaces_is_not(app: Tanya) -> None:
    (one, into), helper = _pair(), people.ben()
    for asked in (into, one):
        given = answer(asked, helper)
        accept_answer(asked, given, by=actor(session.get_one(Person, asked.author_id)), at=NOON)
    _merge(one, into)
    _tell()
    assert [kind for kind, _thread in _told(helper)] == ["accepted"]


def test_notices_of_what_goes_back_are_read_with_it(app: Tanya) -> None:
    (one, into), reader = _pair(), people.sam()
    follow(one, by=actor(reader), at=NOON)
    answer(one, people.ben())
    merge_id = _merge(one, into, moderator := people.mo())
    _tell()
    undo_merge(merge_id, by=actor(moderator), at=NOON)
    session.commit()
    assert _told(reader) == [("answer", one.id)]


def test_split_answers_are_told_in_their_thread(app: Tanya) -> None:
    asked, reader = question(people.ana()), people.sam()
    first, second = answer(asked, people.ben()), answer(asked, people.iris(), source="And mine is blank as well.")
    follow(asked, by=actor(reader), at=NOON)
    new = split_answers(asked.id, [first.id, second.id], "Mine is blank too", by=actor(people.mo()), at=NOON)
    _tell()
    author = session.get_one(Person, first.author_id)
    assert (_told(reader), _told(author)) == ([], [("answer", new.id), ("split", new.id)])


def test_everybody_whose_words_were_split_off_hears_once_where_they_stand(app: Tanya) -> None:
    asked, ben, iris, sam = question(people.ana()), people.ben(), people.iris(), people.sam()
    given = [answer(asked, ben), answer(asked, ben, source="And twice."), answer(asked, iris, source="Mine, too.")]
    comment(asked, sam, on=given[0])
    comment(asked, iris, on=given[2])
    comment(asked, quiet := people.make_person("Dewi Sari"), on=given[2])
    mute(asked, by=actor(quiet), at=NOON)
    _tell()
    session.execute(delete(Notice))
    new = split_answers(asked.id, [each.id for each in given], "Mine is blank too", by=actor(people.mo()), at=NOON)
    _tell()
    assert [_told(who) for who in (ben, iris, sam, quiet)] == [
        [("split", new.id)], [("split_along", new.id)], [("split_along", new.id)], [],
    ]  # fmt: skip
    assert all(session.get(Follow, (new.id, who.id)) for who in (ben, iris, sam, quiet))


def test_what_was_told_of_split_answers_is_kept_and_read_with_their_thread(app: Tanya) -> None:
    asked, reader = question(people.ana()), people.sam()
    follow(asked, by=actor(reader), at=NOON)
    first, second = answer(asked, people.ben()), answer(asked, people.iris(), source="And mine is blank as well.")
    _tell()
    new = split_answers(asked.id, [first.id, second.id], "Mine is blank too", by=actor(people.mo()), at=NOON)
    _tell()
    assert _told(reader) == [("answer", new.id)] * 2
    before = session.get_one(Person, reader.id).unread_count
    mark_thread_read(new.id, by=actor(reader), at=later(hours=1))
    session.commit()
    session.expire_all()
    assert (before, session.get_one(Person, reader.id).unread_count) == (2, 0)
