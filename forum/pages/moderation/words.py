"""What reasons, verdicts and remedies are called on pages."""

from typing import Any

from sqlalchemy import Row

from forum.conduct.ladder import LADDER
from forum.kernel.words import N_
from forum.moderation.models import IN_TICKETS, Kind, Reason, Remedy

REASONS = {
    Reason.ABUSIVE: N_("Abusive or threatening"),
    Reason.UNPROFESSIONAL: N_("Not professional"),
    Reason.DANGEROUS: N_("Wrong or dangerous advice"),
    Reason.SPAM: N_("Advertising or spam"),
    Reason.SECRET: N_("Shows a password or personal data"),
    Reason.DUPLICATE: N_("Asked before"),
    Reason.OTHER: N_("Something else"),
}
KINDS = {
    Kind.QUESTION: N_("Question"),
    Kind.ANSWER: N_("Answer"),
    Kind.COMMENT: N_("Comment"),
    Kind.REPLY: N_("Reply in a ticket"),
    Kind.TICKET: N_("First words of a ticket"),
    Kind.PERSON: N_("Profile"),
}
REMEDIES = {
    Remedy.LEFT: N_("Leave the post as it is"),
    Remedy.EDITED: N_("Change its words"),
    Remedy.HIDDEN: N_("Hide it: only its author and staff still see it"),
    Remedy.DELETED: N_("Delete it"),
    Remedy.LOCKED: N_("Leave it, and lock the thread"),
    Remedy.MOVED: N_("Move the thread to another category"),
    Remedy.DUPLICATE: N_("Mark it as a duplicate"),
    Remedy.MERGED: N_("Merge it into another thread"),
}
DONE = {
    Remedy.LEFT: N_("The post stays"),
    Remedy.HIDDEN: N_("The post is hidden"),
    Remedy.DELETED: N_("The post is deleted"),
    Remedy.LOCKED: N_("The thread is locked"),
    Remedy.EDITED: N_("The words are changed"),
    Remedy.MOVED: N_("The thread is moved"),
    Remedy.DUPLICATE: N_("It is marked as a duplicate"),
    Remedy.MERGED: N_("It is a part of another thread now"),
}
STEPS = {rung.step: rung.name for rung in LADDER}
TEXTS = {
    "question": N_("Question"),
    "question revision": N_("Earlier version of the question"),
    "field": N_("Field of the form"),
    "answer": N_("Answer"),
    "answer revision": N_("Earlier version of an answer"),
    "comment": N_("Comment"),
    "ticket": N_("Ticket"),
    "reply": N_("Reply in a ticket"),
    "note": N_("Note for IT only"),
    "missing": N_("What the requester was asked for"),
    "change": N_("History of the ticket"),
}


def address_of(kind: Kind, post_id: int, post: Row[Any]) -> str:
    """Where the words are read; `post` is a row of `words_to_flag`."""
    if kind is Kind.PERSON:
        return f"/people/{post.handle}"
    return f"/tickets/{post.label}" if kind in IN_TICKETS else f"/{kind}s/{post_id}"
