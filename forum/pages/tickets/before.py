"""What one sees before a thread becomes a ticket: who reads what, and who will be told."""

from typing import Any

from sqlalchemy import Row

from forum.accounts.actors import Actor
from forum.questions.queries.posts import words_of
from forum.tickets.carried import asker_of, author_of, others_affected
from forum.tickets.queries import banner_of
from forum.topics.queries import category_named


def post_conversion_facts(post: Row[Any], thread_id: int, reader: Actor) -> dict[str, Any]:
    """The same of an answer or comment that the reader sees: only its author hears of the ticket."""
    question = words_of(thread_id, reader)
    category = category_named(question.category_slug, reader)
    return {
        "q": question,
        "category": category,
        "asker": author_of(post, thread_id),
        "others": 0,
        "of_post": True,
        "words": post.source,
    }


def conversion_facts(question_id: int, reader: Actor) -> dict[str, Any]:
    """The thread with its readers, the ticket's readers, and whoever will hear; NotFound if it is not to be seen."""
    question = words_of(question_id, reader)
    asker = asker_of(question_id)
    return {
        "q": question,
        "category": category_named(question.category_slug, reader),
        "asker": asker,
        "others": others_affected(question_id, asker.id if asker else 0),
        "there": banner_of(question_id, reader),
    }
