"""New posts that wait for a moderator: those with a watched word, and the first ones of a newcomer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.actions.profile import profile_of
from forum.accounts.actors import Actor, load_actor, system_actor
from forum.accounts.settings import COMPANY_LANGUAGE
from forum.answers.models import Answer, Comment
from forum.answers.visibility import unrestricted as any_answer
from forum.conduct.screening import is_newcomer, word_to_hold
from forum.conduct.settings import POSTS_HELD, WATCHED_WORDS
from forum.kernel.db import session
from forum.kernel.words import N_, translated
from forum.moderation.actions.flag import open_item, opened
from forum.moderation.models import Flag, FlagItem, Kind, Reason
from forum.moderation.posts import Post, find_post, hold
from forum.people.models import Person
from forum.questions.models import Question, QuestionField, Visibility
from forum.questions.visibility import unrestricted

_WORD = N_("A watched word stands in it: %(word)s")
_FIRST = N_("One of the first posts of a newcomer")


def look_at(kind: Kind, post_id: int, by_id: int, *, at: datetime) -> None:
    """A new post is out of sight and waits in the moderators' queue, if it has to. Publishes ItemOpened."""
    author = _looked_at(by_id, at=at)
    if author is not None:
        post = find_post(kind, post_id, by=author)
        _hold(post, _word_in(post) or _is_first(author, at=at), at=at)


def look_at_edit(kind: Kind, post_id: int, by_id: int, *, at: datetime) -> None:
    """A post with new words waits, if a watched word stands in it. Publishes ItemOpened."""
    author = _looked_at(by_id, at=at)
    if author is not None:
        post = find_post(kind, post_id, by=author)
        _hold(post, _word_in(post), at=at)


def look_at_profile(person_id: int, *, at: datetime) -> None:
    """What somebody says about himself waits, out of others' sight, if a watched word stands in it. Publishes
    ItemOpened."""
    author = _looked_at(person_id, at=at)
    word = word_to_hold(profile_of(session.get_one(Person, person_id)).about) if author else ""
    if author is not None and word and not about_waits(person_id):
        post = find_post(Kind.PERSON, person_id, by=author)
        _hold(post, translated(COMPANY_LANGUAGE(), _WORD, word=word), at=at)


def about_waits(person_id: int) -> bool:
    """Whether what the person says about himself is out of sight until a moderator has looked."""
    waits = FlagItem.person_id == person_id, FlagItem.held_at.is_not(None), FlagItem.decided_at.is_(None)
    return session.scalar(select(FlagItem.id).where(*waits).limit(1)) is not None


def _looked_at(person_id: int, *, at: datetime) -> Actor | None:
    """The person, unless he is staff, whose posts never wait; nobody where no post has to."""
    if not WATCHED_WORDS() and not POSTS_HELD():
        return None
    person = load_actor(person_id, at=at)
    return None if person is None or person.is_staff else person


def _hold(post: Post, why: str, *, at: datetime) -> None:
    if not why or not post.is_public:
        return
    system = system_actor(at=at)
    hold(post, reason="", by=system, at=at)
    item = open_item(post) or opened(post, Reason.OTHER, by=system, at=at)
    item.held_at = at
    session.add(Flag(item_id=item.id, by_id=system.id, reason=Reason.OTHER, note=why, at=at))
    session.flush()


def _word_in(post: Post) -> str:
    """Why a watched word makes it wait, in the company's language; empty if none does."""
    assert isinstance(post.row, Question | Answer | Comment)
    beside = [post.row.title, *_fields_of(post.row)] if isinstance(post.row, Question) else []
    word = word_to_hold("\n".join([*beside, post.row.source]))
    return translated(COMPANY_LANGUAGE(), _WORD, word=word) if word else ""


def _fields_of(question: Question) -> Sequence[str]:
    """What was typed into the category's form."""
    return session.scalars(select(QuestionField.value).where(QuestionField.question_id == question.id)).all()


def _is_first(author: Actor, *, at: datetime) -> str:
    """Why a newcomer's first posts wait; empty if they do not."""
    waits = POSTS_HELD() > 0 and is_newcomer(author, at=at) and _public_posts(author.id) < POSTS_HELD()
    return translated(COMPANY_LANGUAGE(), _FIRST) if waits else ""


def _public_posts(person_id: int) -> int:
    """How many posts of the person others can read, beside the one that has just been made."""
    mine = (
        select(func.count()).select_from(Question).where(unrestricted(), Question.author_id == person_id)
        .where(Question.visibility == Visibility.PUBLIC),
        select(func.count()).select_from(Answer).where(any_answer(), Answer.author_id == person_id)
        .where(Answer.visibility == Visibility.PUBLIC),
        select(func.count()).select_from(Comment).where(any_answer(), Comment.author_id == person_id)
        .where(Comment.visibility == Visibility.PUBLIC),
    )  # fmt: skip
    return sum(session.scalar(each) or 0 for each in mine) - 1
