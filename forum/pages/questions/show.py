"""The thread: GET writes nothing, costs the same number of queries however long it is, and answers 304 where it can."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, make_response, redirect, render_template, request, session
from sqlalchemy import Row
from werkzeug.wrappers import Response as AnyResponse

from forum import __version__
from forum.accounts.actors import Actor
from forum.answers.queries import answer_words, comment_words
from forum.answers.settings import ACCEPT_AFTER_DAYS
from forum.conduct.screening import is_newcomer
from forum.feedback.queries import waiting_in_thread
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.settings import registry
from forum.kernel.text.clean import clean_line
from forum.knowledge.known.queries.issue import issue_of_thread
from forum.moderation.merging.queries import merged_into, thread_after_merge, thread_after_split
from forum.moderation.merging.rules import UNDO_FOR
from forum.pages.questions.blueprint import bp
from forum.pages.questions.fragments import AnswerRights, drawn_answers
from forum.pages.questions.hints import hints_for_answer
from forum.pages.questions.places import thread_at
from forum.pages.questions.rights import rights_on
from forum.pages.questions.thread import (
    ANSWERS_A_PAGE,
    Order,
    answers_shown,
    comments_shown,
    files_carried,
    last_part,
    part_with,
    question_shown,
    removals_shown,
)
from forum.questions.models import Visibility
from forum.questions.queries.posts import asked_for, closed_by, filled_fields, listed_question, related, removal
from forum.tickets.queries import banner_of
from forum.web import guards
from forum.web.notices import lines_put_away
from forum.web.session import reader
from forum.web.words import language


@bp.get("/questions/<id:question_id>")
@bp.get("/questions/<id:question_id>/<slug>")
@guards.readers
def question(question_id: int, slug: str = "") -> AnyResponse:
    """The thread under its one address; an old or missing slug is led to it."""
    me, at = reader(), clock.now()
    shown = question_shown(question_id, me, at=at)
    if shown is None or (shown.visibility is Visibility.MERGED and "stay" not in request.args):
        return _to_merged(question_id, me)
    if slug != shown.slug:
        query = request.query_string.decode("latin-1")
        return redirect(thread_at(shown.id, shown.slug) + (f"?{query}" if query else ""), 301)
    if original := _led_to(shown, me):
        return redirect(original)
    tag = _tag(shown, me, at)
    if tag and tag in _known_to_browser():
        return _answered(Response(status=304), tag)
    order, skipped = _wanted()
    answers = answers_shown(shown.id, me, order=order, skipped=skipped)
    if skipped and not answers:
        return redirect(_last_part(shown, me))
    return _answered(make_response(_page(shown, answers, me, at, order=order, skipped=skipped)), tag)


@bp.get("/answers/<id:answer_id>")
@guards.readers
def answer(answer_id: int) -> AnyResponse:
    """To the answer's place in its thread, or the thread that it has become."""
    if found_new := thread_after_split(answer_id, reader()):
        return redirect(thread_at(found_new.id, found_new.slug))
    found = answer_words(answer_id, reader())
    return redirect(_post_at(found, found.question_id, answer_id, f"answer-{answer_id}"))


@bp.get("/comments/<id:comment_id>")
@guards.readers
def comment(comment_id: int) -> AnyResponse:
    """To the comment's place in its thread."""
    found = comment_words(comment_id, reader())
    return redirect(_post_at(found, found.thread_id, found.answer_id, f"comment-{comment_id}"))


def _post_at(found: Row[Any], thread_id: int, answer_id: int | None, place: str) -> str:
    """The place of a post in its thread: in the part that has its answer, where the thread has several."""
    part = part_with(answer_id, reader()) if answer_id and found.answer_count >= ANSWERS_A_PAGE else 0
    return thread_at(thread_id, found.slug, stays=found.duplicate_of_id is not None, place=place, part=part)


def _to_merged(question_id: int, me: Actor) -> AnyResponse:
    """To the thread that this one was merged into; NotFound if it was not, or is not for this reader."""
    found = thread_after_merge(question_id, me)
    if found is None:
        raise NotFound
    return redirect(thread_at(found.id, found.slug))


def _led_to(shown: Row[Any], me: Actor) -> str:
    """Where readers of a duplicate are led; empty for its asker, for staff, and for those who want to stay."""
    if (
        not shown.duplicate_of_id
        or "stay" in request.args
        or me.is_staff
        or rights_on(shown, me, at=clock.now()).is_asker
    ):
        return ""
    original = listed_question(shown.duplicate_of_id, me)
    return f"{thread_at(original.id, original.slug)}?from={shown.id}" if original else ""


