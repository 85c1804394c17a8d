"""What people type into the search box, read without ever failing.

    printer toner       threads with any of the words; those with all of them stand first
    "blank pages"       these words next to each other
    -scanner            without this word; -"paper jam" without this phrase; -print* without any word that begins like
                        this; -tag:hp without this filter
    toner OR cartridge  one of the two counts as the word; of "paper jam" OR toner all words of the phrase do
    print*              every word that begins like this; of very many the 40 that most threads have
    tag:vpn             with this tag
    is:solved           also open, unanswered, answered, duplicate, locked
    by:ana.lim          asked by this person; author: means the same
    category:hardware   in this category
    staff:yes           answered by IT staff; staff:no
    has:ticket          a ticket was made of it; has:files, has:code
    in:mine             asked by me under my name; in:following (of which I hear), in:tickets (with a ticket),
                        in:threads (all), in:faq, in:known (the FAQ, the known issues)
    lang:ms             asked in Malay (ms) or English (en)
    created:>2026-01-31 asked after the day; also < >= <= and a day, a month (2026-01) or a year by itself

A filter that is not understood becomes a hint beside the results, up to MOST_HINTS of them. What only looks like one
("error:57") is a phrase. More than MOST_CLAUSES words or filters are cut, and more than MOST_DEAR phrases and
beginnings.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from forum.kernel.text.clean import clean_line
from forum.kernel.words import N_
from forum.search.filters import FILTERS, IN_FAQ, IN_KNOWN, NAMES_NOTHING, NotUnderstood, Span
from forum.search.words.synonyms import BUILT_IN, Synonyms
from forum.search.words.tokens import folded

MOST_CLAUSES = 40
MOST_HINTS = 5
MOST_DEAR = 20  # phrases and beginnings of words, wanted or not: each may have to look at every place of a word
LONGEST_QUERY = 2000  # characters
_PIECE = re.compile(
    r"""(?P<minus>-?)(?:
        (?P<filter>[A-Za-z]{2,12}):(?:"(?P<long>[^"]*)"|(?P<value>[^\s"]+))
        | "(?P<phrase>[^"]*)"
        | (?P<word>[^\s"]+)
    )""",
    re.VERBOSE,
)
_HAS_WORD = re.compile(r"[^\W_]")
_BARE_LETTER = re.compile(r"[\W_]*[^\W_]\*+")


class Kind(StrEnum):
    """How a part is to be found."""

    WORD = "word"
    PHRASE = "phrase"
    PREFIX = "prefix"


@dataclass(frozen=True, slots=True)
class Part:
    """A word, a phrase, or the beginning of a word."""

    text: str
    kind: Kind = Kind.WORD


Clause = tuple[Part, ...]  # alternatives: one of them is enough


@dataclass(frozen=True, slots=True)
class Hint:
    """A sentence about the query, translated where it is shown with `word` in it."""

    message: str
    word: str


_SHORT = N_("“%(word)s” is looked for as a word. The beginning of one has at least two letters.")
_CUT = Hint(N_("The search was long; its end was left out."), "")


@dataclass(frozen=True, slots=True)
class Typed:
    """A filter that was understood, where it stands in what was typed, and what is asked for; "" for days."""

    text: str
    start: int
    end: int
    fact: str
    is_without: bool


@dataclass(slots=True)
class Wanted:
    """A query that has been read. Each of `facts` has to hold, none of `without_facts`."""

    clauses: list[Clause] = field(default_factory=list)
    without: list[Part] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    without_facts: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    filters: list[Typed] = field(default_factory=list)  # all of them, in the order of typing
    no_filters: list[str] = field(default_factory=list)  # phrases that were typed like one ("status:open")
    hints: list[Hint] = field(default_factory=list)
    synonyms: Synonyms = BUILT_IN
    knows_people: bool = False  # whether the reader may know whom texts name: only then a handle asks for its person
    dear: int = 0  # phrases and beginnings of words that were read

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.clauses or self.without or self.has_filters)

    @property
    def has_filters(self) -> bool:
        """Whether something is asked of a thread besides its words."""
        return bool(self.facts or self.without_facts or self.spans)

    @property
    def asks_shelf(self) -> bool:
        """Whether FAQ entries or known issues are asked for, which are no threads."""
        return IN_FAQ in self.facts or IN_KNOWN in self.facts

    @property
    def words(self) -> str:
        """The words and phrases that are wanted, without filters."""
        return " ".join(part.text for clause in self.clauses for part in clause)


def read_query(typed: str, *, today: date, synonyms: Synonyms = BUILT_IN) -> Wanted:
    """The query that somebody typed; whatever it is, something is returned."""
    wanted = Wanted(synonyms=synonyms)
    after_or = False
    text = clean_line(typed)
    if len(text) > LONGEST_QUERY:
        _hint(wanted, _CUT)
    for piece in _PIECE.finditer(text[:LONGEST_QUERY]):
        if piece["word"] in ("OR", "|") and not piece["minus"]:
            after_or = True
            continue
        if piece["filter"]:
            _add_filter(wanted, piece, today, after_or=after_or)
        else:
            if piece["word"] and _BARE_LETTER.fullmatch(piece["word"]):
                _hint(wanted, Hint(_SHORT, piece["word"]))
            elif piece["word"] and piece["word"].endswith(":") and piece["word"][:-1].lower() in FILTERS:
                _hint(wanted, Hint(NAMES_NOTHING, piece["word"]))
            _add_part(wanted, _part(piece), joins_last=after_or, is_unwanted=bool(piece["minus"]))
        after_or = False
    return wanted


def without_filter(typed: str, which: Typed) -> str:
    """What was typed, without one of its filters."""
    text = clean_line(typed)
    return " ".join(f"{text[: which.start]} {text[which.end :]}".split())


def loosened(typed: str) -> str:
    """What was typed, with the words of its phrases each by itself."""
    return " ".join(_PIECE.sub(_loose, clean_line(typed)).split())


def _loose(piece: re.Match[str]) -> str:
    if piece["minus"] or piece["word"] or (piece["filter"] or "").lower() in FILTERS:
        return piece[0]
    return f" {piece['filter'] or ''} {piece['phrase'] or piece['value'] or piece['long'] or ''} "


def _hint(wanted: Wanted, hint: Hint) -> None:
    if hint not in wanted.hints and len(wanted.hints) < MOST_HINTS:
        wanted.hints.append(hint)


def _add_part(wanted: Wanted, part: Part | None, *, joins_last: bool, is_unwanted: bool) -> None:
    if part is None:
        return
    if part.kind is not Kind.WORD and wanted.dear >= MOST_DEAR:
        _hint(wanted, _CUT)
        return
    wanted.dear += part.kind is not Kind.WORD
    if is_unwanted and len(wanted.without) < MOST_CLAUSES:
        wanted.without.append(part)
    elif is_unwanted:
        _hint(wanted, _CUT)
    elif joins_last and wanted.clauses and len(wanted.clauses[-1]) < MOST_CLAUSES:
        wanted.clauses[-1] += (part,)
    elif len(wanted.clauses) < MOST_CLAUSES:
        wanted.clauses.append((part,))
    else:
        _hint(wanted, _CUT)


def _part(piece: re.Match[str]) -> Part | None:
    text = piece["phrase"] if piece["phrase"] is not None else piece["word"]
    if not text or not _HAS_WORD.search(text):
        return None
    if piece["phrase"] is not None:
        return Part(text, Kind.PHRASE)
    if text.endswith("*") and not _BARE_LETTER.fullmatch(text):
        return Part(text.rstrip("*"), Kind.PREFIX)
    return Part(text)


def _add_filter(wanted: Wanted, piece: re.Match[str], today: date, *, after_or: bool) -> None:
    """The filter joins the query; an unknown name is a word ("error:57"), a wrong value becomes a hint."""
    name = piece["filter"].lower()
    value = piece["long"] if piece["long"] is not None else piece["value"]
    told = f"{name}:{value}"[:60]
    read = FILTERS.get(name)
    if read is None:
        if value[:1].isalnum() and not piece["minus"]:  # no address, and no path
            wanted.no_filters.append(told)
        part = Part(f"{name} {value}", Kind.PHRASE)
        _add_part(wanted, part, joins_last=after_or, is_unwanted=bool(piece["minus"]))
        return
    if after_or:
        _hint(wanted, Hint(N_("OR joins words. All filters have to hold, also “%(word)s”."), told))
    try:
        _ask(wanted, piece, read(folded(value), today))
    except NotUnderstood as sentence:
        _hint(wanted, Hint(str(sentence), told))


def _ask(wanted: Wanted, piece: re.Match[str], found: str | Span) -> None:
    """This is asked of a thread: a fact or a time, or that it has them not."""
    if len(wanted.filters) == MOST_CLAUSES:
        _hint(wanted, _CUT)
        return
    is_unwanted, fact = bool(piece["minus"]), "" if isinstance(found, Span) else found
    wanted.filters.append(Typed(piece[0], piece.start(), piece.end(), fact, is_unwanted))
    if isinstance(found, Span):
        wanted.spans.append(found.negated() if is_unwanted else found)
    else:
        (wanted.without_facts if is_unwanted else wanted.facts).append(found)
