"""What moderators say most often to an author: texts in the author's language, shown in full before one is sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.kernel.words import N_, translated
from forum.moderation.models import Reason


@dataclass(frozen=True)
class Text:
    """`words` is a msgid; `reasons` are those that it is offered for first."""

    name: str
    words: str
    reasons: frozenset[Reason]


_ALL = (
    Text(
        "rude",
        N_(
            "Your words were hard on a colleague. Please say what happened and what you need, without judging the "
            "person. If something went wrong, we want to know it."
        ),
        frozenset({Reason.ABUSIVE, Reason.UNPROFESSIONAL}),
    ),
    Text(
        "abuse",
        N_(
            "We do not accept insults or threats here. Your problem is still worked on, by somebody else if need be; "
            "the words are gone."
        ),
        frozenset({Reason.ABUSIVE}),
    ),
    Text(
        "secret",
        N_(
            "There was a password or personal data in your text, and others may have read it. Please change the "
            "password now, and leave it out when you write again."
        ),
        frozenset({Reason.SECRET}),
    ),
    Text(
        "dangerous",
        N_(
            "What you advised can lose data or open a machine to others. Thank you for wanting to help; please ask IT "
            "staff before giving such steps."
        ),
        frozenset({Reason.DANGEROUS}),
    ),
    Text(
        "spam",
        N_("This forum is for problems with our work. Advertising does not belong here."),
        frozenset({Reason.SPAM}),
    ),
    Text(
        "duplicate",
        N_("The same was asked before. Look at the other thread first: the answers there may help you."),
        frozenset({Reason.DUPLICATE}),
    ),
    Text(
        "stays",
        N_("Colleagues flagged what you wrote. I have read it, and it can stay as it is."),
        frozenset(),
    ),
)


def texts_for(reason: Reason, language: str) -> Sequence[tuple[str, str]]:
    """Name and words of every text in this language, those that suit the reason first."""
    ordered = sorted(_ALL, key=lambda text: reason not in text.reasons)
    return [(text.name, translated(language, text.words)) for text in ordered]


def words_of(name: str, language: str) -> str:
    """The words of the text with this name; empty for none."""
    return next((translated(language, text.words) for text in _ALL if text.name == name), "")
