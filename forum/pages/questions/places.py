"""Addresses of threads and of places in them."""

from typing import Protocol


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


def place_in(thread: Thread, place: str = "") -> str:
    """The thread's address, at `place` of its page; who has acted on a duplicate stays there and is not led away."""
    return thread_at(thread.id, thread.slug, stays=thread.duplicate_of_id is not None, place=place)


def thread_at(question_id: int, slug: str, *, stays: bool = False, place: str = "") -> str:
    """The address of the thread with this number."""
    return f"/questions/{question_id}/{slug}" + ("?stay=1" if stays else "") + (f"#{place}" if place else "")
