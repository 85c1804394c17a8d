"""Tags as readers may know them: only those that stand on a question they may see."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Integer, Label, Row, String, bindparam, func, literal, select

from forum.accounts.actors import Actor
from forum.kernel.db import BigId, read
from forum.kernel.lists import among
from forum.questions.models import Question, QuestionTag
from forum.questions.visibility import listed_to, reader_params
from forum.topics.models import Tag

PAGE = 48
MOST = 100
"""Beyond this many a count says "100+"; so it costs the same however often a tag is used."""

_on_a_listed_question = (
    select(literal(1))
    .select_from(QuestionTag)
    .join(Question, Question.id == QuestionTag.question_id)
    .where(QuestionTag.tag_id == Tag.id, listed_to())
)
_COMPLETED = (
    select(Tag.name)
    .where(Tag.name.startswith(bindparam("start", type_=String), autoescape=False), _on_a_listed_question.exists())
    .order_by(Tag.name)
    .limit(10)
)
_INDEX = (
    select(Tag.id, Tag.name, Tag.description)
    .where(Tag.name > bindparam("after", type_=String), _on_a_listed_question.exists())
    .order_by(Tag.name)
    .limit(bindparam("most", type_=Integer))
)


def _counted(number: int) -> Label[Any]:
    """How many listed questions carry the tag with the id bound as `tag_<number>`, at most MOST + 1."""
    tag_id = bindparam(f"tag_{number}", type_=BigId)
    tagged = select(QuestionTag.question_id).where(QuestionTag.tag_id == tag_id)
    some = select(literal(1)).select_from(Question).where(listed_to(), Question.id.in_(tagged)).limit(MOST + 1)
    return select(func.count()).select_from(some.subquery()).scalar_subquery().label(f"tag_{number}")


def _with_all(*names: str) -> Label[Any]:
    """How many listed questions carry all of the tags whose ids are bound so."""
    tags = (bindparam(name, type_=BigId) for name in names)
    tagged = (Question.id.in_(select(QuestionTag.question_id).where(QuestionTag.tag_id == tag)) for tag in tags)
    wanted = select(func.count(Question.id)).where(listed_to(), *tagged)
    return wanted.scalar_subquery().label("_".join(names))


_FIGURES = select(_with_all("one"), _with_all("other"), _with_all("one", "other"))
_COUNTS = select(*(_counted(number) for number in range(PAGE)))
_USED = select(Tag.name).where(among(Tag.name, "names", String), _on_a_listed_question.exists())


def tags_in_use(reader: Actor, *, after: str = "", most: int = PAGE) -> list[Row[Any]]:
    """Up to `most` tags behind the name `after` that stand on a question the reader may see, by name."""
    return list(read(_INDEX, {"after": after, "most": most, **reader_params(reader)}))


def tag_counts(tag_ids: Sequence[int], reader: Actor) -> list[int]:
    """For each of up to PAGE tags the number of its questions that the reader may see listed, at most MOST + 1."""
    wanted = {f"tag_{number}": tag_id for number, tag_id in enumerate([*tag_ids, *[0] * PAGE][:PAGE])}
    return list(read(_COUNTS, {**wanted, **reader_params(reader)}).one())[: len(tag_ids)]


def tags_in_figures(one_id: int, other_id: int, reader: Actor) -> Row[Any]:
    """How many questions that are listed to the reader carry the tags `one`, `other`, and both (`one_other`)."""
    return read(_FIGURES, {"one": one_id, "other": other_id, **reader_params(reader)}).one()


def completed_tags(start: str, reader: Actor) -> list[str]:
    """Up to ten tags that begin so and stand on a question the reader may see."""
    return list(read(_COMPLETED, {"start": start, **reader_params(reader)}).scalars())


def known_tags(names: Collection[str], reader: Actor) -> frozenset[str]:
    """Those of the names that are tags of a question that the reader may see."""
    return frozenset(read(_USED, {"names": list(names), **reader_params(reader)}).scalars()) if names else frozenset()


def is_known_tag(name: str, reader: Actor) -> bool:
    """Whether the tag stands on a question that the reader may see."""
    return name in known_tags([name], reader)
