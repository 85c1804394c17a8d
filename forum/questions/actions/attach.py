"""Tags and files of a question: rows beside it that its words name."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select

from forum.accounts.actors import Actor
from forum.files.actions import link_files
from forum.files.links import linked_tokens
from forum.files.models import StoredFile
from forum.kernel.db import session
from forum.kernel.races import insert_new
from forum.questions.models import Question, QuestionFile, QuestionTag
from forum.topics.models import Tag


def own_files(source: str, *, by: Actor, at: datetime) -> list[int]:
    """The ids of this person's uploads that the text refers to, marked as used.

    Only one's own: whoever names another's file would otherwise open it to everybody who reads the post.
    """
    tokens = linked_tokens(source)
    if not tokens:
        return []
    mine = select(StoredFile.token).where(StoredFile.token.in_(tokens), StoredFile.by_id == by.id)
    return link_files(session.scalars(mine).all(), at=at)


def attach_files(question: Question, *, by: Actor, at: datetime) -> None:
    """The question carries the files its text shows; those of earlier revisions stay, since their text stays."""
    link_own_files(question, question.source, by=by, at=at)


def link_own_files(question: Question, text: str, *, by: Actor, at: datetime) -> None:
    """The question carries the person's uploads that the text refers to."""
    for file_id in own_files(text, by=by, at=at):
        insert_new(QuestionFile, question_id=question.id, file_id=file_id)


def attach_tags(question: Question, tags: Sequence[Tag]) -> None:
    """The question has these tags and no others."""
    session.execute(delete(QuestionTag).where(QuestionTag.question_id == question.id))
    if tags:
        rows = [{"question_id": question.id, "tag_id": tag.id} for tag in tags]
        session.execute(insert(QuestionTag), rows)
    question.tags = names_of(tags)


def names_of(tags: Sequence[Tag]) -> str:
    """The names as the question's row keeps them."""
    return " ".join(tag.name for tag in tags)
