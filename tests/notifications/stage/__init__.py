"""Every kind of notice with the act that makes it, done as people do it: in the forms of the pages."""

from tests.notifications.stage.acts import ACTS
from tests.notifications.stage.company import Stage

__all__ = ["ACTS", "Stage"]
