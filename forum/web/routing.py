"""Converters for addresses: ids that fit the database, labels of tickets."""

from flask import Flask, abort, request
from werkzeug.routing import BaseConverter, IntegerConverter


class IdConverter(IntegerConverter):
    """A row's id; what no 64-bit column can hold is a page that does not exist, not an error."""

    def __init__(self, map: object) -> None:
        super().__init__(map, max=2**63 - 1)  # type: ignore[arg-type]


class LabelConverter(BaseConverter):
    """A ticket's label, e.g. IT-000123."""

    regex = r"[A-Z]{1,8}-\d{1,12}"


def init_routing(app: Flask) -> None:
    """Rules may say `<id:question_id>` and `<label:label>`."""
    app.url_map.converters["id"] = IdConverter
    app.url_map.converters["label"] = LabelConverter
    app.url_map.strict_slashes = False

    @app.before_request
    def _refuse_nul() -> None:
        if "\0" in request.path:  # no database takes it, so no row can be called so
            abort(404)
