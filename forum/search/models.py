"""Threads whose place in the index is out of date: written with their cause, taken by the worker."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model
from forum.kernel.pending import Pending


class SearchPending(Pending, Model):
    """This thread has to be indexed again."""

    __tablename__ = "search_pending"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
