"""What a message says, made ready to be written: its files stored, its Markdown rendered. Slow; no transaction."""

from collections.abc import Iterator
from dataclasses import dataclass

from forum.accounts.roles import Permission
from forum.accounts.settings import COMPANY_LANGUAGE
from forum.conduct.screening import screened_mail
from forum.files.actions import KeptBytes, address_of_kept, check_fits, keep_bytes, markdown_of_kept
from forum.files.content import Content, prepared
from forum.files.rules import MOST_AT_ONCE
from forum.kernel.errors import Refusal
from forum.kernel.text.clean import clean_line
from forum.kernel.text.lengths import letters_said
from forum.kernel.text.markdown import render
from forum.kernel.text.shapes import excerpt
from forum.kernel.words import N_, translated
from forum.mailbox.facts import Decision, Kind
from forum.mailbox.gathering import Case
from forum.mailbox.here import Here
from forum.mailbox.letter import Enclosure
from forum.mailbox.names import bare_subject
from forum.people.models import SYSTEM_PERSON_ID
from forum.saved_replies.rules import without_department
from forum.tickets.rules import LONGEST_TEXT, LONGEST_TITLE, SHORTEST_TITLE

WRITTEN = frozenset(Kind) - {Kind.ATTACH, Kind.PARK, Kind.REFUSE, Kind.IGNORE}
_ROOM_FOR_MORE = 4000  # characters, for links and for what is said about files
_WITH_HISTORY = frozenset({Kind.REPLY, Kind.TICKET, Kind.TICKET_FOR, Kind.LEAD_TICKET})
_IN_FORUM = frozenset({Kind.POST, Kind.QUESTION})
_TO_OTHERS = frozenset({Kind.REPLY, Kind.POST})
_NO_TEXT = N_("(This mail had no text.)")
_NO_SUBJECT = N_("Mail without a subject")
_GOES_ON = N_("This goes on with %(label)s.")
_WROTE = N_("%(sender)s wrote by mail:")
_CUT = N_("This is the beginning of a long mail. All of it: %(link)s")
_NOT_TAKEN = N_("Not taken from this mail:")
_TOO_MANY = N_("More than %(most)s files came at once.")
_TEXT_TYPE = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Written:
    """The words as a post or ticket takes them. `enclosed` are the sender's files, `added` those made of his text."""

    title: str
    source: str
    html: str
    enclosed: tuple[KeptBytes, ...] = ()
    added: tuple[KeptBytes, ...] = ()


def written(case: Case, decision: Decision, here: Here) -> Written:
    """The words and files of the message, in the sender's language where we say something. What is not taken is named
    in the text: nothing is lost silently."""
    letter, language = case.letter, _language(case)
    enclosed, refused = _files(case, here)
    forwarded = letter.forwarded if decision.kind is Kind.TICKET_FOR else None
    text, added = _whole(forwarded.text if forwarded else _signed_words(case, decision), language, here)
    text, rest = _with_pictures(text or translated(language, _NO_TEXT), enclosed)
    history = _history(case, decision, here)
    parts = [_beginning(case, decision, language), text, *map(markdown_of_kept, rest)]
    parts += [_naming(refused, language), *(f"[…]({address_of_kept(each)})" for each in history)]
    source = _screened("\n\n".join(filter(None, parts)), decision)
    title = _screened(_title(forwarded.subject if forwarded else letter.subject, text, language), decision)
    kept = tuple(each for _enclosure, each in enclosed)
    return Written(title, source, render(source), kept, (*added, *history))


def _screened(text: str, decision: Decision) -> str:
    """Words for a ticket: a matter reaches IT without the words that are not written here, and is not sent back."""
    return text if decision.kind in _IN_FORUM else screened_mail(text)


def _language(case: Case) -> str:
    return (case.person.language if case.person else "") or COMPANY_LANGUAGE()


def _signed_words(case: Case, decision: Decision) -> str:
    """The text; what staff write to others stands under their own name, as in the forum's pages, not a department's."""
    words = _own_words(case)
    is_staff = case.actor is not None and case.actor.may(Permission.USE_SAVED_REPLIES)
    return without_department(words) if is_staff and decision.kind in _TO_OTHERS else words


