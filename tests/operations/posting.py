"""People who post without pause to a forum that is killed under them, and never give a form up unanswered."""

import re
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from itertools import cycle
from urllib.parse import urlencode

from forum.app import Tanya
from forum.people.models import Person

_PATIENCE = 60.0  # seconds for one form, restarts of the server included
_FORMS = 7  # in one turn, which is not broken off
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_SAID = re.compile(r"<(?:p|li)\b[^>]*>([^<]+)")
_PLACE = re.compile(r"/questions/(\d+)\b[^#]*(?:#answer-(\d+))?|/answers/(\d+)$")  # the last in a long thread


def cookie_of(app: Tanya, person: Person) -> str:
    """The cookie of a browser in which the person is signed in."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"tanya={signer.dumps({'_user_id': f'{person.id}.{person.session_epoch}', '_fresh': True})}"


@dataclass
class Poster(threading.Thread):
    """Asks, answers, comments, votes and joins in turn, and takes the last two back, until told to stop.

    A form whose answer is lost is sent again with its key, as a browser's "send again" does. `words` are the posts
    that were acknowledged, each with a word of its own; `wrong` is the first answer that should not have come.
    """

    port: int
    cookie: str
    category: str
    words: list[str] = field(default_factory=list)
    repeats: int = 0
    wrong: str = ""

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self._stopping = threading.Event()
        self._token = ""
        self._thread = self._answer = "1"

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """Posts until told to stop; the turn that is under way is finished first."""
        try:
            self._open()
            for undo in cycle(("", "/undo")):
                if self._stopping.is_set():
                    break
                self._ask()
                self._say(f"/questions/{self._thread}/answers")
                self._say(f"/questions/{self._thread}/comments")
                self._say(f"/answers/{self._answer}/comments")
                self._say("/questions/1/answers")  # one thread that all write to
                self._post(f"/questions/1/affected{undo}", {"device": "laptop"})
                self._post(f"/answers/1/vote{undo}", {"value": "1"})
        except AssertionError as reason:
            self.wrong = str(reason)

    def stop(self) -> None:
        """Joined; every form it sent has been acknowledged, unless `wrong` says otherwise."""
        self._stopping.set()
        self.join(_FORMS * _PATIENCE)

    def _open(self) -> None:
        _status, page, new_cookie = self._answered("GET", "/questions/new", "")
        self.cookie = new_cookie.partition(";")[0] or self.cookie
        found = _TOKEN.search(page)
        assert found, f"no form: {page[:200]}"
        self._token = found[1]

    def _ask(self) -> None:
        facts = {"title": f"Printer prints {_new_word()}", "category": self.category}
        self._say("/questions", facts)

    def _say(self, path: str, facts: dict[str, str] | None = None) -> None:
        word = _new_word()
        place = self._post(path, {**(facts or {}), "key": secrets.token_urlsafe(12), "source": f"Turn it, {word}."})
        found = _PLACE.search(place)
        assert found, f"{path} led to {place!r}"
        self._thread, self._answer = found[1] or self._thread, found[2] or found[3] or self._answer
        self.words.append(word)

    def _post(self, path: str, facts: dict[str, str]) -> str:
        status, body, place = self._answered("POST", path, urlencode({**facts, "csrf_token": self._token}))
        assert status == 303, f"{path} answered {status}: {_SAID.findall(body)}"
        return place

    def _answered(self, method: str, path: str, body: str) -> tuple[int, str, str]:
        """Status, page, and the header that matters; sent again while nobody answers or the database is away."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            try:
                status, page, header = self._sent(method, path, body)
            except (OSError, HTTPException):
                self.repeats += 1
                time.sleep(0.1)
                continue
            if status != 503:
                return status, page, header
        raise AssertionError(f"nobody answered {path}")

    def _sent(self, method: str, path: str, body: str) -> tuple[int, str, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            kind = "application/x-www-form-urlencoded"
            connection.request(method, path, body, {"Cookie": self.cookie, "Content-Type": kind})
            answer: HTTPResponse = connection.getresponse()
            header = "Location" if method == "POST" else "Set-Cookie"
            return answer.status, answer.read().decode(), answer.getheader(header) or ""
        finally:
            connection.close()


def _new_word() -> str:
    """A word of letters that no other post has."""
    return "zq" + "".join(chr(ord("a") + nibble) for byte in secrets.token_bytes(7) for nibble in divmod(byte, 16))
