"""What the worker does for accounts."""

from datetime import datetime

from forum.accounts.actions.sign_in import sweep_attempts
from forum.kernel.db import transaction


def forget_old_attempts(at: datetime) -> int:
    """Tries to sign in that nobody needs any more are gone, with the addresses they came from; how many."""
    with transaction():
        return sweep_attempts(at=at)
