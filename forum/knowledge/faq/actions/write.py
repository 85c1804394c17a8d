"""Writing entries: from an answer, from scratch, as a translation; and editing them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.answers.actions import is_author
from forum.answers.models import Answer, AnswerFile
from forum.conduct.actions import check_may_post
from forum.files.links import linked_tokens
from forum.files.models import StoredFile
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.events import publish
from forum.kernel.races import in_turn, insert_new
from forum.kernel.text.shapes import title_slug
from forum.knowledge.faq.events import FaqChanged
from forum.knowledge.faq.models import FaqEntry, FaqFile, FaqRevision
from forum.knowledge.faq.rules import check_language, check_may_promote
from forum.knowledge.faq.visibility import unrestricted
from forum.questions.actions.attach import own_files
from forum.questions.models import Question, Visibility
from forum.questions.rules import (
    check_goes_back,
    check_reason,
    check_revision,
    check_source,
    check_still_latest,
    check_title,
)
from forum.topics.actions import find_category, resolve_tags
from forum.topics.rules import check_open


@dataclass(frozen=True)
class FaqDraft:
    """What an entry's form says; `html` is what the Markdown of `source` makes. Edits name revision and reason."""

    question: str
    source: str
    html: str
    category_id: int
    language: str
    tags: tuple[str, ...] = ()
    revision: int = 0
    reason: str = ""


def write_entry(draft: FaqDraft, *, translation_of: FaqEntry | None = None, by: Actor, at: datetime) -> FaqEntry:
    """A draft of the writer's own words, whose owner he is; perhaps another entry in a second language.

    Conflict if that entry has one in this language already. Publishes FaqChanged.
    """
    original = translation_of
    if original is not None and original.translation_of_id is not None:
        original = session.get_one(FaqEntry, original.translation_of_id)
    _check(draft, by=by, at=at)
    if original is not None:
        _check_untranslated(original, draft.language)
    entry = _row(draft, credited_id=by.id, by=by, at=at)
    if original is not None:
        entry.translation_of_id, entry.credited_id = original.id, original.credited_id
        entry.source_question_id = original.source_question_id
    return _stands(entry, draft, by=by, at=at)


def promote_answer(question: Question, answer: Answer, draft: FaqDraft, *, by: Actor, at: datetime) -> FaqEntry:
    """A draft that began as this answer and credits who wrote it; both locked, from `find_answer`.

    Conflict if somebody has promoted it meanwhile. Publishes FaqChanged.
    """
    in_turn(f"promotion {answer.id}")
    _check(draft, by=by, at=at)
    check_may_promote(is_public=question.visibility is answer.visibility is Visibility.PUBLIC)
    _check_not_promoted(answer.id, draft.language)
    own = is_author(answer, question, by)
    entry = _row(draft, credited_id=by.id if own and answer.author_id else answer.author_id, by=by, at=at)
    entry.source_question_id, entry.source_answer_id = question.id, answer.id
    return _stands(entry, draft, by=by, at=at)


def edit_entry(entry: FaqEntry, draft: FaqDraft, *, by: Actor, at: datetime) -> None:
    """The entry has the new words and one revision more; nothing happens if it says all that already.

    Conflict if somebody else has edited it since the form was opened. Publishes FaqChanged.
    """
    _check(draft, by=by, at=at, category_now=entry.category_id)
    check_reason(draft.reason)
    tags = _names(draft, at=at)
    if _says_already(entry, draft, tags):
        return
    check_revision(seen=draft.revision, current=entry.revision)
    _reword(entry, draft, tags, by=by, at=at)


def restore_entry(
    entry: FaqEntry, number: int, html: str, *, revision: int, reason: str = "", by: Actor, at: datetime
) -> None:
    """The entry says again what revision `number` said, whose Markdown makes `html`, as a new revision.

    NotFound if there is no such revision; Conflict unless `revision` is the latest and says something else. Publishes
    FaqChanged.
    """
    old = session.scalar(select(FaqRevision).where(FaqRevision.entry_id == entry.id, FaqRevision.number == number))
    if old is None:
        raise NotFound
    words = old.question, old.source, html, entry.category_id, entry.language, tuple(old.tags.split())
    draft = FaqDraft(*words, revision, reason)
    _check(draft, by=by, at=at, category_now=entry.category_id)
    check_reason(reason)
    check_still_latest(seen=revision, current=entry.revision)
    tags = _names(draft, at=at)
    check_goes_back(says_already=number == revision or _says_already(entry, draft, tags))
    _reword(entry, draft, tags, by=by, at=at)


