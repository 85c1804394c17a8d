"""What was searched for and opened is noted; nothing is written while a page is read."""

from urllib.parse import parse_qs

from flask import Response, request

from forum.kernel import clock
from forum.kernel.text.clean import clean_line
from forum.pages.search.blueprint import bp
from forum.search.log import Opened, Searched, note
from forum.search.queries import Results
from forum.web.session import reader

_THREAD = "questions.question"
_READ = (200, 304)


def note_search(typed: str, found: Results) -> None:
    """The reader was shown these results."""
    threads = found.counted.threads if found.counted else len(found.hits)
    note(Searched(reader().id, clock.now(), typed, threads, [hit.row.id for hit in found.hits]))


@bp.after_app_request
def note_opening(response: Response) -> Response:
    """A thread that was opened from the page of results, which the browser names as where it comes from."""
    if request.endpoint == _THREAD and response.status_code in _READ and (typed := _searched_before()):
        note(Opened(reader().id, clock.now(), typed, (request.view_args or {})["question_id"]))
    return response


def _searched_before() -> str:
    place, _, query = (request.referrer or "").partition("?")
    if place != f"{request.host_url}search":
        return ""
    return clean_line(parse_qs(query).get("q", [""])[0])
