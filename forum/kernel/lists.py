"""Values that a statement is asked for, as one parameter.

SQLAlchemy's own `in_()` writes a parameter a value into the statement at each execution, and PostgreSQL plans each
number of them anew: a page of the inbox took 30 ms for the first dozens of people.
"""

import json
from typing import Any, Self

from sqlalchemy import ARRAY, Boolean, ColumnElement, FunctionElement, String, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import SQLCoreOperations
from sqlalchemy.types import TypeDecorator, TypeEngine

_Type = type[TypeEngine[Any]] | TypeEngine[Any]


class _Values(TypeDecorator[Any]):
    """A list of such values: PostgreSQL's array, or JSON."""

    impl, cache_ok = String, True

    def __init__(self, item: _Type) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return ARRAY(self.item) if dialect.name == "postgresql" else String()

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return list(value) if dialect.name == "postgresql" else json.dumps(list(value))


class _Among(FunctionElement[bool]):
    type, name, inherit_cache = Boolean(), "among", True

    def self_group(self, against: Any = None) -> Self:
        """As it stands: where SQLAlchemy wrote `= 1` behind it, SQLite would go through the whole table."""
        return self


class _NotAmong(_Among):
    name, inherit_cache = "not_among", True


def among(column: SQLCoreOperations[Any], name: str, item: _Type) -> ColumnElement[bool]:
    """The column's value is in the list of the parameter `name`, whose values are of the type `item`."""
    return _Among(column, bindparam(name, type_=_Values(item)))


def not_among(column: SQLCoreOperations[Any], name: str, item: _Type) -> ColumnElement[bool]:
    """The column's value is not in such a list."""
    return _NotAmong(column, bindparam(name, type_=_Values(item)))


@compiles(_Among)
def _in_json(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = (compiler.process(each, **kw) for each in element.clauses)
    words = "NOT IN" if isinstance(element, _NotAmong) else "IN"
    return f"({column} {words} (SELECT value FROM json_each({values})))"


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = (compiler.process(each, **kw) for each in element.clauses)
    words = "<> ALL" if isinstance(element, _NotAmong) else "= ANY"
    return f"({column} {words} ({values}))"
