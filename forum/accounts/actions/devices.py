"""What a person works with: told once in the profile, named in questions with one choice."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from forum.accounts.actors import Actor
from forum.accounts.models import Device, DeviceKind
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotFound

MOST_DEVICES = 20


@dataclass(frozen=True)
class DeviceDraft:
    """A device as its form says it, cleaned."""

    name: str
    kind: DeviceKind
    system: str = ""
    system_version: str = ""
    asset: str = ""
    location: str = ""

    @property
    def label(self) -> str:
        """The device in one line, as it stands with questions: at most 200 characters."""
        system = f"{self.system} {self.system_version}".strip()
        return " · ".join(part for part in (self.name, system, self.asset, self.location) if part)


def add_device(draft: DeviceDraft, *, by: Actor, at: datetime) -> Device:
    """The device is the person's; the first one is the main one. Invalid for one too many."""
    held = session.scalar(select(func.count()).select_from(Device).where(Device.person_id == by.id)) or 0
    if held >= MOST_DEVICES:
        raise Invalid("You can keep up to %(most)s devices. Remove one that you no longer use.", most=MOST_DEVICES)
    device = Device(person_id=by.id, is_main=not held, created_at=at)
    _take(device, draft)
    session.add(device)
    session.flush()
    return device


def change_device(device_id: int, draft: DeviceDraft, *, by: Actor) -> None:
    """The device is as the draft says; what was asked with it stays as it was said. NotFound if it is not his."""
    _take(own_device(device_id, by=by), draft)
    session.flush()


def make_main(device_id: int, *, by: Actor) -> None:
    """The device is the one that "I have this too" names. NotFound if it is not his."""
    device = own_device(device_id, by=by)
    session.execute(update(Device).where(Device.person_id == by.id).values(is_main=False))
    device.is_main = True
    session.flush()


def remove_device(device_id: int, *, by: Actor) -> None:
    """The device is gone; the oldest of the others is the main one if it was. NotFound if it is not his."""
    device = own_device(device_id, by=by)
    session.delete(device)
    session.flush()
    next_one = session.scalars(select(Device).where(Device.person_id == by.id).order_by(Device.id).limit(1)).first()
    if device.is_main and next_one:
        next_one.is_main = True
        session.flush()


def own_device(device_id: int, *, by: Actor) -> Device:
    """A device of the person; NotFound if it is another's or none."""
    device = session.get(Device, device_id)
    if device is None or device.person_id != by.id:
        raise NotFound
    return device


def _take(device: Device, draft: DeviceDraft) -> None:
    device.name, device.kind, device.asset, device.location = draft.name, draft.kind, draft.asset, draft.location
    device.system, device.system_version, device.label = draft.system, draft.system_version, draft.label
