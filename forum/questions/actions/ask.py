"""Asking."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import insert, select

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.conduct.actions import check_limit, check_may_post
from forum.conduct.limits import Act
from forum.conduct.screening import screened, screened_line
from forum.intake.actions import accepted_fields
from forum.intake.rules import form_name
from forum.kernel.db import session
from forum.kernel.events import publish
from forum.kernel.text.shapes import title_slug
from forum.questions.actions.attach import attach_files, attach_tags, link_own_files
from forum.questions.actions.find import is_asker
from forum.questions.actions.follow import follow_by_concern
from forum.questions.events import QuestionAsked, ThreadChanged
from forum.questions.language import guess_language
from forum.questions.models import STANDING, Question, QuestionField, QuestionOnBehalf, QuestionRevision
from forum.questions.rules import check_anonymous, check_source, check_title
from forum.questions.visibility import unrestricted
from forum.topics.actions import find_category, resolve_tags
from forum.topics.models import Category
from forum.topics.rules import check_open

JUST_NOW = timedelta(hours=1)


@dataclass(frozen=True)
class QuestionDraft:
    """A question as its form says it, cleaned; `html` is what the Markdown of `source` makes.

    `fields` are the values of the category's form by key, `form_id` the form they were typed into. An empty
    `language` is guessed.
    """

    title: str
    source: str
    html: str
    category_id: int
    tags: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    form_id: int | None = None
    language: str = ""
    anonymous: bool = False


def ask_question(draft: QuestionDraft, *, by: Actor, at: datetime) -> Question:
    """The question stands in its category, with revision 1, and its asker follows it.

    Invalid, NotAllowed or TooMany as the rules say; NotFound for a category that is not the asker's to read.
    Publishes QuestionAsked and ThreadChanged.
    """
    draft = _screened(draft, by=by, at=at)
    category = _checked_category(draft, by=by, at=at)
    check_anonymous(wanted=draft.anonymous, allowed=category.allows_anonymous)
    values = accepted_fields(category.id, draft.fields, form_id=draft.form_id, language=by.language)
    check_limit(Act.ASK, by=by, at=at)
    question = _insert(draft, asker_id=by.id, by=by, at=at)
    _keep_fields(question, values, by=by, at=at)
    _stands(question, asker_id=by.id, at=at)
    return question


def asked_just_now(draft: QuestionDraft, *, by: Actor, at: datetime) -> Question | None:
    """The asker's question of the last hour that says all the same, if it still stands or waits for moderators."""
    alike = select(Question).where(
        unrestricted(),
        Question.author_id == (None if draft.anonymous else by.id),
        Question.created_at > at - JUST_NOW,
        Question.title == draft.title,
        Question.source == draft.source,
        Question.category_id == draft.category_id,
        Question.visibility.in_(STANDING),
    )
    same = (each for each in session.scalars(alike) if is_asker(each, by) and _says_the_same(each, draft, by))
    return next(same, None)


def ask_for(draft: QuestionDraft, asker_id: int, *, by: Actor, at: datetime) -> Question:
    """What somebody told IT in private stands as his question, worded by `by`; he follows it and keeps its rights.

    Without his name where the draft says so, in any category. Refusals and events as of `ask_question`.
    """
    draft = _screened(draft, by=by, at=at)
    _checked_category(draft, by=by, at=at)
    question = _insert(draft, asker_id=asker_id, by=by, at=at)
    _stands(question, asker_id=asker_id, worded_by_id=by.id, at=at)
    return question


def _says_the_same(question: Question, draft: QuestionDraft, by: Actor) -> bool:
    values = accepted_fields(draft.category_id, draft.fields, form_id=draft.form_id, language=by.language)
    stored = select(QuestionField.field_id, QuestionField.value).where(QuestionField.question_id == question.id)
    return set(draft.tags) == set(question.tags.split()) and values == {
        row.field_id: row.value for row in session.execute(stored)
    }


def _screened(draft: QuestionDraft, *, by: Actor, at: datetime) -> QuestionDraft:
    source, html = screened(draft.source, draft.html, by=by, at=at)
    fields = {key: screened_line(value, field=form_name(key)) for key, value in draft.fields.items()}
    return replace(draft, title=screened_line(draft.title), source=source, html=html, fields=fields)


def _checked_category(draft: QuestionDraft, *, by: Actor, at: datetime) -> Category:
    by.check_may(Permission.ASK)
    check_may_post(by=by, at=at)
    check_title(draft.title)
    check_source(draft.source)
    category = find_category(draft.category_id, by=by)
    check_open(archived=category.archived_at is not None)
    return category


def _insert(draft: QuestionDraft, *, asker_id: int, by: Actor, at: datetime) -> Question:
    tags = resolve_tags(draft.tags, at=at)
    question = _row(draft, asker_id=asker_id, at=at)
    session.add(question)
    session.flush()
    attach_tags(question, tags)
    attach_files(question, by=by, at=at)
    return question


def _stands(question: Question, *, asker_id: int, worded_by_id: int | None = None, at: datetime) -> None:
    if question.author_id is None:
        session.add(QuestionOnBehalf(question_id=question.id, person_id=asker_id))
    _keep_first_revision(question)
    follow_by_concern(question.id, person_id=asker_id, at=at)
    session.flush()
    publish(QuestionAsked(question.id, asker_id, at, worded_by_id))
    publish(ThreadChanged(question.id, at))


def _row(draft: QuestionDraft, *, asker_id: int, at: datetime) -> Question:
    return Question(
        category_id=draft.category_id,
        author_id=None if draft.anonymous else asker_id,
        title=draft.title,
        slug=title_slug(draft.title),
        source=draft.source,
        html=draft.html,
        language=draft.language or guess_language(f"{draft.title}\n{draft.source}"),
        created_at=at,
        active_at=at,
    )


def _keep_fields(question: Question, values: Mapping[int, str], *, by: Actor, at: datetime) -> None:
    if values:
        link_own_files(question, "\n".join(values.values()), by=by, at=at)
        rows = [{"question_id": question.id, "field_id": id_, "value": value} for id_, value in values.items()]
        session.execute(insert(QuestionField), rows)


def _keep_first_revision(question: Question) -> None:
    session.add(
        QuestionRevision(
            question_id=question.id,
            number=1,
            title=question.title,
            source=question.source,
            tags=question.tags,
            by_id=question.author_id,
            at=question.created_at,
        )
    )
