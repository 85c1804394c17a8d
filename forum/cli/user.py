"""`forum user`: accounts and roles, for whom the pages cannot be reached by."""

from collections.abc import Callable
from datetime import datetime
from functools import update_wrapper
from typing import Concatenate, ParamSpec

import click
from sqlalchemy import select

from forum.accounts.actions import administering, closing, roles
from forum.accounts.actions.invitations import invite as send_invitation
from forum.accounts.actors import Actor, load_actor, system_actor
from forum.accounts.administration import people_like
from forum.accounts.roles import Role
from forum.cli import environment, in_app
from forum.kernel import clock
from forum.kernel.db import session, transaction
from forum.kernel.errors import NotFound
from forum.kernel.words import LANGUAGES
from forum.people.models import SYSTEM_PERSON_ID, Person
from forum.people.names import email_key

P = ParamSpec("P")
Act = Callable[Concatenate[Actor, datetime, P], None]
_role = click.argument("role", type=click.Choice([role.value for role in Role]))
_language = click.option("--language", default="en", show_default=True, type=click.Choice(list(LANGUAGES)))


@click.group()
@click.option("--as", "address", metavar="MAIL", help="Act as this administrator; otherwise as the forum itself.")
@click.pass_context
def user(context: click.Context, address: str | None) -> None:
    """Accounts: make, list, give roles, close."""
    context.obj = address


def _acting(act: Act[P]) -> Callable[P, None]:
    """The command acts in one transaction, as `--as` says."""

    @in_app
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        at = clock.now()
        with transaction():
            act(_actor(click.get_current_context().obj, at=at), at, *args, **kwargs)

    return update_wrapper(run, act)


@user.command()
@click.argument("name")
@click.argument("mail")
@_language
@_acting
def create(by: Actor, at: datetime, name: str, mail: str, language: str) -> None:
    """Make an account and show the link with which its owner chooses a password."""
    person = administering.open_account(name, mail, language=language, by=by, at=at)
    _show_link(person, by=by, at=at)


@user.command("list")
@click.argument("words", default="")
@in_app
def list_people(words: str) -> None:
    """Show people whose name or mail address has WORDS in it."""
    for person in people_like(words):
        click.echo(f"{person.email or '-':<40} {person.name:<30} {person.state:<12} {person.roles}")


@user.command()
@click.argument("mail")
@_role
@_acting
def grant(by: Actor, at: datetime, mail: str, role: str) -> None:
    """Give somebody a role."""
    roles.grant_role(person := _person(mail), Role(role), by=by, at=at)
    click.echo(f"{person.name}: {person.roles}")


@user.command()
@click.argument("mail")
@_role
@_acting
def withdraw(by: Actor, at: datetime, mail: str, role: str) -> None:
    """Take a role from somebody."""
    roles.withdraw_role(person := _person(mail), Role(role), by=by, at=at)
    click.echo(f"{person.name}: {person.roles}")


@user.command()
@click.argument("mail")
@click.option("--without-name", is_flag=True, help="Posts say “former colleague” from now on, for good.")
@_acting
def deactivate(by: Actor, at: datetime, mail: str, without_name: bool) -> None:
    """Close an account; its posts stay."""
    closing.deactivate(_person(mail), keeps_name=not without_name, by=by, at=at)
    click.echo("The account is closed.")


@user.command()
@click.argument("mail")
@_acting
def reactivate(by: Actor, at: datetime, mail: str) -> None:
    """Open a closed account again."""
    closing.reactivate(_person(mail), by=by, at=at)
    click.echo("The account is open again.")


@user.command("password-link")
@click.argument("mail")
@_acting
def password_link(by: Actor, at: datetime, mail: str) -> None:
    """Show a one-time link with which somebody chooses a password."""
    _show_link(_person(mail), by=by, at=at)


@user.command("sign-out")
@click.argument("mail")
@_acting
def sign_out(by: Actor, at: datetime, mail: str) -> None:
    """Sign somebody out of every browser."""
    administering.sign_out_everywhere(_person(mail), by=by, at=at)
    click.echo("Signed out everywhere.")


@user.command()
@click.argument("mail")
@_language
@_acting
def invite(by: Actor, at: datetime, mail: str, language: str) -> None:
    """Mail an invitation to sign up."""
    send_invitation(mail, language=language, by=by, at=at)
    click.echo("The invitation is on its way.")


def _actor(address: str | None, *, at: datetime) -> Actor:
    if address is None:
        return system_actor(at=at)
    actor = load_actor(_person(address).id, at=at)
    if actor is None:
        raise NotFound("Nobody with an open account has the address %(address)s.", address=address)
    return actor


def _person(address: str) -> Person:
    found = select(Person).where(Person.email_key == email_key(address), Person.id != SYSTEM_PERSON_ID)
    person = session.scalars(found).first()
    if person is None:
        raise NotFound("Nobody has the address %(address)s.", address=address)
    return person


def _show_link(person: Person, *, by: Actor, at: datetime) -> None:
    path = administering.make_password_link(person, by=by, at=at)
    click.echo(f"{environment().public_url}{path} (for {person.name}, good for two hours)")
