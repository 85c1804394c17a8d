"""How many threads are found by what one could ask besides, and that nobody is told of what he may not see."""

from collections.abc import Callable
from datetime import UTC

import pytest

from forum.accounts.actors import NOBODY
from forum.answers.actions import accept_answer
from forum.kernel.db import is_sqlite, session
from forum.people.models import Person
from forum.questions.actions import mark_duplicate, move_question, remove_question
from forum.questions.models import Question
from forum.search import asking
from forum.search.asking import Asker
from forum.search.facets import Counted
from forum.search.index.postgresql import counting, engine
from forum.search.queries import Results, advised, search
from forum.topics.models import Audience
from tests import posts
from tests.conftest import NOON
from tests.people import ana, iris, mo, sam

Work = Callable[[], int]


def find(typed: str, by: Person | None = None) -> Results:
    asker = Asker(posts.actor(by) if by else NOBODY, at=NOON, zone=UTC)
    found = search(typed, asker)
    return found if found.hits else advised(typed, found, asker)


def counted(typed: str, by: Person) -> Counted:
    found = find(typed, by).counted
    assert found is not None
    return found


@pytest.fixture
def scanners(indexing: Work) -> list[Question]:
    """Three threads about scanners: one solved by staff, one of them tagged; and one about something else."""
    asker, staff = ana(), iris()
    made = [
        posts.question(asker, title="Scanner one is silent", tags=("scanner", "usb")),
        posts.question(asker, title="Scanner two is silent", tags=("scanner",)),
        posts.question(staff, title="Scanner three is silent"),
        posts.question(staff, title="Leave portal is slow", tags=("usb",)),
    ]
    accept_answer(made[0], posts.answer(made[0], staff), by=posts.actor(asker), at=NOON)
    indexing()
    return made


def test_each_filter_counts_the_threads_that_it_would_leave(scanners: list[Question]) -> None:
    reader = sam()
    found = counted("scanner", reader)
    assert found.threads == 3
    for fact, count in found.facts.items():
        assert len(find(f"scanner {fact}", reader).hits) == count, fact
    assert (found.facts["is:solved"], found.facts["tag:scanner"], found.facts["tag:usb"]) == (1, 2, 1)
    assert found.of_kind("tag", most=1) == ["tag:scanner"]


def test_filters_of_the_query_are_counted_in(scanners: list[Question]) -> None:
    reader = sam()
    assert counted("tag:usb", reader).threads == 2
    assert counted("scanner tag:usb", reader).facts["staff:yes"] == 1
    assert counted("scanner -tag:usb", reader).threads == 2


def test_one_s_own_are_counted_for_oneself(scanners: list[Question]) -> None:
    staff = session.get_one(Person, scanners[2].author_id)
    assert counted("scanner", staff).mine == len(find("scanner in:mine", staff).hits) == 1
    assert counted("scanner", sam()).mine == 0


def test_a_closed_category_is_in_no_count(indexing: Work) -> None:
    staff = iris()
    closed = posts.category("Secrets", audience=Audience.STAFF)
    posts.question(staff, closed, title="Scanner password", tags=("classified",))
    posts.question(staff, title="Scanner is silent")
    indexing()
    seen = counted("scanner", sam())
    assert (seen.threads, seen.of_kind("category", most=9)) == (1, ["category:hardware"])
    assert "tag:classified" not in seen.facts
    assert counted("scanner", staff).threads == 2


@pytest.mark.parametrize("how", ["removed", "moved"])
def test_what_was_hidden_a_moment_ago_leaves_the_counts_at_once(indexing: Work, how: str) -> None:
    moderator, reader = mo(), sam()
    secret = posts.question(ana(), title="Scanner password", tags=("classified",))
    posts.question(iris(), title="Scanner is silent")
    indexing()
    assert counted("scanner", reader).facts["tag:classified"] == 1
    if how == "removed":
        remove_question(secret, reason="private", by=posts.actor(moderator), at=NOON)
    else:
        move_question(secret, posts.category("Secrets", audience=Audience.STAFF), by=posts.actor(moderator), at=NOON)
    assert counted("scanner", reader).threads == 1
    assert "tag:classified" not in counted("scanner", reader).facts
    (other,) = find("scanner tag:classified", reader).relaxed
    assert other.threads == 1


def test_what_takes_too_long_is_not_counted(scanners: list[Question], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST", 2)
    monkeypatch.setattr(engine, "MOST", 2)
    reader = sam()
    found = find("scanner", reader)
    assert len(found.hits) == 3
    assert (found.counted is None) == (not is_sqlite())
    (other,) = find("scanner tag:vpn", reader).relaxed
    assert (other.without, other.threads) == ("tag:vpn", 3 if is_sqlite() else None)


def test_nothing_is_counted_while_too_much_has_been_hidden(indexing: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    secret, reader = posts.question(ana(), title="Scanner password"), sam()
    posts.question(iris(), title="Scanner is silent")
    indexing()
    remove_question(secret, by=posts.actor(mo()), at=NOON)
    monkeypatch.setattr(asking, "MOST_LOWERED", 1)
    found = find("scanner", reader)
    assert (found.counted, len(found.hits)) == (None, 1)
    assert find("scanner is:locked", reader).relaxed == ()


def test_where_nothing_is_found_each_filter_says_what_there_is_without_it(scanners: list[Question]) -> None:
    reader = sam()
    (only,) = find("scanner tag:vpn", reader).relaxed
    assert (only.without, only.typed, only.threads) == ("tag:vpn", "scanner", 3)
    (language,) = find('"is silent" is:solved tag:usb lang:ms', reader).relaxed
    assert (language.without, language.typed) == ("lang:ms", '"is silent" is:solved tag:usb')
    assert find("scanner tag:vpn tag:mac", reader).relaxed == []


def test_a_duplicate_counts_as_itself_where_one_filters(indexing: Work) -> None:
    staff = iris()
    first, again = posts.question(staff, title="Scanner is silent"), posts.question(staff, title="Scanner is mute")
    mark_duplicate(again, first, by=posts.actor(staff), at=NOON)
    indexing()
    assert counted("scanner", staff).facts["is:duplicate"] == len(find("scanner is:duplicate", staff).hits) == 1
