"""What the one who runs the forum is told of a rank: of all categories, or as somebody finds it."""

from collections.abc import Callable
from datetime import UTC
from inspect import unwrap

import pytest

from forum.accounts.actors import Actor
from forum.cli.search import explain
from forum.kernel.errors import Invalid
from forum.questions.actions import remove_question
from forum.search.asking import Asker
from forum.search.check import explanations, explanations_for
from forum.topics.models import Audience
from tests import posts
from tests.conftest import NOON
from tests.people import ana, iris, mo, sam

Work = Callable[[], int]
LATER = posts.later(hours=1)


def told(typed: str, reader: Actor) -> list[str]:
    return [each.title for each in explanations_for(Asker(reader, at=NOON, zone=UTC), typed, most=5)]


def test_somebody_is_told_of_what_he_finds_alone(indexing: Work) -> None:
    staff, stranger = iris(), posts.actor(sam())
    posts.question(staff, posts.category("Secrets", audience=Audience.STAFF), title="Xylophone server")
    open_one = posts.question(staff, title="Xylophone lesson")
    indexing()
    assert told("xylophone", stranger) == ["Xylophone lesson"]
    assert sorted(told("xylophone", posts.actor(staff))) == ["Xylophone lesson", "Xylophone server"]
    remove_question(open_one, reason="private", by=posts.actor(mo()), at=NOON)
    assert told("xylophone", stranger) == []


def test_a_category_is_understood_by_its_name(indexing: Work) -> None:
    posts.question(iris(), posts.category("Closed shelf", audience=Audience.STAFF), title="Xylophone server")
    indexing()
    (found,) = explanations('category:"closed shelf"', at=NOON, most=5)
    assert found.title == "Xylophone server"


@pytest.mark.parametrize("typed", ["", "  ", "created:99999", "is:nonsense"])
def test_what_asks_for_nothing_is_refused(indexing: Work, typed: str) -> None:
    with pytest.raises(Invalid, match="asks for nothing"):
        explanations(typed, at=NOON, most=5)
    with pytest.raises(Invalid, match="asks for nothing"):
        told(typed, posts.actor(sam()))


def test_without_words_the_command_says_the_order_and_no_score(
    indexing: Work, capsys: pytest.CaptureFixture[str]
) -> None:
    asker = ana()
    older = posts.question(asker, title="Older question", at=NOON).id
    newer = posts.question(asker, title="Newer question", at=LATER).id
    indexing()
    unwrap(explain.callback)("is:open", None, 5)  # type: ignore[arg-type]
    assert capsys.readouterr().out.splitlines() == [
        "No word was asked for, so there is no score: the newest question stands first.",
        f"1. question {newer}: Newer question",
        f"2. question {older}: Older question",
    ]
