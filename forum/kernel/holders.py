"""Who holds a lease, named so that another process of the same machine can tell whether the holder still lives."""

import os
import socket
from functools import lru_cache
from pathlib import Path


def holder_name() -> str:
    """This process: running system, space of process ids, process id."""
    return f"{_place()}:{os.getpid()}"


def has_died(holder: str) -> bool:
    """Whether the holder certainly does nothing any more. Never True of a process elsewhere: nobody here can know.

    Asked by a process that holds nothing yet: its own name was then given by an earlier one with the same number.
    """
    place, _, pid = holder.rpartition(":")
    return place == _place() and (int(pid) == os.getpid() or not _lives(int(pid)))


@lru_cache(maxsize=1)
def _place() -> str:
    """Linux has a new id each time it starts, whatever the machine is called, and numbers the spaces of containers."""
    try:
        started = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{started}:{Path('/proc/self/ns/pid').readlink().name}"
    except OSError:
        return socket.gethostname()[:60]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
