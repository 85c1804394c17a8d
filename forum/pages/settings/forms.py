"""Shapes of the settings forms."""

from wtforms import BooleanField, HiddenField, PasswordField, SelectField

from forum.kernel.words import LANGUAGES, N_
from forum.notifications.choices import Wishes
from forum.web.forms import AtMost, Form, IdField, LineField, MinuteField, Needed, WordsField, choices
from forum.web.meanwhile import OpenedForm


class ProfileForm(OpenedForm):
    """What others see."""

    name = LineField(validators=[Needed(N_("Enter your name, as colleagues know you.")), AtMost(80)])
    handle = LineField(validators=[Needed(N_("Enter a handle.")), AtMost(36)])
    title = LineField(validators=[AtMost(80)])
    department = LineField(validators=[AtMost(80)])
    location = LineField(validators=[AtMost(80)])
    languages = LineField(validators=[AtMost(80)])
    about = WordsField(validators=[AtMost(4000)])


class PreferencesForm(Form):
    """Language, time and look."""

    language = SelectField(choices=choices(LANGUAGES), validate_choice=False)
    zone = SelectField(validate_choice=False)
    theme = SelectField(validate_choice=False)
    shortcuts = BooleanField()
    tone_check = BooleanField()


class DeviceForm(Form):
    """Something a person works with; `device_id` says which one is being changed."""

    key = HiddenField()
    device_id = IdField()
    name = LineField(validators=[Needed(N_("Give the device a name, as in ThinkPad T14.")), AtMost(60)])
    kind = LineField()
    system = LineField(validators=[AtMost(30)])
    system_version = LineField(validators=[AtMost(30)])
    asset = LineField(validators=[AtMost(30)])
    location = LineField(validators=[AtMost(40)])


class PasswordForm(Form):
    """A new password, with the present one."""

    present = PasswordField(validators=[Needed(N_("Enter your present password."))])
    password = PasswordField(validators=[Needed(N_("Enter a password.")), AtMost(200)])


class NewAddressForm(Form):
    """Another mail address, with the password."""

    email = LineField(validators=[Needed(N_("Enter your mail address.")), AtMost(254)])
    present = PasswordField(validators=[Needed(N_("Enter your present password."))])


class NotificationsForm(Form):
    """When mail may come; the ways themselves are one radio group a matter."""

    follows_threads = BooleanField()
    rhythm = SelectField(validate_choice=False)
    quiet_from = MinuteField()
    quiet_until = MinuteField()

    def show(self, wishes: Wishes) -> None:
        """The controls hold what was chosen before."""
        self.rhythm.data, self.follows_threads.data = wishes.rhythm, wishes.follows_threads
        if wishes.quiet_from != wishes.quiet_until:
            self.quiet_from.data, self.quiet_until.data = wishes.quiet_from, wishes.quiet_until
