"""Signing in: by mail address and password, throttled by account and by address of the machine; so are wishes for an
account or a new password."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from forum.accounts.models import Credential, SignInAttempt
from forum.kernel.db import read, session
from forum.kernel.errors import Invalid, TooMany
from forum.kernel.words import N_
from forum.kernel.wrong_clock import is_within
from forum.people.models import WITH_ACCOUNT, Person, PersonState
from forum.people.names import email_key
from forum.people.rules import is_suspended

WINDOW = timedelta(minutes=15)
ATTEMPTS_KEPT_FOR = timedelta(days=30)
MOST_BY_ACCOUNT = 8
MOST_BY_HOST = 60
MOST_WISHES_BY_HOST = 100
_ANYBODY = ""  # in the place of an address
_KNOWN = (*WITH_ACCOUNT, PersonState.DEACTIVATED)
WRONG = N_("The mail address or password is not right.")


def check_throttle(address: str, host: str, *, at: datetime) -> None:
    """TooMany after many failures for one account or from one machine within a quarter of an hour."""
    by_account, by_host = SignInAttempt.email_key == email_key(address), SignInAttempt.host == host
    for whose, most in ((by_account, MOST_BY_ACCOUNT), (by_host, MOST_BY_HOST)):
        failed = select(func.count().label("number"), func.min(SignInAttempt.at).label("first")).where(
            whose, is_within(SignInAttempt.at, WINDOW, at=at), SignInAttempt.succeeded.is_(False)
        )
        tries = read(failed).one()
        if tries.number >= most:
            raise TooMany("Too many tries. Try again from %(again)s.", again_at=tries.first + WINDOW)


def password_hash_of(address: str) -> tuple[int, str] | None:
    """The id and stored hash of the person who signs in with this address, or did before the account was closed."""
    statement = (
        select(Person.id, Credential.password_hash)
        .join(Credential, Credential.person_id == Person.id)
        .where(Person.email_key == email_key(address), Person.state.in_(_KNOWN))
    )
    row = read(statement).first()
    return (row.id, row.password_hash) if row else None


def note_attempt(address: str, host: str, *, succeeded: bool, at: datetime) -> None:
    """The try is counted; a success forgets the account's earlier failures."""
    key = email_key(address)[:254]
    if succeeded:
        session.execute(delete(SignInAttempt).where(SignInAttempt.email_key == key, SignInAttempt.succeeded.is_(False)))
    session.add(SignInAttempt(email_key=key, host=host[:45], at=at, succeeded=succeeded))
    session.flush()


def count_wish(host: str, *, at: datetime) -> None:
    """A wish for an account or a new password is counted by where it comes from, whomever it is for; TooMany after very
    many within a quarter of an hour. Each costs a hash or a mail, and nobody is asked who he is."""
    asked = (
        SignInAttempt.host == host[:45],
        SignInAttempt.email_key == _ANYBODY,
        is_within(SignInAttempt.at, WINDOW, at=at),
    )
    wishes = read(select(func.count().label("number"), func.min(SignInAttempt.at).label("first")).where(*asked)).one()
    if wishes.number >= MOST_WISHES_BY_HOST:
        raise TooMany("Too many tries. Try again from %(again)s.", again_at=wishes.first + WINDOW)
    session.add(SignInAttempt(email_key=_ANYBODY, host=host[:45], at=at, succeeded=True))
    session.flush()


def check_may_sign_in(person: Person, *, at: datetime) -> None:
    """Invalid with the reason if the account is closed, not confirmed, or suspended."""
    if person.state == PersonState.DEACTIVATED:
        raise Invalid("This account is closed. Ask an administrator if you need it again.")
    if person.state == PersonState.UNCONFIRMED:
        raise Invalid(
            "Please confirm your address first: follow the link in the mail that we sent you. If there is none, ask "
            "for a new one under “Forgotten your password?”."
        )
    if is_suspended(person.suspended_until, at=at):
        raise Invalid(
            "This account is suspended until %(until)s. Write to a moderator if you think that this is a mistake.",
            until=person.suspended_until,
        )


def end_sessions(person_id: int) -> None:
    """Every browser in which this person was signed in is signed out."""
    session.execute(update(Person).where(Person.id == person_id).values(session_epoch=Person.session_epoch + 1))


def sweep_attempts(*, at: datetime) -> int:
    """Tries of more than 30 days ago are gone, and with them from where they came; how many. The caller commits."""
    gone = session.execute(delete(SignInAttempt).where(SignInAttempt.at < at - ATTEMPTS_KEPT_FOR))
    return int(gone.rowcount)  # type: ignore[attr-defined]
