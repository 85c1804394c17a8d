"""An administrator puts a message into a thread, in its sender's name: what the sender could write there himself."""

from datetime import datetime

from forum.accounts.actors import Actor, load_actor
from forum.accounts.roles import Permission
from forum.answers.rules import LONGEST_COMMENT
from forum.conduct.rules import is_silenced
from forum.kernel.errors import Invalid, NotAllowed, NotFound
from forum.kernel.words import N_
from forum.ledger.actions import ADMINISTRATION, record
from forum.mailbox.actions.order import again, free_mail
from forum.mailbox.gathering import letter_of, person_of
from forum.mailbox.models import ReceivedMail
from forum.mailbox.rules import NOT_FOR_SENDER, SENDER_SILENCED
from forum.moderation.merging.queries import last_thread
from forum.questions.actions import check_open_to, find_question, standing_of
from forum.questions.models import Question
from forum.questions.rules import check_takes_posts

NO_FILES = N_("A comment takes no files. Put it there as an answer.")
_NO_THREAD = N_("There is no thread with this number or address.")
_NO_WRITER = N_("Nobody with the address %(sender)s may write in threads.")
_TOO_LONG = N_("A comment has at most %(most)s characters. Put it there as an answer.")
_TOO_NEW = N_("That thread is protected, and the account of %(sender)s is too new to write in it.")


def put_as_answer(mail_id: int, *, question_id: int, by: Actor, at: datetime) -> None:
    """The message will be its sender's answer to this question, or to the one it was merged into.

    Invalid if there is no such thread, or the sender may not read it and answer; Conflict if the message was written
    or is gone.
    """
    mail = free_mail(mail_id, by=by)
    _put(mail, _thread(mail, question_id, Permission.ANSWER, by=by, at=at), "answer", by=by, at=at)


def put_as_comment(mail_id: int, *, question_id: int, by: Actor, at: datetime) -> None:
    """The message will be its sender's comment on this question, or on the one it was merged into.

    Refusals as of `put_as_answer`, and Invalid for what is too long for a comment or brings files.
    """
    mail = free_mail(mail_id, by=by)
    question = _thread(mail, question_id, Permission.COMMENT, by=by, at=at)
    letter = letter_of(mail.id)
    if letter.enclosures:
        raise Invalid(NO_FILES, field="thread")
    if len(letter.text) > LONGEST_COMMENT:
        raise Invalid(_TOO_LONG, field="thread", most=LONGEST_COMMENT)
    _put(mail, question, "comment", by=by, at=at)


def _put(mail: ReceivedMail, question: Question, kind: str, *, by: Actor, at: datetime) -> None:
    mail.ordered_ticket_id, mail.ordered_question_id = None, question.id
    mail.ordered_comment = kind == "comment"
    again(mail, by=by, at=at)
    record(
        ADMINISTRATION, "mail put into a thread", {"mail": mail.id, "question": question.id, "kind": kind}, by=by, at=at
    )


def _thread(mail: ReceivedMail, question_id: int, needed: Permission, *, by: Actor, at: datetime) -> Question:
    """The question, if whoever puts the message there sees it and its sender may write in it."""
    question = _seen(question_id, _NO_THREAD, mail, by=by)
    person = person_of(mail.sender)
    writer = load_actor(person.id, at=at) if person else None
    if writer is None or not writer.may(needed):
        raise _refusal(_NO_WRITER, mail)
    _seen(question.id, NOT_FOR_SENDER, mail, by=writer)
    if is_silenced(writer, at=at):
        raise _refusal(SENDER_SILENCED, mail)
    try:
        check_takes_posts(standing_of(question))
    except NotAllowed as refusal:
        raise Invalid(refusal.message, field="thread", **refusal.values) from None
    try:
        check_open_to(question, by=writer, at=at)
    except NotAllowed:
        raise _refusal(_TOO_NEW, mail) from None
    return question


def _seen(question_id: int, otherwise: str, mail: ReceivedMail, *, by: Actor) -> Question:
    """The question, merged ones followed, if this person sees it; else the sentence."""
    try:
        return find_question(last_thread(question_id), by=by)
    except NotFound:
        raise _refusal(otherwise, mail) from None


def _refusal(message: str, mail: ReceivedMail) -> Invalid:
    return Invalid(message, field="thread", sender=mail.sender)
