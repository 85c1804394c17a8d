"""What the benches' threads say: the sample company's threads, each time with another ending, host and code.

The sample's texts are short: two of them make one of the length that answers of a real support forum have (540
characters of HTML on the average).
"""

from dataclasses import dataclass
from functools import cache
from random import Random

from forum.kernel.text.markdown import render
from forum.sample.threads import Said, SampleThread, read_threads

_PLACES = [
    "Penang",
    "Kuala Lumpur",
    "Johor Bahru",
    "Ipoh",
    "Kuching",
    "floor 2",
    "floor 3",
    "the warehouse",
    "home",
    "the branch",
]
_WHEN = [
    "since Monday",
    "after the update",
    "every morning",
    "since last week",
    "again",
    "in meetings",
    "on one laptop only",
]


@dataclass(frozen=True)
class Text:
    """A thread's words as HTML; `answers` are as many as anybody asks for, `comments` too."""

    title: str
    category: str
    tags: tuple[str, ...]
    language: str
    body: str
    answers: tuple[str, ...]
    comments: tuple[str, ...]


@cache
def texts() -> tuple[Text, ...]:
    """The sample threads, rendered once."""
    return tuple(_text(thread) for thread in read_threads())


def varied(text: Text, number: int) -> tuple[str, str]:
    """Title and body of the thread's copy `number`: no two copies are the same."""
    dice = Random(number)
    code, host = f"0x{dice.getrandbits(32):08X}", f"pc-{dice.randrange(10_000):04d}.kencana.example"
    ending = f"{dice.choice(_PLACES)}, {dice.choice(_WHEN)}"
    return f"{text.title} ({ending})"[
        :200
    ], f"{text.body}{answer_html(number * 11)}<p>It is {host}, {ending}; the code was {code}.</p>"


def answer_html(number: int) -> str:
    """The words of an answer: all of the sample's answers in turn, two at a time."""
    return _answers()[number % len(_answers())] + _answers()[(number * 7 + 3) % len(_answers())]


def comment_html(number: int) -> str:
    """The words of a comment: all of the sample's comments in turn."""
    return _comments()[number % len(_comments())]


@cache
def _answers() -> tuple[str, ...]:
    return tuple(html for text in texts() for html in text.answers)


@cache
def _comments() -> tuple[str, ...]:
    return tuple(html for text in texts() for html in text.comments)


def _text(thread: SampleThread) -> Text:
    facts = thread.facts
    return Text(
        title=facts["title"],
        category=facts["category"],
        tags=tuple(facts["tags"]),
        language=facts.get("language", "en"),
        body=render(_without_pictures(thread.source)),
        answers=_htmls(thread.said, "answer"),
        comments=_htmls(thread.said, "comment"),
    )


def _htmls(said: tuple[Said, ...], kind: str) -> tuple[str, ...]:
    return tuple(render(_without_pictures(words.source)) for words in said if words.kind == kind)


def _without_pictures(source: str) -> str:
    """Pictures stand under an address that no file has: the browser, which the bench is not, would ask for them."""
    return source.replace("(picture:", "(/files/0123456789abcdefghijkl/")
