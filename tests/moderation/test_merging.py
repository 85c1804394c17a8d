"""Two threads become one, and two again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.accounts.actions.groups import join_group, make_group
from forum.answers.actions import accept_answer, hide_answer, remove_answer, undelete_answer
from forum.answers.models import Acceptance, Answer
from forum.files.models import StoredFile
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.knowledge.known.actions.threads import attach_threads
from forum.knowledge.known.models import IssueThread
from forum.ledger.actions import verify
from forum.ledger.models import LedgerEntry
from forum.moderation.merging.merge import merge_threads, undo_merge
from forum.moderation.merging.queries import merged_into, thread_after_merge, thread_after_split
from forum.moderation.merging.spam import bring_spam_back, remove_spam_of
from forum.moderation.merging.split import split_answers
from forum.pages.files.queries import file_shown
from forum.people.models import Person
from forum.privacy.actions.redact import redact_in_thread
from forum.questions.actions import hide_question, join_affected, remove_question, undelete_question
from forum.questions.models import Affected, Follow, Question, QuestionFile, Visibility
from forum.tickets.actions.make import make_ticket
from forum.tickets.models import Ticket, TicketState
from forum.topics.models import Audience, CategoryReader
from forum.votes.actions import cast_vote
from tests import people, posts
from tests.conftest import NOON
from tests.knowledge.issues import opened
from tests.posts import actor, later

pytestmark = pytest.mark.usefixtures("app", "noon")


def _pair() -> tuple[Question, Question]:
    one = posts.question(people.ana(), title="Printer prints blank pages again")
    return one, posts.question(people.make_person("Dewi Sari"), title="Printer is blank on floor three")


def test_answers_comments_and_people_go_along() -> None:
    (one, into), ben = _pair(), people.ben()
    given, said = posts.answer(one, ben), posts.comment(one, ben)
    under = posts.comment(one, ben, on=given)
    merge_threads(one.id, into.id, by=actor(people.mo()), at=NOON)
    assert (given.question_id, said.question_id, said.thread_id, under.thread_id) == (into.id,) * 4
    assert (into.answer_count, one.answer_count, one.visibility) == (1, 0, Visibility.MERGED)
    assert session.get(Follow, (into.id, ben.id)) is not None


def test_votes_of_one_person_on_both_count_once() -> None:
    (one, into), ben, sam = _pair(), people.ben(), people.sam()
    for question, person in ((one, ben), (into, ben), (one, sam)):
        cast_vote(question, by=actor(person), at=NOON)
    merge_threads(one.id, into.id, by=actor(people.mo()), at=NOON)
    assert into.score == 2


def test_nobody_votes_for_his_own_or_is_affected_by_it_through_a_merge() -> None:
    one, into = _pair()
    dewi = session.get_one(type(people.sam()), into.author_id)
    cast_vote(one, by=actor(dewi), at=NOON)
    join_affected(one, by=actor(dewi), at=NOON)
    merge_threads(one.id, into.id, by=actor(people.mo()), at=NOON)
    affected = list(session.scalars(select(Affected.person_id).where(Affected.question_id == into.id)))
    assert (into.score, affected, into.affected_count) == (0, [one.author_id], 1)


def test_the_address_leads_to_the_other_through_several_merges() -> None:
    one, into = _pair()
    third, by = posts.question(people.ben(), title="All printers are blank today"), actor(people.mo())
    merge_threads(one.id, into.id, by=by, at=NOON)
    merge_threads(into.id, third.id, by=by, at=NOON)
    found = thread_after_merge(one.id, actor(people.sam()))
    assert found is not None and found.id == third.id


def test_undo_puts_everything_back() -> None:
    (one, into), ben, mo = _pair(), people.ben(), actor(people.mo())
    given = posts.answer(one, ben)
    accept_answer(one, given, by=actor(session.get_one(type(people.sam()), one.author_id)), at=NOON)
    cast_vote(one, by=actor(ben), at=NOON)
    done = merge_threads(one.id, into.id, by=mo, at=NOON)
    assert into.solved_at is not None
    undo_merge(done.id, by=mo, at=later(hours=23))
    assert (one.visibility, one.answer_count, one.score, into.score) == (Visibility.PUBLIC, 1, 1, 0)
    assert session.get_one(Acceptance, one.id).answer_id == given.id and into.solved_at is None
    assert thread_after_merge(one.id, mo) is None and verify("moderation") == []


def test_an_answer_that_was_split_off_since_solves_nothing_where_it_no_longer_stands() -> None:
    (one, into), ben, mo = _pair(), people.ben(), actor(people.mo())
    ana, dewi = (session.get_one(Person, each.author_id) for each in (one, into))
    accept_answer(one, given := posts.answer(one, ben), by=actor(ana), at=NOON)
    accept_answer(into, posts.answer(into, ben), by=actor(dewi), at=NOON)
    done = merge_threads(one.id, into.id, by=mo, at=NOON)
    split_answers(into.id, [given.id], "The scanner does not scan", by=mo, at=later(hours=1))
    undo_merge(done.id, by=mo, at=later(hours=2))
    assert session.get(Acceptance, one.id) is None and one.solved_at is None


def test_undo_is_for_a_day() -> None:
    (one, into), mo = _pair(), actor(people.mo())
    done = merge_threads(one.id, into.id, by=mo, at=NOON)
    with pytest.raises(Conflict):
        undo_merge(done.id, by=mo, at=later(hours=25))


def test_what_is_merged_is_not_merged_again() -> None:
    (one, into), mo = _pair(), actor(people.mo())
    third = posts.question(people.ben(), title="All printers are blank today")
    merge_threads(one.id, into.id, by=mo, at=NOON)
    for first, second in ((one, third), (third, one)):
        with pytest.raises(Conflict):
            merge_threads(first.id, second.id, by=mo, at=NOON)
    with pytest.raises(Invalid):
        merge_threads(third.id, third.id, by=mo, at=NOON)


@pytest.mark.parametrize("act", [undelete_question, hide_question, remove_question])
def test_what_is_a_part_of_another_thread_is_neither_brought_back_nor_removed_for_itself(
    act: Callable[..., None],
) -> None:
    (one, into), mo = _pair(), actor(people.mo())
    merge_threads(one.id, into.id, by=mo, at=NOON)
    with pytest.raises(Conflict, match="part of another thread"):
        act(one, by=mo, at=later(hours=1))


def test_only_moderators_merge_and_closed_words_stay_closed() -> None:
    one, iris, mo = posts.question(people.ana()), people.iris(), people.mo()
    closed = posts.question(iris, posts.category("Staff only", audience=Audience.STAFF), title="Secret printers here")
    with pytest.raises(NotAllowed):
        merge_threads(one.id, closed.id, by=actor(iris), at=NOON)
    with pytest.raises(Conflict):
        merge_threads(closed.id, one.id, by=actor(mo), at=NOON)


def test_tickets_of_both_become_one_or_nothing_is_merged() -> None:
    (one, into), iris, mo = _pair(), people.iris(), people.mo()
    both = people.make_person("Nor Aini", roles="employee moderator it_staff")
    labels = [make_ticket(each.id, by=actor(iris), at=NOON).ticket.label for each in (one, into)]
    with pytest.raises(NotAllowed):
        merge_threads(one.id, into.id, by=actor(mo), at=NOON)
    assert one.visibility is Visibility.PUBLIC
    merge_threads(one.id, into.id, by=actor(both), at=NOON)
    states = [session.scalar(select(Ticket.state).where(Ticket.label == label)) for label in labels]
    assert (states, into.ticket_label) == ([TicketState.VOID, TicketState.NEW], labels[1])


def test_the_only_ticket_follows_its_thread_and_comes_back() -> None:
    (one, into), iris, mo = _pair(), people.iris(), actor(people.mo())
    ticket = make_ticket(one.id, by=actor(iris), at=NOON).ticket
    done = merge_threads(one.id, into.id, by=mo, at=NOON)
    assert (ticket.question_id, into.ticket_label, one.ticket_label) == (into.id, ticket.label, "")
    undo_merge(done.id, by=mo, at=NOON)
    assert (ticket.question_id, into.ticket_label, one.ticket_label) == (one.id, "", ticket.label)


def test_split_answers_are_a_thread_under_the_first_author() -> None:
    (one, _into), ben, mo = _pair(), people.ben(), people.mo()
    first, second, stays = (posts.answer(one, ben, at=later(minutes=number)) for number in range(3))
    said = posts.comment(one, ben, on=first)
    new = split_answers(one.id, [second.id, first.id], "The scanner does not scan", by=actor(mo), at=later(hours=1))
    assert (new.author_id, new.answer_count, one.answer_count, second.question_id) == (ben.id, 1, 1, new.id)
    assert (said.question_id, said.thread_id, stays.question_id) == (new.id, new.id, one.id)
    found = thread_after_split(first.id, actor(people.sam()))
    assert found is not None and found.id == new.id


@pytest.mark.parametrize("act", [undelete_answer, hide_answer, remove_answer])
def test_an_answer_that_has_become_a_question_does_not_stand_twice(act: Callable[..., None]) -> None:
    one, mo = posts.question(people.ana()), actor(people.mo())
    given = posts.answer(one, people.ben())
    split_answers(one.id, [given.id], "The scanner does not scan", by=mo, at=NOON)
    with pytest.raises(Conflict, match="part of another thread"):
        act(one, given, by=mo, at=later(hours=1))


def test_an_accepted_answer_is_not_split_off() -> None:
    one = posts.question(ana := people.ana())
    given = posts.answer(one, people.ben())
    accept_answer(one, given, by=actor(ana), at=NOON)
    with pytest.raises(Conflict):
        split_answers(one.id, [given.id], "The scanner does not scan", by=actor(people.mo()), at=NOON)


def test_spam_goes_in_one_act_and_comes_back_in_one() -> None:
    sam, ben, mo = people.sam(), people.ben(), actor(people.mo())
    asked, other = posts.question(sam), posts.question(ben, title="Another printer question")
    given, said = posts.answer(other, sam), posts.comment(other, sam)
    done = remove_spam_of(sam, by=mo, at=later(hours=1))
    assert {each.visibility for each in (asked, given, said)} == {Visibility.HIDDEN}
    bring_spam_back(done.id, by=mo, at=later(hours=2))
    assert {each.visibility for each in (asked, given, said)} == {Visibility.PUBLIC}
    assert session.scalar(select(func.count(Question.id)).where(Question.visibility == Visibility.HIDDEN)) == 0


def test_what_stands_where_a_moderator_does_not_read_is_not_in_the_way_of_the_rest() -> None:
    sam, mo, admin = people.sam(), people.mo(), actor(people.admin())
    group = make_group("Board", by=admin, at=NOON)
    for person in (sam, insider := people.make_person("Dewi Sari", roles="employee moderator")):
        join_group(person, group, by=admin, at=NOON)
    closed = posts.category("Board", audience=Audience.GROUPS)
    session.add(CategoryReader(category_id=closed.id, group_id=group.id))
    told, secret = posts.question(sam), posts.question(sam, closed)
    hidden = remove_spam_of(sam, by=actor(mo), at=later(hours=1))
    assert (told.visibility, secret.visibility) == (Visibility.HIDDEN, Visibility.PUBLIC)
    bring_spam_back(hidden.id, by=actor(mo), at=later(hours=1))
    whole = remove_spam_of(sam, by=actor(insider), at=later(hours=2))
    with pytest.raises(Conflict, match="where you do not read"):
        bring_spam_back(whole.id, by=actor(mo), at=later(hours=2))
    bring_spam_back(whole.id, by=actor(insider), at=later(hours=2))
    assert (told.visibility, secret.visibility) == (Visibility.PUBLIC, Visibility.PUBLIC)


def test_colleagues_with_a_role_are_no_spammers() -> None:
    iris = people.iris()
    posts.question(iris)
    with pytest.raises(NotAllowed):
        remove_spam_of(iris, by=actor(people.mo()), at=NOON + timedelta(hours=1))


def test_it_staff_neither_merges_nor_splits_nor_removes_spam() -> None:
    (one, into), by, mo, ben = _pair(), actor(people.iris()), actor(people.mo()), people.ben()
    given = posts.answer(one, ben)
    merged, spam = merge_threads(one.id, into.id, by=mo, at=NOON), posts.question(ben, title="Casino for all of us")
    acts: list[Callable[[], object]] = [
        lambda: undo_merge(merged.id, by=by, at=NOON),
        lambda: split_answers(into.id, [given.id], "The scanner does not scan", by=by, at=NOON),
        lambda: remove_spam_of(ben, by=by, at=NOON),
        lambda: bring_spam_back(removal.id, by=by, at=NOON),
    ]
    removal = remove_spam_of(ben, by=mo, at=NOON)
    assert spam.visibility is Visibility.HIDDEN
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_a_known_issue_goes_along_and_comes_back() -> None:
    (one, into), iris_tan = _pair(), people.iris()
    iris, mo = actor(iris_tan), actor(people.mo())
    issue = opened(iris_tan)
    attach_threads(issue, [one.id], by=iris, at=NOON)
    done = merge_threads(one.id, into.id, by=mo, at=NOON)
    assert session.get(IssueThread, one.id) is None and session.get(IssueThread, into.id) is not None
    undo_merge(done.id, by=mo, at=later(minutes=5))
    assert session.get(IssueThread, into.id) is None and session.get_one(IssueThread, one.id).issue_id == issue.id


def _with_picture(write: Callable[[str], Question | Answer], by: Person) -> StoredFile:
    """A picture of the person's, in what `write` makes of a text that shows it."""
    picture = StoredFile(
        token="ab" * 16, by_id=by.id, name="it.png", content_type="image/png", size=1, sha256="", created_at=NOON
    )
    session.add(picture)
    session.flush()
    write(f"![it](/files/{picture.token}/it.png)")
    return picture