def head_facts(shown: Row[Any], me: Actor) -> dict[str, Any]:
    """What the page shows above the answers: state, ticket, claim, duplicates, the reader's rights."""
    at = clock.now()
    can = rights_on(shown, me, at=at)
    return {
        "q": shown,
        "can": can,
        "asked": waiting_in_thread(shown.id, me, at=at) if can.is_asker and shown.solved_at else None,
        "banner": banner_of(shown.id, me) if shown.ticket_label else None,
        "known": issue_of_thread(shown.id, me) if shown.has_known_issue else None,
        "related": related(shown.id, shown.duplicate_of_id, me)
        if shown.duplicate_of_id or shown.has_duplicates
        else [],
        "merged": merged_into(shown.id) if shown.has_merged else [],
        "undo_merge_since": at - UNDO_FOR,
        "closed_by": closed_by(shown.id) if shown.locked_at or shown.protected_at else [],
        "removal": None if shown.visibility == Visibility.PUBLIC else removal(shown.id),
    }


def comment_part(question_id: int, answer_id: int) -> str:
    """The comments of one post, for htmx; `answer_id` 0 means the question's."""
    me = reader()
    shown = question_shown(question_id, me, at=clock.now())
    if shown is None:
        raise NotFound
    comments = comments_shown(question_id, me).get(answer_id, [])
    place = answer_id or "q"
    can = rights_on(shown, me, at=clock.now())
    return render_template("questions/_comments_part.html", list=comments, place=place, can=can)


def _last_part(shown: Row[Any], me: Actor) -> str:
    """For who wants more parts than there are, as a kept link does once answers have been removed: the last one."""
    asked = {**request.args, "part": last_part(shown.id, me)}
    return f"{thread_at(shown.id, shown.slug)}?{urlencode(asked)}#answers"


def _page(shown: Row[Any], answers: Sequence[Row[Any]], me: Actor, at: datetime, *, order: Order, skipped: int) -> str:
    comments, head = comments_shown(shown.id, me), head_facts(shown, me)
    asker_chose = any(answer.accepted_at and not answer.accepted_as_staff for answer in answers)
    drawn = drawn_answers(
        answers[:ANSWERS_A_PAGE],
        comments,
        removals_shown(answers),
        AnswerRights.of(head["can"], asker_chose=asker_chose),
        staff_accepts_before=at - timedelta(days=ACCEPT_AFTER_DAYS()),
    )
    is_anonymous = shown.author_id is None and shown.on_behalf_id is not None
    return render_template(
        "questions/show.html",
        **head,
        order=order,
        hints=hints_for_answer(answers, comments, active_at=shown.active_at, at=at),
        drawn=drawn,
        part=skipped // ANSWERS_A_PAGE + 1,
        has_more=len(answers) > ANSWERS_A_PAGE,
        comments=comments,
        fields=filled_fields(shown.id) if shown.has_fields else [],
        files=files_carried(shown.id) if shown.has_files else [],
        on_behalf=asked_for(shown.id) if is_anonymous and me.is_staff else None,
        came_from=request.args.get("from", 0, type=int),
    )


def _wanted() -> tuple[Order, int]:
    """The order and how many answers stand before these; Invalid for an order or a part that cannot be."""
    word, part = request.args.get("order", "") or Order.BEST, request.args.get("part", "") or "1"
    if word not in set(Order):
        raise Invalid("There is no order called “%(word)s”. Open the question without it.", word=clean_line(word)[:40])
    if not (part.isdecimal() and 0 < len(part) < 6 and int(part)):
        raise Invalid("There is no such part of this thread. Open the question without it.")
    return Order(word), (int(part) - 1) * ANSWERS_A_PAGE


def _tag(shown: Row[Any], me: Actor, at: datetime) -> str:
    """A digest of all that the page depends on, known before anything is rendered; empty: never the same twice.

    The thread's version stands for what all see; beside it the reader, his marks, his form token, the settings, the
    words' age to the minute while the thread is young and to the hour afterwards, who is writing an answer, and which
    lines above the page he has put away.
    """
    token = session.get("csrf_token")
    if token is None or "_flashes" in session or current_app.debug:
        return ""
    age = at.strftime("%y%m%d%H%M" if (at - shown.active_at).total_seconds() < 3600 else "%y%m%d%H")
    facts = (
        *(__version__, shown.version, shown.title, age, request.full_path, language(), registry.known_version()),
        *(me.id, me.session_epoch, me.rights_version, me.unread_count, me.zone, me.theme, me.shortcuts, me.photo),
        *(me.silenced_until, me.rules_accepted, me.tone_check, me.draft_count),
        shown.protected_at and is_newcomer(me, at=at),
        *(shown.claimer_id, shown.claimed_until, shown.my_vote, shown.my_affected_at, shown.my_follow_at),
        *(shown.my_device, shown.my_affected_device),
        *(shown.my_muted_at, shown.my_bookmark_at, shown.visibility, shown.ticket_label, token, lines_put_away()),
    )
    return hashlib.blake2b(repr(facts).encode(), digest_size=12).hexdigest()


def _known_to_browser() -> set[str]:
    """The tags the browser holds, without the encoding that compression adds to them."""
    return {tag.partition(":")[0] for tag in request.if_none_match.as_set(include_weak=True)}


def _answered(response: Response, tag: str) -> Response:
    if tag:
        response.set_etag(tag, weak=True)
    response.headers["Vary"] = "Cookie, HX-Request"
    return response
