"""A statement that is executed again is found by itself, and still answers for each set of parameters."""

from sqlalchemy import bindparam, literal, select

from forum.app import Tanya
from forum.kernel.compiled import compiled_once
from forum.kernel.db import read

_PLUS_ONE = select((literal(1) + bindparam("number", type_=literal(1).type)).label("sum"))
_AMONG = select(literal(1).label("one")).where(literal(3).in_(bindparam("numbers", expanding=True)))


def test_each_execution_has_its_own_parameters(app: Tanya) -> None:
    assert [read(_PLUS_ONE, {"number": number}).scalar() for number in (1, 5, 1, 9)] == [2, 6, 2, 10]
    found = [read(_AMONG, {"numbers": numbers}).scalar() for numbers in ([3], [1, 2], [1, 2, 3], [])]
    assert found == [1, None, 1, None]


def test_statements_with_different_values_do_not_answer_for_each_other(app: Tanya) -> None:
    statements = [select(literal(number)) for number in (1, 2)]
    assert [read(each).scalar() for _ in range(3) for each in statements] == [1, 2, 1, 2, 1, 2]


def test_only_a_statement_seen_again_gets_a_cache_of_its_own() -> None:
    statement = select(literal(1))
    assert compiled_once(statement) == {}
    assert compiled_once(statement) is compiled_once(statement) != {}