def _own_words(case: Case) -> str:
    """The text; what looks like an order in its first lines is only words, unless IT staff write it to a ticket."""
    letter, found = case.letter, case.facts.found
    if case.facts.works_tickets and found is not None and found.is_ticket:
        return letter.text
    lines = [f"/{name} {words}".rstrip() for name, words in letter.commands]
    return "\n\n".join(filter(None, ["\n".join(lines), letter.text]))


def _title(subject: str, text: str, language: str) -> str:
    wanted = clean_line(bare_subject(subject))
    if letters_said(wanted) < SHORTEST_TITLE:
        wanted = excerpt(text, 80)
    if letters_said(wanted) < SHORTEST_TITLE:
        return translated(language, _NO_SUBJECT)
    return wanted[:LONGEST_TITLE].rstrip()


def _beginning(case: Case, decision: Decision, language: str) -> str:
    found = case.facts.found
    if found and found.is_closed and decision.kind is Kind.TICKET:
        return translated(language, _GOES_ON, label=found.name)
    if decision.kind is Kind.NOTE and not case.facts.works_tickets:
        return translated(language, _WROTE, sender=case.facts.sender)
    return ""


def _files(case: Case, here: Here) -> tuple[list[tuple[Enclosure, KeptBytes]], list[tuple[str, str]]]:
    """What could be stored, and the names of what could not, each with the reason in the sender's language."""
    by_id, language = case.actor.id if case.actor else SYSTEM_PERSON_ID, _language(case)
    kept: list[tuple[Enclosure, KeptBytes]] = []
    refused, size = [], 0
    for enclosure in case.letter.enclosures:
        name = clean_line(enclosure.name)[:120]
        if len(kept) == MOST_AT_ONCE:
            refused.append((name, translated(language, _TOO_MANY, most=MOST_AT_ONCE)))
            continue
        try:
            content = prepared(enclosure.name, enclosure.content)
            size += len(content.data)
            check_fits(size, by_id=by_id)
        except Refusal as refusal:
            refused.append((name, translated(language, refusal.message, **refusal.values)))
        else:
            kept.append((enclosure, keep_bytes(content, here.storage)))
    return kept, refused


def _whole(text: str, language: str, here: Here) -> tuple[str, tuple[KeptBytes, ...]]:
    """The text; of a longer one than fits its beginning, and all of it as a file."""
    most = LONGEST_TEXT - _ROOM_FOR_MORE
    if len(text) <= most:
        return text, ()
    whole = keep_bytes(Content("mail.txt", _TEXT_TYPE, text.encode()), here.storage)
    note = translated(language, _CUT, link=markdown_of_kept(whole))
    return f"{text[:most].rpartition(chr(10))[0] or text[:most]}\n\n{note}", (whole,)


def _with_pictures(text: str, enclosed: list[tuple[Enclosure, KeptBytes]]) -> tuple[str, list[KeptBytes]]:
    """The text with the pictures it shows in their places, and the files that it does not show."""
    rest = []
    for enclosure, kept in enclosed:
        place = f"](cid:{enclosure.content_id})"
        if enclosure.content_id and place in text:
            text = text.replace(place, f"]({address_of_kept(kept)})")
        else:
            rest.append(kept)
    return text, rest


def _history(case: Case, decision: Decision, here: Here) -> tuple[KeptBytes, ...]:
    """What the message quotes, as a file behind "...". Never what IT staff quote to others: it may hold a note."""
    may_hold_note = case.facts.works_tickets and decision.kind is Kind.REPLY
    if not case.letter.quoted or may_hold_note or decision.kind not in _WITH_HISTORY:
        return ()
    content = Content("history.txt", _TEXT_TYPE, case.letter.quoted.encode())
    return (keep_bytes(content, here.storage),)


def _naming(refused: list[tuple[str, str]], language: str) -> str:
    if not refused:
        return ""
    return "\n".join([translated(language, _NOT_TAKEN), "", *_lines(refused)])


def _lines(refused: list[tuple[str, str]]) -> Iterator[str]:
    for name, why in refused[:20]:
        yield f"- `{name.replace('`', ' ') or '?'}`: {why}"
