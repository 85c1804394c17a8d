"""Everybody's accounts: the list, new ones, and invitations."""

from flask import current_app, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.actions.administering import mail_new_account, open_account
from forum.accounts.actions.invitations import invite, withdraw_invitation
from forum.accounts.actors import Actor
from forum.accounts.administration import MOST, open_invitations, people_like, state_of
from forum.accounts.roles import Permission
from forum.importers.giving import author_with
from forum.kernel import clock
from forum.kernel.text.clean import clean_line
from forum.pages.admin.forms import AccountForm, InvitationForm
from forum.pages.admin.views import bp
from forum.web import guards
from forum.web.committing import committing, once_sent
from forum.web.typed import tried
from forum.web.words import _, language


@bp.get("/people")
@guards.permitted(Permission.ADMINISTER)
def people() -> str:
    """Everybody, or those whose name or address has the words in it."""
    return _page(AccountForm(), InvitationForm())


@bp.post("/people")
@guards.permitted(Permission.ADMINISTER)
def post_person() -> Response:
    """There is an account; its owner gets a mail with a link to a password. Whom an import brought has a page already,
    where he is given one."""
    form = AccountForm()
    if author := author_with(form.email.data or ""):
        flash(_("%(name)s was imported with this mail address. Give him the account here.", name=author.name), "info")
        return redirect(f"/admin/people/{author.handle}", 303)

    def act(by: Actor) -> str:
        name, address = form.name.data or "", form.email.data or ""
        person = open_account(name, address, language=language(), by=by, at=clock.now())
        mail_new_account(person, by=by, at=clock.now())
        flash(_("The account of %(name)s is there, and a mail with a link on its way.", name=name), "good")
        return f"/admin/people/{person.handle}"

    return tried(form, lambda: redirect(once_sent(act), 303), lambda: _page(form, InvitationForm(formdata=None)))


@bp.post("/invitations")
@guards.permitted(Permission.ADMINISTER)
def post_invitation() -> Response:
    """Somebody is invited by mail."""
    form = InvitationForm()

    def act(by: Actor) -> str:
        invite(form.email.data or "", language=language(), by=by, at=clock.now())
        flash(_("The invitation is on its way."), "good")
        return "/admin/people"

    return tried(form, lambda: redirect(once_sent(act), 303), lambda: _page(AccountForm(formdata=None), form))


@bp.post("/invitations/<id:invitation_id>/undo")
@guards.permitted(Permission.ADMINISTER)
def post_withdrawn_invitation(invitation_id: int) -> Response:
    """The invitation opens nothing any more."""
    with committing() as by:
        withdraw_invitation(invitation_id, by=by, at=clock.now())
    flash(_("The invitation is withdrawn."), "good")
    return redirect("/admin/people", 303)


def _page(account: AccountForm, invitation: InvitationForm) -> str:
    words, at = clean_line(request.args.get("q", "")), clock.now()
    found = people_like(words)
    return render_template(
        "admin/people.html",
        people=[(person, state_of(person, at=at)) for person in found],
        cut=len(found) == MOST,
        words=words,
        leave=current_app.extensions["environment"].sends_mails,
        invited=open_invitations(at=at),
        account=account,
        invitation=invitation,
    )
