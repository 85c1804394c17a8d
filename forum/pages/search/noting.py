"""What was searched for, suggested and opened is noted; nothing is written while a page is read."""

from collections.abc import Iterator
from urllib.parse import parse_qs

from flask import Response, request

from forum.kernel import clock
from forum.kernel.text.clean import clean_line
from forum.pages.search.blueprint import bp
from forum.pages.search.suggesting import Suggested
from forum.search.attempts import Kind, OpenedBeside, Shown, Suggestion, note_opened, note_shown
from forum.search.log import Opened, Searched, note_opening, note_search
from forum.search.queries import Results
from forum.web.session import reader

_THREAD = "questions.question"
_OPENS = {_THREAD: Kind.THREAD, "faq.entry": Kind.ENTRY, "known.issue": Kind.ISSUE}
_READ = (200, 304)


def note_results(typed: str, found: Results) -> None:
    """The reader was shown these results."""
    threads = found.counted.threads if found.counted else len(found.hits)
    note_search(Searched(reader().id, clock.now(), typed, threads, [hit.row.id for hit in found.hits]))


def note_suggested(found: Suggested, *, key: str, category: str) -> None:
    """The reader was shown this beside the ask form with this key, in which this category was chosen."""
    note_shown(Shown(reader().id, key, clock.now(), category, tuple(_named(found))))


def _named(found: Suggested) -> Iterator[Suggestion]:
    for kind, those in ((Kind.ISSUE, found.issues), (Kind.ENTRY, found.entries), (Kind.THREAD, found.threads)):
        yield from (Suggestion(kind, each.row.id) for each in those)


@bp.after_app_request
def note_what_is_opened(response: Response) -> Response:
    """A thread that was opened from the results, which the browser names as where it comes from; or any suggestion."""
    if request.endpoint in _OPENS and response.status_code in _READ:
        (opened_id,) = [value for name, value in (request.view_args or {}).items() if name.endswith("_id")]
        if key := request.args.get("asked", ""):
            what = Suggestion(_OPENS[request.endpoint], opened_id)
            note_opened(OpenedBeside(reader().id, key, clock.now(), what))
        elif request.endpoint == _THREAD and (typed := _searched_before()):
            note_opening(Opened(reader().id, clock.now(), typed, opened_id))
    return response


def _searched_before() -> str:
    place, _, query = (request.referrer or "").partition("?")
    if not place.endswith("/search") or place != f"{request.host_url}search":
        return ""
    return clean_line(parse_qs(query).get("q", [""])[0])
