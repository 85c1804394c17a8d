"""What is looked at in every text before it is public, whether it comes from a page, by mail or from a program."""

from datetime import datetime

from forum.accounts.actors import Actor
from forum.conduct.limits import NEWCOMER_FOR, Circle
from forum.conduct.rules import circle_of
from forum.conduct.settings import NEWCOMER_LINKS, WATCHED_WORDS
from forum.conduct.watched import Effect, masked, matcher
from forum.kernel.errors import Invalid
from forum.kernel.text.markdown import render

_LINK = ("https://", "http://")


def screened(source: str, html: str, *, by: Actor, at: datetime) -> tuple[str, str]:
    """Source and HTML as they may stand, with dots for masked words. Invalid for a blocked word, or too many links.

    Drawn again only where something was masked.
    """
    _check_links(source, by=by, at=at)
    return screened_words(source, html)


def screened_words(source: str, html: str, *, field: str = "source") -> tuple[str, str]:
    """The same for words that may have any number of links: in a ticket, or about oneself."""
    said = screened_line(source, field=field)
    return (source, html) if said == source else (said, render(said))


def screened_mail(text: str) -> str:
    """The text with dots for blocked words as well: who writes a mail has no form that could be given back to him."""
    found = list(matcher(WATCHED_WORDS()).find(text))
    return masked(text, found, (Effect.MASK, Effect.BLOCK))


def check_shown_everywhere(text: str, *, field: str) -> None:
    """Invalid for any watched word: a name stands beside every post, and nobody could hold or mask it there."""
    found = next(matcher(WATCHED_WORDS()).find(text), None)
    if found is not None:
        raise not_written(text[found.start : found.end], field)


def screened_line(text: str, *, field: str = "title") -> str:
    """The text with dots for masked words. Invalid for a blocked word."""
    found = list(matcher(WATCHED_WORDS()).find(text))
    blocked = next((each for each in found if each.effect is Effect.BLOCK), None)
    if blocked is not None:
        raise not_written(text[blocked.start : blocked.end], field)
    return masked(text, found)


def word_to_hold(text: str) -> str:
    """The first word for which a text waits for a moderator; empty for none."""
    held = (each for each in matcher(WATCHED_WORDS()).find(text) if each.effect is Effect.HOLD)
    found = next(held, None)
    return text[found.start : found.end] if found else ""


def is_newcomer(person: Actor, *, at: datetime) -> bool:
    """Whether the account is so young that its posts are looked at more closely. Staff never are."""
    return circle_of(person, at=at) is Circle.NEWCOMERS


def newcomer_until(person: Actor, *, at: datetime) -> datetime | None:
    """When the account is no newcomer's any more; None if it is none now."""
    return person.created_at + NEWCOMER_FOR if person.created_at and is_newcomer(person, at=at) else None


def not_written(word: str, field: str) -> Invalid:
    """The refusal of a text with this word."""
    return Invalid("“%(word)s” is not written here. Please say it in other words.", field=field, word=word)


def _check_links(source: str, *, by: Actor, at: datetime) -> None:
    if is_newcomer(by, at=at) and sum(source.casefold().count(each) for each in _LINK) > NEWCOMER_LINKS():
        raise Invalid(
            "In your first week, links to other sites in one post: at most %(most)s.",
            field="source",
            most=NEWCOMER_LINKS(),
        )
