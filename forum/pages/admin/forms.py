"""Shapes of the administrators' forms about people."""

from wtforms import BooleanField, SelectField

from forum.kernel.words import N_
from forum.web.forms import AtMost, Form, LineField, Needed
from forum.web.meanwhile import OpenedForm

_NEEDS_ADDRESS = N_("Enter the mail address.")


class AccountForm(OpenedForm):
    """Somebody's name and mail address."""

    name = LineField(validators=[Needed(N_("Enter the name, as colleagues know it.")), AtMost(80)])
    email = LineField(validators=[Needed(_NEEDS_ADDRESS), AtMost(254)])


class InvitationForm(Form):
    """Whom to invite."""

    email = LineField(id="invited", validators=[Needed(_NEEDS_ADDRESS), AtMost(254)])


class AddressForm(Form):
    """To whom an imported account belongs."""

    email = LineField(id="owner", validators=[Needed(_NEEDS_ADDRESS), AtMost(254)])


class PlaceForm(Form):
    """A place in a team."""

    team = SelectField(validate_choice=False)
    speciality = LineField(validators=[AtMost(60)])
    lead = BooleanField()


class TeamForm(Form):
    """A new team."""

    name = LineField(id="team-name", validators=[Needed(N_("Enter a name.")), AtMost(60)])


class GroupForm(Form):
    """A new group of readers."""

    name = LineField(id="group-name", validators=[Needed(N_("Enter a name.")), AtMost(60)])
