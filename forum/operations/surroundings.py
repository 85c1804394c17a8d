"""What `forum doctor` says of the places and the address that the environment names."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from forum.kernel.settings.environment import THIS_MACHINE, Environment
from forum.operations.findings import Finding

_LEAST_FREE_MB = 500


def folder_findings(environment: Environment) -> Iterator[Finding]:
    """Whether the data folder can be written, has room, and keeps its secret."""
    folder = environment.data_dir.resolve()
    if os.access(folder, os.W_OK):
        yield Finding(f"The data folder {folder} can be written.")
    else:
        yield Finding(f"The data folder {folder} cannot be written.", "Give it to the user that runs Tanya.")
    yield _room(folder)
    secret = folder / "secret_key"
    if not environment.secret_key and secret.exists() and secret.stat().st_mode & 0o077:
        yield Finding(
            f"Others on this machine can read {secret}, and so sign in as anybody.",
            f"Run: chmod 600 {secret}. If it may have been read, delete it and start again: everybody signs in anew.",
        )


def _room(folder: Path) -> Finding:
    disk = os.statvfs(folder)
    free = disk.f_bavail * disk.f_frsize // 1_000_000
    if free < _LEAST_FREE_MB:
        return Finding(f"Only {free} MB are free in {folder}.", "Make room, or move it and set TANYA_DATA_DIR.")
    return Finding(f"{free} MB are free in the data folder.")


def address_findings(environment: Environment) -> Iterator[Finding]:
    """Whether people reach the forum safely, and are told apart."""
    url = environment.public_url
    is_local = urlsplit(url).hostname in THIS_MACHINE
    if environment.is_https or is_local:
        yield Finding(f"People reach the forum at {url}.")
    elif environment.allow_plain_http:
        yield Finding(f"{url} is not https; passwords travel unprotected, as you have allowed.")
    else:
        yield Finding(
            f"{url} is not https; passwords travel unprotected.",
            "Put a proxy with a certificate in front and set TANYA_PUBLIC_URL, or set TANYA_ALLOW_PLAIN_HTTP=1 if you "
            "must.",
        )
    if environment.is_https and not environment.trusted_proxies:
        yield Finding(
            "By https people come through a proxy, and all of them seem to have its address, with one limit for all.",
            "Set TANYA_TRUSTED_PROXIES to the number of proxies in front.",
        )
    if environment.sample_company and not is_local:
        yield Finding(
            "The sample logins and their password are shown to everybody.",
            "Unset TANYA_SAMPLE_COMPANY, and begin with an empty TANYA_DATA_DIR.",
        )
