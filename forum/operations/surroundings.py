"""What `forum doctor` says of the places and the address that the environment names."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from pwd import getpwuid
from stat import S_ISLNK
from tempfile import TemporaryFile
from urllib.parse import urlsplit

from forum.kernel.settings.environment import THIS_MACHINE, Environment
from forum.kernel.settings.unknown import sentence_about, unknown_settings
from forum.operations.findings import Finding

_LEAST_FREE_MB = 500


def name_findings(variables: Mapping[str, str]) -> Iterator[Finding]:
    """Whether a variable was meant as a setting and is none."""
    if unknown := unknown_settings(variables):
        yield Finding(sentence_about(unknown), "Correct it, or unset it; docs/configuration.md lists them all.")


def folder_findings(environment: Environment) -> Iterator[Finding]:
    """Whether the data folder can be written, has room, and keeps its secret."""
    folder = environment.data_dir.resolve()
    yield _writing(f"The data folder {folder}", folder)
    yield from _other_folders(environment)
    yield from _foreign(folder)
    yield _room(folder, "the data folder", "Make room, or move it and set TANYA_DATA_DIR.")
    if folder.stat().st_mode & 0o005:
        yield Finding(
            f"Others on this machine can look into {folder}, where all that people wrote is.", f"Run: chmod o= {folder}"
        )
    secret = folder / "secret_key"
    if not environment.secret_key and secret.exists() and secret.stat().st_mode & 0o077:
        yield Finding(
            f"Others on this machine can read {secret}, and so sign in as anybody.",
            f"Run: chmod 600 {secret}. If it may have been read, delete it and start again: everybody signs in anew.",
        )


def _foreign(folder: Path) -> Iterator[Finding]:
    """What a command left that somebody else ran, root above all: it cannot be written. A link may be anybody's.
    Whose all should be, root learns from the folder."""
    owner, disk = os.geteuid() or folder.stat().st_uid, folder.stat().st_dev
    with suppress(FileNotFoundError):  # what goes while the forum runs is nobody's
        foreign = [
            each
            for each in (folder, *sorted((*folder.glob("*"), *folder.glob("*/*"))))
            if (file := each.lstat()).st_uid != owner and file.st_dev == disk and not S_ISLNK(file.st_mode)
        ]
        if foreign:
            yield Finding(
                f"Files and folders that belong to somebody else: {len(foreign)}, one is {foreign[0]}.",
                f"Run as root: chown -R {_name_of(owner)}: {folder}, and run each command as the user that runs Tanya.",
            )


def _name_of(user: int) -> str:
    try:
        return getpwuid(user).pw_name
    except KeyError:
        return f"{user}"


def _other_folders(environment: Environment) -> Iterator[Finding]:
    """What stands within the data folder, or elsewhere, and lacks what that has: it can be written, there is room."""
    folders = {"folder of uploaded files": environment.files_dir}
    kind, _, place = environment.search.partition(":")
    if kind == "whoosh":
        folders["folder of the search index"] = Path(place)
    for name, folder in folders.items():
        finding = _writing(f"The {name}, {folder},", folder)
        if not finding.is_wrong and _there(folder).stat().st_dev != environment.data_dir.stat().st_dev:
            finding = _room(_there(folder), f"the {name}", "Make room, or name another folder.")
        if finding.is_wrong:
            yield finding


def _writing(name: str, folder: Path) -> Finding:
    """Found out by writing: root may write where a disk may not. A folder is made when it is needed."""
    try:
        with TemporaryFile(dir=_there(folder)):
            return Finding(f"{name} can be written.")
    except OSError as failure:
        remedy = "Give it to the user that runs Tanya, on a disk that can be written."
        return Finding(f"{name} cannot be written: {failure.strerror}.", remedy)


def _there(folder: Path) -> Path:
    """The folder, or the one in which it will be made."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def _room(folder: Path, name: str, remedy: str) -> Finding:
    disk = os.statvfs(folder)
    free = disk.f_bavail * disk.f_frsize // 1_000_000
    if free < _LEAST_FREE_MB:
        return Finding(f"Only {free} MB are free in {folder}.", remedy)
    return Finding(f"{free} MB are free in {name}.")


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
