"""Addresses of threads and of places in them."""

from typing import Protocol

from forum.pages.questions.thread import ANSWERS_A_PAGE


class Thread(Protocol):
    """What an address needs of a question or its row."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def slug(self) -> str:
        """Its title as a piece of address."""

    @property
    def duplicate_of_id(self) -> int | None:
        """The question it is a duplicate of."""

    @property
    def answer_count(self) -> int:
        """How many answers stand in it."""


def place_in(thread: Thread, place: str = "") -> str:
    """The thread's address, at `place` of its page; who has acted on a duplicate stays there and is not led away.

    In a thread of several parts the permanent address of a post knows in which part it stands.
    """
    what, _dash, number = place.partition("-")
    if number and thread.answer_count >= ANSWERS_A_PAGE:
        return f"/{what}s/{number}"
    return thread_at(thread.id, thread.slug, stays=thread.duplicate_of_id is not None, place=place)


def thread_at(question_id: int, slug: str, *, stays: bool = False, place: str = "", part: int = 0) -> str:
    """The address of the thread with this number, or of one of its parts, oldest answers first."""
    asked = ["stay=1"] * stays + [f"order=oldest&part={part}"] * bool(part)
    query = "?" + "&".join(asked) if asked else ""
    return f"/questions/{question_id}/{slug}{query}" + (f"#{place}" if place else "")
