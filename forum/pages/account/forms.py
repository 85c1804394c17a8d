"""Shapes of the account forms."""

from wtforms import BooleanField, PasswordField, StringField

from forum.kernel.words import N_
from forum.web.forms import AtMost, Form, LineField, Needed

_NEEDS_ADDRESS = N_("Enter your mail address.")
_NEEDS_PASSWORD = N_("Enter a password.")


class SignInForm(Form):
    """Mail address and password."""

    email = LineField(validators=[Needed(_NEEDS_ADDRESS), AtMost(254)])
    password = PasswordField(validators=[Needed(_NEEDS_PASSWORD), AtMost(200)])
    remember = BooleanField()


class SignUpForm(Form):
    """A new account."""

    name = LineField(validators=[Needed(N_("Enter your name, as colleagues know you.")), AtMost(80)])
    email = LineField(validators=[Needed(_NEEDS_ADDRESS), AtMost(254)])
    password = PasswordField(validators=[Needed(_NEEDS_PASSWORD), AtMost(200)])
    invitation = StringField()


class SetUpForm(SignUpForm):
    """The first administrator's account, with the code from the console."""

    code = LineField(validators=[Needed(N_("Enter the code that the console shows.")), AtMost(40)])


class AddressForm(Form):
    """A mail address."""

    email = LineField(validators=[Needed(_NEEDS_ADDRESS), AtMost(254)])


class ConfirmForm(Form):
    """The password that was chosen at sign-up."""

    password = PasswordField(validators=[Needed(_NEEDS_PASSWORD)])


class NewPasswordForm(Form):
    """A new password."""

    password = PasswordField(validators=[Needed(_NEEDS_PASSWORD), AtMost(200)])
