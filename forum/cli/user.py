"""`forum user`: accounts and roles, for whom the pages cannot be reached by."""

from collections.abc import Callable
from datetime import datetime
from functools import update_wrapper
from typing import Concatenate, ParamSpec

import click

from forum.accounts.actions import administering, closing, groups, roles, teams
from forum.accounts.actions.invitations import invite as send_invitation
from forum.accounts.actions.invitations import withdraw_invitations_to
from forum.accounts.actors import Actor
from forum.accounts.administration import (
    MOST,
    SUSPENDED,
    group_named,
    groups_of,
    people_like,
    person_with_handle,
    places_of,
    state_of,
    team_named,
)
from forum.accounts.roles import Role
from forum.cli import environment, in_app
from forum.cli.acting import actor_with, person_with
from forum.importers.giving import account_with, author_with, give_posts
from forum.kernel import clock
from forum.kernel.db import transaction
from forum.kernel.words import LANGUAGES
from forum.people.models import Person
from forum.privacy.actions.erase import erase_person

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
            act(actor_with(click.get_current_context().obj, at=at), at, *args, **kwargs)

    return update_wrapper(run, act)


@user.command()
@click.argument("name")
@click.argument("mail")
@_language
@_acting
def create(by: Actor, at: datetime, name: str, mail: str, language: str) -> None:
    """Make an account and show the link with which its owner chooses a password."""
    if author := author_with(mail):
        raise click.ClickException(
            f"{author.name} was imported with this mail address. Give him the account: forum user assign "
            f"{author.handle} {mail}"
        )
    person = administering.open_account(name, mail, language=language, by=by, at=at)
    _show_link(person, by=by, at=at)


@user.command("list")
@click.argument("words", default="")
@in_app
def list_people(words: str) -> None:
    """Show people whose name or mail address has WORDS in it."""
    found = people_like(words)
    for person in found:
        state = state_of(person, at=clock.now())
        click.echo(f"{person.email or '-':<40} {person.name:<30} {state:<12} {person.roles}")
    if len(found) == MOST:
        click.echo(f"Only the first {MOST}: name some letters of a name or address to find others.", err=True)


@user.command()
@click.argument("mail")
@in_app
def show(mail: str) -> None:
    """Show one account: state, roles, teams, groups."""
    person = person_with(mail)
    state = state_of(person, at=clock.now())
    until = f" until {person.suspended_until:%Y-%m-%d %H:%M} UTC" if state == SUSPENDED else ""
    click.echo(f"{person.name} <{person.email}>, @{person.handle}: {state}{until}, {person.roles}")
    for place in places_of(person.id):
        click.echo(f"team {place.name}: {place.speciality or '-'}{', leads it' if place.leads else ''}")
    for group in groups_of(person.id):
        click.echo(f"group {group.name}")


@user.command()
@click.argument("mail")
@click.option("--name", help="The name, as colleagues know it.")
@click.option("--mail", "address", help="Another mail address; the former one is told.")
@_acting
def correct(by: Actor, at: datetime, mail: str, name: str | None, address: str | None) -> None:
    """Correct somebody's name or mail address."""
    person = person_with(mail)
    administering.correct_account(person, name or person.name, address or person.email or "", by=by, at=at)
    click.echo(f"{person.name} <{person.email}>")


@user.command()
@click.argument("handle")
@click.argument("mail")
@_acting
def assign(by: Actor, at: datetime, handle: str, mail: str) -> None:
    """Give what was imported under HANDLE to the owner of MAIL: who has no account is written to. No way back."""
    person, owner = person_with_handle(handle), account_with(mail)
    if owner is not None:
        give_posts(person, owner, by=by, at=at)
        click.echo(f"All of it is now {owner.name}’s.")
        return
    administering.assign_account(person, mail, by=by, at=at)
    click.echo("The mail with the link is on its way.")


@user.command()
@click.argument("mail")
@_role
@_acting
def grant(by: Actor, at: datetime, mail: str, role: str) -> None:
    """Give somebody a role."""
    done = roles.grant_role(person := person_with(mail), Role(role), by=by, at=at)
    _say(done, f"{person.name}: {person.roles}", f"{person.name} has this role already: {person.roles}")


@user.command()
@click.argument("mail")
@_role
@_acting
def withdraw(by: Actor, at: datetime, mail: str, role: str) -> None:
    """Take a role from somebody."""
    done = roles.withdraw_role(person := person_with(mail), Role(role), by=by, at=at)
    _say(done, f"{person.name}: {person.roles}", f"{person.name} does not have this role: {person.roles}")


@user.command("make-team")
@click.argument("name")
@_acting
def make_team(by: Actor, at: datetime, name: str) -> None:
    """Make a team of IT staff."""
    click.echo(teams.make_team(name, by=by, at=at).name)