def _sees(person: Person, file: StoredFile) -> bool:
    return file_shown(file.token, actor(person)) is not None


def test_pictures_of_a_merged_question_are_seen_where_it_goes_on_and_not_after_the_undo() -> None:
    ana, mo, sam = people.ana(), actor(people.mo()), people.sam()
    into = posts.question(people.ben(), title="All printers are blank today")
    picture = _with_picture(lambda words: posts.question(ana, source=words), ana)
    one = session.scalars(select(Question).where(Question.author_id == ana.id)).one()
    done = merge_threads(one.id, into.id, by=mo, at=NOON)
    assert _sees(sam, picture)
    undo_merge(done.id, by=mo, at=NOON)
    assert session.scalars(select(QuestionFile.question_id)).all() == [one.id]


def test_pictures_of_an_answer_are_seen_in_the_question_that_it_becomes() -> None:
    asked, ben, mo = posts.question(people.ana()), people.ben(), actor(people.mo())
    picture = _with_picture(lambda words: posts.answer(asked, ben, source=words), ben)
    given = session.scalars(select(Answer)).one()
    split_answers(asked.id, [given.id], "The other printer is blank, too", by=mo, at=NOON)
    assert _sees(people.sam(), picture)


def test_a_thread_shows_the_words_of_all_that_was_merged_into_it_in_several_steps() -> None:
    one, into = _pair()
    third, by = posts.question(people.ben(), title="All printers are blank today"), actor(people.mo())
    merge_threads(one.id, into.id, by=by, at=NOON)
    merge_threads(into.id, third.id, by=by, at=NOON)
    assert [(each.question_id, each.into_id) for each in merged_into(third.id)] == [
        (one.id, into.id),
        (into.id, third.id),
    ]


def test_a_secret_in_merged_words_is_removed_from_where_they_are_shown() -> None:
    ana = people.ana()
    one, into = posts.question(ana, source="My password is Durian-4711"), posts.question(ana)
    mo = actor(people.mo())
    merge_threads(one.id, into.id, by=mo, at=NOON)
    removal = redact_in_thread(into.id, "Durian-4711", (), by=mo, at=NOON)
    assert removal.question_id == into.id


def _acts() -> list[str]:
    entries = select(LedgerEntry.act).where(LedgerEntry.chain == "moderation").order_by(LedgerEntry.position)
    return list(session.scalars(entries))


def test_the_log_says_that_threads_became_one_and_not_that_one_was_deleted() -> None:
    asker, mo = people.ana(), actor(people.mo())
    one, into = posts.question(asker), posts.question(asker, title="Paper jam on floor 3")
    done = merge_threads(one.id, into.id, by=mo, at=NOON)
    undo_merge(done.id, by=mo, at=NOON)
    assert _acts() == ["merged", "merge undone"]
