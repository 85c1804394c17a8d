"""What a draft is told before it is sent. It advises and never stops anybody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from forum.tone.rules import Rules, WordsRule, rules

LONGEST = 30_000  # characters that are looked at
_LONGEST_SAID = 60
_NEAR = 60  # characters around marks in which somebody may say that he is glad
_ENOUGH_WORDS = 8  # to tell a language by
_FENCED = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_UNSAID = re.compile(r"`[^`\n]{1,400}`|^ {0,3}>.{0,2000}$|https?://\S{1,400}|^(?: {4}|\t).{0,2000}$", re.MULTILINE)
_LIST = re.compile(r"^\s{0,3}(?:[-*+]|\d{1,2}[.)]) ", re.MULTILINE)
_PARAGRAPHS = re.compile(r"\n[ \t]{0,20}\n")


class Kind(StrEnum):
    """What is being written: words that answer one person alone want a greeting and a name as well.

    A fix is what solved a ticket, a note is read by IT alone; both say what is done, so nothing has to come next.
    """

    REPLY = "reply"
    ANSWER = "answer"
    QUESTION = "question"
    FIX = "fix"
    NOTE = "note"
    COMMENT = "comment"


_SAYS_WHAT_IS_NEXT = {Kind.REPLY, Kind.ANSWER}
_SOFTER = {Kind.NOTE, Kind.COMMENT}


@dataclass(frozen=True, slots=True)
class Draft:
    """A text before it is sent. `names` are the writer's and the reader's, "" for none; languages are `en` or `ms`, ""
    where it does not matter. `for_staff`: IT staff get every rule, everybody else and short texts the softer ones."""

    text: str
    kind: Kind
    for_staff: bool = False
    writer: str = ""
    reader: str = ""
    written_in: str = ""
    asked_in: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """What is noticed, by the rule's name, and the words at which it was, if it was at words."""

    rule: str
    said: str = ""
    heated: bool = False


def hints_for(draft: Draft) -> list[Hint]:
    """What might be kinder or clearer, each rule once; nothing for a draft without words."""
    text = _said(draft.text[:LONGEST])
    if not text.strip():
        return []
    known = rules()
    found = {hint.rule: hint for hint in reversed([*_of_words(text, known), *_of_whole(text, draft, known)])}
    every = draft.for_staff and draft.kind not in _SOFTER
    return [hint for hint in reversed(found.values()) if every or hint.rule not in known.staff]


def _said(text: str) -> str:
    """The writer's own words: without code, quotations and addresses."""
    return _UNSAID.sub(" ", _FENCED.sub(" ", text))


def _of_words(text: str, known: Rules) -> Iterator[Hint]:
    for rule in known.words:
        if said := _first(rule, text):
            yield Hint(rule.name, said, rule.heated)
    if said := _shouted(text, known):
        yield Hint("shouting", said, heated=True)
    for found in known.jargon.finditer(text):
        if not known.explained.match(text, found.end()) and not _in_brackets(text, found.start()):
            yield Hint("jargon", found[0])
            return


def _of_whole(text: str, draft: Draft, known: Rules) -> Iterator[Hint]:
    opening, lines = text.strip(), text.strip().splitlines()
    if draft.kind is Kind.REPLY:
        if not known.greeting.match(opening) and not _begins_with_name(opening, draft.reader):
            yield Hint("greeting")
        if not _ends_with_name(lines, draft.writer) or known.departments.search(lines[-1]):
            yield Hint("name")
    if draft.kind in _SAYS_WHAT_IS_NEXT and not known.next_step.search(text):
        yield Hint("next_step")
    if any(len(part) > known.longest and not _LIST.search(part) for part in _PARAGRAPHS.split(text)):
        yield Hint("wall")
    if _is_other_language(text, draft):
        yield Hint("language")


def _is_other_language(text: str, draft: Draft) -> bool:
    """Whether it is written in another language than it was asked in, as far as so few words can tell."""
    is_other = bool(draft.written_in and draft.asked_in) and draft.written_in != draft.asked_in
    return is_other and len(text.split()) >= _ENOUGH_WORDS


def _first(rule: WordsRule, text: str) -> str:
    """The first words that the rule is about and that are not excused."""
    for found in rule.pattern.finditer(text):
        start = text.rfind("\n", 0, found.start()) + 1
        around = text[max(start, found.start() - 20) : found.end() + 20]
        if rule.unless is None or not rule.unless.search(around):
            return found[0].strip(" .,;!?\n")[:_LONGEST_SAID]
    return ""


def _shouted(text: str, known: Rules) -> str:
    found = (run for run in known.marks.finditer(text) if not _is_glad(run, known))
    runs = (run for run in known.capitals.finditer(text) if _is_spoken(run[0], known) and not _is_glad(run, known))
    shout = next(found, None) or next(runs, None)
    return shout[0][:_LONGEST_SAID] if shout else ""


def _is_glad(found: re.Match[str], known: Rules) -> bool:
    return bool(known.glad.search(found.string[max(0, found.start() - _NEAR) : found.end() + _NEAR]))


def _is_spoken(run: str, known: Rules) -> bool:
    """Whether two of its words at least are such as only people say."""
    return len({word.strip(",'").lower() for word in run.split()} & known.spoken) >= 2


def _in_brackets(text: str, place: int) -> bool:
    """Whether the place stands in brackets that explain what is before them."""
    line = text[text.rfind("\n", 0, place) + 1 : place]
    return line.rfind("(") > line.rfind(")")


def _begins_with_name(opening: str, name: str) -> bool:
    return any(opening.lower().startswith(part.lower()) for part in name.split() if len(part) > 1)


def _ends_with_name(lines: list[str], name: str) -> bool:
    """Whether one of the writer's names stands in the last two lines; a writer without a name is not asked."""
    end = " ".join(lines[-2:]).lower()
    return not name or any(re.search(rf"\b{re.escape(part.lower())}\b", end) for part in name.split() if len(part) > 1)