@user.command("join-team")
@click.argument("mail")
@click.argument("team")
@click.option("--speciality", help="What the badge says behind “IT staff - ”; without one it stays, or is the team.")
@click.option("--lead", is_flag=True, help="Leads the team, too.")
@_acting
def join_team(by: Actor, at: datetime, mail: str, team: str, speciality: str | None, lead: bool) -> None:
    """Put somebody of the IT staff into a team."""
    teams.join_team(person := person_with(mail), found := team_named(team), speciality, by=by, at=at)
    if lead:
        teams.lead_team(person, found, by=by, at=at)
    click.echo(f"{person.name}: IT staff - {person.badge}")


@user.command("leave-team")
@click.argument("mail")
@click.argument("team")
@_acting
def leave_team(by: Actor, at: datetime, mail: str, team: str) -> None:
    """Take somebody out of a team."""
    done = teams.leave_team(person := person_with(mail), found := team_named(team), by=by, at=at)
    _say(done, "Taken out.", f"{person.name} is not in the team {found.name}.")


@user.command("make-group")
@click.argument("name")
@_acting
def make_group(by: Actor, at: datetime, name: str) -> None:
    """Make a group of readers."""
    click.echo(groups.make_group(name, by=by, at=at).name)


@user.command("join-group")
@click.argument("mail")
@click.argument("group")
@_acting
def join_group(by: Actor, at: datetime, mail: str, group: str) -> None:
    """Let somebody read what the group reads."""
    done = groups.join_group(person := person_with(mail), found := group_named(group), by=by, at=at)
    _say(done, "Added.", f"{person.name} is in the group {found.name} already.")


@user.command("leave-group")
@click.argument("mail")
@click.argument("group")
@_acting
def leave_group(by: Actor, at: datetime, mail: str, group: str) -> None:
    """Take somebody out of a group of readers."""
    done = groups.leave_group(person := person_with(mail), found := group_named(group), by=by, at=at)
    _say(done, "Taken out.", f"{person.name} is not in the group {found.name}.")


@user.command()
@click.argument("mail")
@click.option("--without-name", is_flag=True, help="Posts say “former colleague” from now on, for good.")
@_acting
def deactivate(by: Actor, at: datetime, mail: str, without_name: bool) -> None:
    """Close an account; its posts stay."""
    closing.deactivate(person_with(mail), keeps_name=not without_name, by=by, at=at)
    click.echo("The account is closed.")


@user.command()
@click.argument("mail")
@click.option("--yes", is_flag=True, help="Do not ask.")
@_acting
def erase(by: Actor, at: datetime, mail: str, yes: bool) -> None:
    """Forget for good who somebody was; what he posted stays. The worker takes him out of what others wrote."""
    person = person_with(mail)
    if not yes:
        click.confirm(f"Erase {person.name}? There is no way back.", abort=True)
    erase_person(person, by=by, at=at)
    click.echo("Erased. The worker takes the name out of other people's texts.")


@user.command()
@click.argument("mail")
@_acting
def reactivate(by: Actor, at: datetime, mail: str) -> None:
    """Open a closed account again."""
    done = closing.reactivate(person := person_with(mail), by=by, at=at)
    _say(done, "The account is open again.", f"{person.name}’s account is not closed: {person.state}.")


@user.command("password-link")
@click.argument("mail")
@_acting
def password_link(by: Actor, at: datetime, mail: str) -> None:
    """Show a one-time link with which somebody chooses a password."""
    _show_link(person_with(mail), by=by, at=at)


@user.command("sign-out")
@click.argument("mail")
@_acting
def sign_out(by: Actor, at: datetime, mail: str) -> None:
    """Sign somebody out of every browser."""
    administering.sign_out_everywhere(person_with(mail), by=by, at=at)
    click.echo("Signed out everywhere.")


@user.command("mail-again")
@click.argument("mail")
@_acting
def mail_again(by: Actor, at: datetime, mail: str) -> None:
    """Mail news to somebody again whose mails came back."""
    administering.mail_again(person_with(mail), by=by, at=at)
    click.echo("News are mailed there again.")


@user.command()
@click.argument("mail")
@_language
@_acting
def invite(by: Actor, at: datetime, mail: str, language: str) -> None:
    """Mail an invitation to sign up."""
    send_invitation(mail, language=language, by=by, at=at)
    click.echo("The invitation is on its way.")


@user.command("withdraw-invitation")
@click.argument("mail")
@_acting
def withdraw_invitation(by: Actor, at: datetime, mail: str) -> None:
    """Take an invitation back."""
    withdraw_invitations_to(mail, by=by, at=at)
    click.echo("The invitation opens nothing any more.")


def _say(done: bool, sentence: str, otherwise: str) -> None:
    """What was done, or that there was nothing to do."""
    click.echo(sentence if done else otherwise)


def _show_link(person: Person, *, by: Actor, at: datetime) -> None:
    path = administering.make_password_link(person, by=by, at=at)
    click.echo(f"{environment().public_url}{path} (for {person.name}, good for two hours)")
