"""The form in which a flag is decided: what it starts with, and what it says when it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import request

from forum.answers.queries import answer_words, comment_words
from forum.conduct.models import Step
from forum.diagnostics.secrets import MASK
from forum.kernel.errors import Conflict, Invalid, Refusal
from forum.kernel.text.clean import clean_line, clean_text
from forum.kernel.text.dotted import with_dots
from forum.kernel.text.markdown import render
from forum.moderation.actions import Decision, NewWords
from forum.moderation.models import Kind, Remedy, Verdict
from forum.moderation.texts import words_of as saved_text
from forum.pages.composing.picking import check_signed
from forum.pages.questions.editing import markdown_of
from forum.pages.questions.forms import number_of
from forum.questions.actions import Words
from forum.questions.queries.posts import words_of
from forum.topics.queries import category_named
from forum.web.forms import number_in
from forum.web.guarding import without_secrets
from forum.web.session import reader

_WORDS = {Kind.QUESTION: words_of, Kind.ANSWER: answer_words, Kind.COMMENT: comment_words}
_One = TypeVar("_One", bound=StrEnum)


@dataclass(frozen=True)
class Now:
    """What the post says now; `title` is empty for all but questions."""

    title: str
    source: str
    category: str
    revision: int


def words_now(kind: Kind, post_id: int) -> Now | None:
    """The post as it can be edited; None for words in tickets and about people."""
    if kind not in _WORDS:
        return None
    row = _WORDS[kind](post_id, reader())
    is_question = kind is Kind.QUESTION
    return Now(row.title if is_question else "", markdown_of(row), getattr(row, "category_slug", ""), row.revision)


def decision(language: str) -> Decision:
    """What the form says; the saved text stands before what was written. Invalid, with its field, for what it lacks."""
    form = request.form
    said = saved_text(form.get("text", ""), language), clean_text(form.get("words", "")).strip()
    remedy = _chosen(Remedy, "remedy", Invalid("Choose what happens with the post.", field="remedy"))
    category = category_named(clean_line(form.get("category", "")), reader()) if remedy is Remedy.MOVED else None
    return Decision(
        _chosen(Verdict, "verdict", Invalid("Say whether you agree with the flag.", field="verdict")),
        remedy,
        "\n\n".join(part for part in said if part),
        _chosen(Step, "step", Invalid("Choose a step of the ladder.", field="step")) if form.get("step") else None,
        words=_new_words() if remedy is Remedy.EDITED else None,
        category_id=category.id if category else 0,
        thread_id=number_of(clean_line(form.get("into" if remedy is Remedy.MERGED else "original", ""))),
    )


def as_sent(refusal: Refusal, now: Now | None) -> Mapping[str, Any]:
    """The form as it was sent. After words that a colleague has edited meanwhile it is ready to be sent knowingly, with
    dots where a secret was taken out.
    """
    typed = request.form.to_dict()
    if now is not None and isinstance(refusal, Conflict) and typed.get("remedy") == Remedy.EDITED:
        typed["source"] = with_dots(now.source, typed.get("source", ""), MASK)[0]
        typed["title"] = with_dots(now.title, typed.get("title", ""), MASK)[0]
        typed["revision"] = str(now.revision)
    return typed


def _new_words() -> NewWords:
    form = request.form
    texts = without_secrets({"title": clean_line(form.get("title", "")), "source": clean_text(form.get("source", ""))})
    check_signed(texts["source"], field="source")
    words = Words(texts["source"], render(texts["source"]))
    return NewWords(texts["title"], words, number_in(form.get("revision", "")) or 0)


def _chosen(kind: type[_One], field: str, otherwise: Invalid) -> _One:
    try:
        return kind(request.form.get(field, ""))
    except ValueError:
        raise otherwise from None
