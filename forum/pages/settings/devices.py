"""My devices: told once here, named in the ask form and with "I have this too"."""

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.actions.devices import DeviceDraft, add_device, change_device, make_main, own_device, remove_device
from forum.accounts.actors import Actor
from forum.accounts.models import DeviceKind
from forum.accounts.queries import devices_of
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.pages.settings.forms import DeviceForm
from forum.pages.settings.views import bp
from forum.web import guards
from forum.web.browsers import told_by
from forum.web.committing import committing, once_sent
from forum.web.session import reader
from forum.web.words import _

_HERE = "/settings/devices"


@bp.get("/devices")
@guards.signed_in
def devices() -> str:
    """All of them, and a form for one more."""
    return _page(DeviceForm(formdata=None))


@bp.post("/devices")
@guards.signed_in
def post_device() -> Response | tuple[str, int]:
    """One more device is the reader's."""
    form = DeviceForm()
    if form.validate():
        try:
            once_sent(lambda by: _added(form, by))
            return _kept()
        except Invalid as refusal:
            form.refuse(refusal)
    return _page(form), 422


@bp.post("/devices/browser")
@guards.signed_in
def fill_from_browser() -> str:
    """The same form with the system that the browser tells; nothing is kept yet."""
    form = DeviceForm()
    told = told_by(request.user_agent.string)
    form.system.data, form.system_version.data = told.system, told.system_version
    number = form.device_id.data or 0
    return _one(number, form) if number else _page(form)


@bp.route("/devices/<id:device_id>", methods=["GET", "POST"])
@guards.signed_in
def device(device_id: int) -> str | Response | tuple[str, int]:
    """One device and its form."""
    form = DeviceForm(obj=own_device(device_id, by=reader()))
    if form.is_submitted() and form.validate():
        try:
            with committing() as by:
                change_device(device_id, _draft(form), by=by)
            return _kept()
        except Invalid as refusal:
            form.refuse(refusal)
    return _one(device_id, form), 422 if form.is_submitted() else 200


@bp.post("/devices/<id:device_id>/main")
@guards.signed_in
def post_main(device_id: int) -> Response:
    """The device is the one that "I have this too" names."""
    with committing() as by:
        make_main(device_id, by=by)
    return _kept()


@bp.post("/devices/<id:device_id>/removal")
@guards.signed_in
def post_device_removal(device_id: int) -> Response:
    """The device is gone from the list; questions that name it keep its name."""
    with committing() as by:
        remove_device(device_id, by=by)
    return _kept()


def _added(form: DeviceForm, by: Actor) -> str:
    add_device(_draft(form), by=by, at=clock.now())
    return _HERE


def _draft(form: DeviceForm) -> DeviceDraft:
    if form.kind.data not in set(DeviceKind):
        raise Invalid("Choose one of the listed values.", field="kind")
    told = {name: form[name].data or "" for name in ("name", "system", "system_version", "asset", "location")}
    return DeviceDraft(kind=DeviceKind(form.kind.data), **told)


def _page(form: DeviceForm) -> str:
    devices = devices_of(reader().id)
    return render_template("settings/devices.html", form=form, devices=devices, kinds=list(DeviceKind))


def _one(device_id: int, form: DeviceForm) -> str:
    own_device(device_id, by=reader())
    return render_template("settings/device.html", form=form, device_id=device_id, kinds=list(DeviceKind))


def _kept() -> Response:
    flash(_("Saved."), "good")
    return redirect(_HERE, 303)
