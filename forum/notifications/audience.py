"""Who hears of an event: the kind of notice for each person, asked of the database when the event is expanded."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from forum.answers.models import Acceptance, Answer, Comment
from forum.answers.visibility import unrestricted
from forum.kernel.db import session
from forum.moderation.merging.queries import last_thread
from forum.notifications import (
    conduct_news,
    faq_news,
    flag_news,
    known_news,
    mail_news,
    thanks_news,
    ticket_news,
)
from forum.notifications.models import EventPending
from forum.notifications.news import News, beginning_of, mentioned
from forum.notifications.watching import watchers_of_person, watchers_of_question
from forum.questions.actions import asker_id
from forum.questions.models import Follow, Question, QuestionOnBehalf, Visibility
from forum.questions.queries.posts import closed_by
from forum.questions.visibility import unrestricted as any_question
from forum.search.models import SavedSearch


def news_of(event: EventPending) -> News | None:
    """The news that an event makes; None if what it was about can no longer be seen."""
    return _NEWS[event.kind]({**event.facts, "at": event.at})


def _asked(facts: dict[str, Any]) -> News | None:
    """Merged meanwhile, it is no new question any more: then only those hear whom its words name."""
    asked, question = _any_question(facts["question"]), _question(facts["question"])
    if question is None:
        return None
    watchers = watchers_of_question(question) if question.id == asked.id else ()
    told = {**dict.fromkeys(watchers, "watched_question"), **dict.fromkeys(mentioned(asked.source), "mention")}
    return _in_thread(question, asked.author_id, f"/questions/{question.id}/{question.slug}", told)


def _answered(facts: dict[str, Any]) -> News | None:
    answer = session.scalars(select(Answer).where(unrestricted(), Answer.id == facts["answer"])).one()
    question = _question(answer.question_id)
    if question is None or answer.visibility != Visibility.PUBLIC:
        return None
    followers = set(_followers(question.id)) - ticket_news.told_of_the_fix(question.id, answer.created_at)
    told = {
        **dict.fromkeys(watchers_of_person(answer.author_id), "watched_answer"),
        **dict.fromkeys(followers, "answer"),
        **dict.fromkeys(mentioned(answer.source), "mention"),
    }
    news = _in_thread(question, answer.author_id, f"/answers/{answer.id}", told, answer.html)
    return replace(news, answer_id=answer.id)


def _commented(facts: dict[str, Any]) -> News | None:
    comment = session.scalars(select(Comment).where(unrestricted(), Comment.id == facts["comment"])).one()
    question = _question(comment.thread_id)
    if question is None or comment.visibility != Visibility.PUBLIC:
        return None
    told = {**dict.fromkeys(_followers(question.id), "comment"), **dict.fromkeys(mentioned(comment.source), "mention")}
    news = _in_thread(question, comment.author_id, f"/comments/{comment.id}", told, comment.html)
    return replace(news, comment_id=comment.id)


def _accepted(facts: dict[str, Any]) -> News | None:
    """Of two accepted answers in merged threads that of the other stays: nothing is told of the one that does not."""
    answer = session.scalars(select(Answer).where(unrestricted(), Answer.id == facts["answer"])).one()
    question = _question(answer.question_id)
    has_moved = answer.question_id != facts["question"]
    if question is None or (has_moved and not _is_accepted(answer)):
        return None
    told = dict.fromkeys(set(_followers(question.id)) - ticket_news.told_of_the_fix(question.id, facts["at"]), "solved")
    if answer.author_id is not None:
        told[answer.author_id] = "accepted"
    shown = None if facts["by"] in _hidden_askers(question.id) else facts["by"]
    return _in_thread(question, shown, f"/answers/{answer.id}", told)


def _helped(facts: dict[str, Any]) -> News | None:
    """Whose words spared a question hears of it: of an entry, a known issue, or an accepted answer."""
    about = facts["about"]
    if about["entry"]:
        return faq_news.helped({**facts, **about})
    if about["issue"]:
        return known_news.helped({**facts, **about})
    question = _question(about["question"])
    of_thread = Acceptance.answer_id == Answer.id, Acceptance.question_id == last_thread(about["question"])
    answer = session.scalars(select(Answer).where(unrestricted(), *of_thread)).one_or_none()
    if question is None or answer is None or answer.author_id is None:
        return None
    return _in_thread(question, facts["by"], f"/answers/{answer.id}", {answer.author_id: "helped"})


def _milestone(facts: dict[str, Any]) -> News | None:
    """Who wrote the answer hears how many it has helped, and not whom."""
    answer = session.scalars(select(Answer).where(unrestricted(), Answer.id == facts["answer"])).one()
    question = _question(answer.question_id)
    if question is None or answer.author_id is None or answer.visibility != Visibility.PUBLIC:
        return None
    news = _in_thread(question, None, f"/answers/{answer.id}", {answer.author_id: "milestone"})
    return replace(news, label=f"{facts['votes']}")


def _search_met(facts: dict[str, Any]) -> News | None:
    """Whoever keeps the search hears which it is; of one that he has removed meanwhile, that it was one of his."""
    question = _question(facts["question"])
    if question is None or facts["person"] in _hidden_askers(question.id):
        return None
    typed = session.scalar(select(SavedSearch.typed).where(SavedSearch.id == facts.get("search"))) or ""
    told = {facts["person"]: "search_met" if typed else "saved_search"}
    return replace(_in_thread(question, None, f"/questions/{question.id}/{question.slug}", told), label=typed)


def _merged(facts: dict[str, Any]) -> News | None:
    """The asker of the merged thread hears where it goes on."""
    one = _any_question(facts["question"])
    into = _question(facts["into"])
    person_id = asker_id(one)
    if into is None or person_id is None:
        return None
    return _in_thread(into, facts["by"], f"/questions/{into.id}/{into.slug}", {person_id: "merged"})


def _duplicate(facts: dict[str, Any]) -> News | None:
    """The asker hears where his question was asked before, unless the mark has been taken back."""
    copy, original = _any_question(facts["question"]), _question(facts["original"])
    person_id = asker_id(copy)
    if original is None or person_id is None or copy.duplicate_of_id != facts["original"]:
        return None
    path = f"/questions/{original.id}/{original.slug}?from={copy.id}"
    return _in_thread(original, facts["by"], path, {person_id: "duplicate"})


def _handled(facts: dict[str, Any]) -> News | None:
    """The asker hears what staff did with his thread, unless it has been merged since: he hears of that."""
    question = _question(facts["question"])
    if question is not None and question.id != facts["question"]:
        return None
    person_id = asker_id(question) if question is not None else None
    if question is None or person_id is None:
        return None
    path = f"/questions/{question.id}/{question.slug}"
    news = _in_thread(question, facts["by"], path, {person_id: facts["told"]})
    why = next((each.reason for each in closed_by(question.id) if each.how == facts["told"]), "")
    return replace(news, text=why)


def _split(facts: dict[str, Any]) -> News | None:
    """Whoever wrote one of the answers that were split off, or under it, hears once where it stands now."""
    question = _question(facts["question"])
    if question is None:
        return None
    told = dict.fromkeys(facts["people"], "split_along")
    if question.id == facts["question"] and question.author_id is not None:
        told[question.author_id] = "split"
    return _in_thread(question, facts["by"], f"/questions/{question.id}/{question.slug}", told)


def _mail_paused(facts: dict[str, Any]) -> News:
    return News(None, "/settings/account#address", facts["address"], {facts["person"]: "mail_paused"})


def _data_copied(facts: dict[str, Any]) -> News:
    return News(None, "/settings/privacy", "", {facts["person"]: "data_copied"})


_NEWS: dict[str, Callable[[dict[str, Any]], News | None]] = {
    "asked": _asked,
    "answer": _answered,
    "comment": _commented,
    "accepted": _accepted,
    "milestone": _milestone,
    "ticket_made": ticket_news.made,
    "ticket_merged": ticket_news.merged,
    "ticket_reply": ticket_news.replied,
    "ticket_noted": ticket_news.noted,
    "assigned": ticket_news.assigned,
    "ticket_state": ticket_news.changed,
    "ticket_promised": ticket_news.promised,
    "ticket_warned": ticket_news.warned,
    "search_met": _search_met,
    "thanked": thanks_news.thanked,
    "helped": _helped,
    "faq_published": faq_news.published,
    "faq_submitted": faq_news.submitted,
    "faq_doubted": faq_news.doubted,
    "faq_commented": faq_news.commented,
    "faq_due": faq_news.due,
    "known_updated": known_news.updated,
    "known_not_fixed": known_news.not_fixed,
    "known_missed": known_news.missed,
    "threads_merged": _merged,
    "marked_duplicate": _duplicate,
    "thread_handled": _handled,
    "answers_split": _split,
    "step_taken": conduct_news.taken,
    "step_objected": conduct_news.objected,
    "objection_answered": conduct_news.answered,
    "flagged": flag_news.opened,
    "held": flag_news.held,
    "mail_paused": _mail_paused,
    "data_copied": _data_copied,
    "flag_decided": flag_news.decided,
    "post_decided": flag_news.decided_about,
    "mail_stopped": mail_news.stopped,
}


def _in_thread(question: Question, author_id: int | None, path: str, told: dict[int, str], html: str = "") -> News:
    muted = set(_muted(question.id))
    heard = {person_id: kind for person_id, kind in told.items() if person_id not in muted}
    return News(author_id, path, question.title, heard, question_id=question.id, text=beginning_of(html))


def _question(question_id: int) -> Question | None:
    """The thread, or the one that it goes on in since it was merged; None if that cannot be read."""
    question = _any_question(question_id)
    if question.visibility == Visibility.MERGED:
        question = _any_question(last_thread(question_id))
    return question if question.visibility == Visibility.PUBLIC else None


def _any_question(question_id: int) -> Question:
    return session.scalars(select(Question).where(any_question(), Question.id == question_id)).one()


def _is_accepted(answer: Answer) -> bool:
    held = Acceptance.question_id == answer.question_id, Acceptance.answer_id == answer.id
    return session.scalar(select(Acceptance.answer_id).where(*held)) is not None


def _followers(question_id: int) -> Iterable[int]:
    return session.scalars(select(Follow.person_id).where(Follow.question_id == question_id, Follow.muted_at.is_(None)))


def _muted(question_id: int) -> Iterable[int]:
    return session.scalars(
        select(Follow.person_id).where(Follow.question_id == question_id, Follow.muted_at.is_not(None))
    )


def _hidden_askers(question_id: int) -> Iterable[int]:
    return session.scalars(select(QuestionOnBehalf.person_id).where(QuestionOnBehalf.question_id == question_id)).all()