def _reword(entry: FaqEntry, draft: FaqDraft, tags: str, *, by: Actor, at: datetime) -> None:
    entry.question, entry.slug, entry.tags = draft.question, title_slug(draft.question), tags
    entry.source, entry.html, entry.category_id = draft.source, draft.html, draft.category_id
    entry.revision, entry.edited_at = entry.revision + 1, at
    _keep(entry, draft.reason, by=by, at=at)


def _says_already(entry: FaqEntry, draft: FaqDraft, tags: str) -> bool:
    now = (entry.question, entry.source, entry.tags, entry.category_id)
    return now == (draft.question, draft.source, tags, draft.category_id)


def _check(draft: FaqDraft, *, by: Actor, at: datetime, category_now: int | None = None) -> None:
    by.check_may(Permission.CURATE_FAQ)
    check_may_post(by=by, at=at)
    check_title(draft.question)
    check_source(draft.source)
    check_language(draft.language)
    category = find_category(draft.category_id, by=by)
    if category.id != category_now:
        check_open(archived=category.archived_at is not None)


def _check_not_promoted(answer_id: int, language: str) -> None:
    known = select(FaqEntry.id).where(
        unrestricted(), FaqEntry.source_answer_id == answer_id, FaqEntry.language == language
    )
    if session.scalar(known) is not None:
        raise Conflict("A colleague has just made this answer an FAQ entry. You find it from the answer.")


def _check_untranslated(original: FaqEntry, language: str) -> None:
    in_turn(f"translation {original.id}")
    known = select(FaqEntry.id).where(
        unrestricted(), FaqEntry.translation_of_id == original.id, FaqEntry.language == language
    )
    if language == original.language or session.scalar(known) is not None:
        raise Invalid("This entry exists in that language already.", field="language")


def _row(draft: FaqDraft, *, credited_id: int | None, by: Actor, at: datetime) -> FaqEntry:
    return FaqEntry(
        category_id=draft.category_id,
        question=draft.question,
        slug=title_slug(draft.question),
        source=draft.source,
        html=draft.html,
        tags=_names(draft, at=at),
        language=draft.language,
        owner_id=by.id,
        credited_id=credited_id,
        created_at=at,
    )


def _names(draft: FaqDraft, *, at: datetime) -> str:
    return " ".join(tag.name for tag in resolve_tags(draft.tags, at=at))


def _stands(entry: FaqEntry, draft: FaqDraft, *, by: Actor, at: datetime) -> FaqEntry:
    session.add(entry)
    session.flush()
    _keep(entry, draft.reason, by=by, at=at)
    return entry


def _keep(entry: FaqEntry, reason: str, *, by: Actor, at: datetime) -> None:
    session.add(
        FaqRevision(
            entry_id=entry.id, number=entry.revision, question=entry.question, source=entry.source, tags=entry.tags,
            by_id=by.id, at=at, reason=reason,
        )
    )  # fmt: skip
    session.flush()
    for file_id in _files(entry, by=by, at=at):
        insert_new(FaqFile, entry_id=entry.id, file_id=file_id)
    publish(FaqChanged(entry.id, at))


def _files(entry: FaqEntry, *, by: Actor, at: datetime) -> list[int]:
    """The files the text shows that are the writer's own uploads or come with the answer: no other is opened by it."""
    of_answer = (
        select(AnswerFile.file_id)
        .join(StoredFile, StoredFile.id == AnswerFile.file_id)
        .where(AnswerFile.answer_id == entry.source_answer_id, StoredFile.token.in_(linked_tokens(entry.source)))
    )
    return [*own_files(entry.source, by=by, at=at), *session.scalars(of_answer)]
