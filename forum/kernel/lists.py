"""Values that a statement is asked for, as one parameter.

SQLAlchemy's own `in_()` writes a parameter a value into the statement at each execution, and PostgreSQL plans each
number of them anew: a page of the inbox took 30 ms for the first dozens of people.
"""

import json
from typing import Any

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


def among(column: SQLCoreOperations[Any], name: str, item: _Type) -> ColumnElement[bool]:
    """Whether the column's value is in the list of the parameter `name`, whose values are of the type `item`."""
    return _Among(column, bindparam(name, type_=_Values(item)))


@compiles(_Among)
def _in_json(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = element.clauses
    return f"({compiler.process(column, **kw)} IN (SELECT value FROM json_each({compiler.process(values, **kw)})))"


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = element.clauses
    return f"({compiler.process(column, **kw)} = ANY ({compiler.process(values, **kw)}))"
