"""What a person sets for himself: profile, language, account, privacy, devices."""

from forum.pages.settings import devices as _devices
from forum.pages.settings.views import bp

__all__ = ["_devices", "bp"]
