"""What a process needs to start, from environment variables that begin with TANYA_; a wrong value stops the start."""

import re
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
"""Where nobody listens on the way."""

_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_NO_SERVER = ("console:", "null:")
_POSTGRESQL = "postgresql://user:password@host:5432/tanya, in the password %40 for @, %2F for / and %25 for %"


class Environment(BaseSettings):
    """One process's settings. `docs/configuration.md` lists them."""

    model_config = SettingsConfigDict(env_prefix="TANYA_", env_ignore_empty=True, extra="ignore")

    data_dir: Path = Field(Path("var"), description="Folder for the database, files, search index and queue.")
    database_url: str = Field("", description="Empty: SQLite in the data folder. Else postgresql://...")
    secret_key: str = Field("", description="At least 32 characters; empty: made once and kept in the data folder.")
    public_url: str = Field("http://127.0.0.1:8080", description="The address people type.")
    allow_plain_http: bool = Field(False, description="Allow http:// beyond this machine.")
    trusted_proxies: int = Field(0, ge=0, le=5, description="How many proxies in front set X-Forwarded-For.")
    search_url: str = Field("", description="Empty: beside the database. whoosh: or whoosh:/path, or postgresql://...")
    search_cache_mb: int = Field(
        120, ge=10, le=4000, description="What a process keeps of Whoosh's postings in memory."
    )
    queue_url: str = Field("", description="Empty: SQLite in the data folder. postgresql:// or redis:// when scaled.")
    mail_oauth_token_url: str = Field("", description="Who gives tokens instead of passwords; empty: nobody.")
    mail_oauth_client_id: str = Field("", validate_default=True)
    mail_oauth_client_secret: str = ""
    mail_oauth_scope: str = Field("", description="What the token is for, as the token server names it.")
    mail_oauth_refresh_token: str = Field("", validate_default=True, description="Empty: by client credentials.")
    mail_url: str = Field(
        "console:", description="smtp://user:password@host:587, smtp+starttls://, smtps://, console: or null:"
    )
    mail_from: str = Field("tanya@localhost", description="The address mails are sent from.")
    mail_in_domain: str = Field(
        "", description="Whose reply+...@ and bounce+...@ come to this forum; empty: no mail in."
    )
    mail_dkim_key: Path | None = Field(None, description="File with the RSA key that signs mails, in PEM.")
    mail_dkim_selector: str = Field("tanya", pattern=r"^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$")
    mail_in_lmtp: str = Field("", description="Where the worker listens for LMTP: 127.0.0.1:8024 or /path/of/a/socket.")
    mail_in_imap: str = Field("", description="A mailbox to empty: imaps://user:password@host/INBOX.")
    mail_in_imap_done: str = Field("", description="The folder for what was taken; empty: it is deleted.")
    web_processes: int = Field(0, ge=0, le=64, description="0: one on SQLite, one per core on PostgreSQL.")
    web_threads: int = Field(8, ge=1, le=64)
    log_format: Literal["text", "json"] = "text"
    sample_company: bool = Field(False, description="Show the sample logins; only set by `make run`.")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("begin it with sqlite:/// or postgresql://")
        if value and not _is_database(value):
            raise ValueError(f"write it as sqlite:////path/file.db or {_POSTGRESQL}")
        return value.replace("postgresql://", "postgresql+psycopg://", 1)

    @field_validator("public_url")
    @classmethod
    def _an_address(cls, value: str) -> str:
        if not _is_address(value, ("http", "https")) or urlsplit(value.rstrip("/"))[2:] != ("", "", ""):
            raise ValueError("write it as https://ask.example.com, with nothing behind the host and its port")
        return value.rstrip("/")

    @field_validator("mail_oauth_token_url")
    @classmethod
    def _a_token_server(cls, value: str) -> str:
        is_near = urlsplit(value).hostname in THIS_MACHINE
        if value and not _is_address(value, ("http", "https") if is_near else ("https",)):
            raise ValueError("write it as https://login.example.com/token")
        return value

    @field_validator("mail_oauth_client_id")
    @classmethod
    def _a_client(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("mail_oauth_token_url"):
            raise ValueError("the token server at TANYA_MAIL_OAUTH_TOKEN_URL knows the forum by it")
        return value

    @field_validator("mail_oauth_refresh_token")
    @classmethod
    def _a_secret(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("mail_oauth_token_url") and not info.data.get("mail_oauth_client_secret"):
            raise ValueError("give it, or TANYA_MAIL_OAUTH_CLIENT_SECRET")
        return value

    @field_validator("mail_url")
    @classmethod
    def _known_transport(cls, value: str) -> str:
        if value not in _NO_SERVER and not _is_address(value, ("smtp", "smtp+starttls", "smtps")):
            raise ValueError(
                "write it as smtp://user:password@host:587, smtp+starttls://host:587, smtps://host:465, console: or "
                "null:"
            )
        return value

    @field_validator("mail_from")
    @classmethod
    def _a_mail_address(cls, value: str) -> str:
        name, _, host = value.partition("@")
        if not name or not host or "@" in host or any(letter.isspace() for letter in value):
            raise ValueError("write it as tanya@example.com")
        return value

    @field_validator("mail_in_domain")
    @classmethod
    def _a_domain(cls, value: str) -> str:
        if "@" in value or any(letter.isspace() for letter in value):
            raise ValueError("write it as example.com")
        return value.lower()

    @field_validator("mail_dkim_key")
    @classmethod
    def _a_file(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError("there is no such file")
        return value

    @field_validator("mail_in_lmtp")
    @classmethod
    def _a_place_to_listen(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if value and not value.startswith("/") and not (host and port.isdecimal() and 0 < int(port) < 65536):
            raise ValueError("write it as 127.0.0.1:8024 or /run/tanya/lmtp.sock")
        return value

    @field_validator("mail_in_imap")
    @classmethod
    def _a_mailbox(cls, value: str, info: ValidationInfo) -> str:
        schemes = ("imap", "imaps") if urlsplit(value).hostname in THIS_MACHINE else ("imaps",)
        if value and not (_is_address(value, schemes) and urlsplit(value).username):
            raise ValueError("write it as imaps://user:password@host/INBOX")
        if value and not (urlsplit(value).password or info.data.get("mail_oauth_token_url")):
            raise ValueError("write it as imaps://user:password@host/INBOX, or set TANYA_MAIL_OAUTH_TOKEN_URL too")
        return value

    @field_validator("search_url")
    @classmethod
    def _known_index(cls, value: str) -> str:
        if value and value != "whoosh:" and not value.startswith(("whoosh:/", "postgresql://")):
            raise ValueError("write it as whoosh:, whoosh:/path/of/a/folder or postgresql://")
        if value.startswith("postgresql:") and not _is_database(value):
            raise ValueError(f"write it as {_POSTGRESQL}")
        return value

    @field_validator("queue_url")
    @classmethod
    def _known_queue(cls, value: str) -> str:
        if value and not value.startswith(("postgresql://", "redis://", "rediss://")):
            raise ValueError("begin it with postgresql:// or redis://")
        if value.startswith("postgresql:") and not _is_database(value):
            raise ValueError(f"write it as {_POSTGRESQL}")
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if value and len(value) < 32:
            raise ValueError("use at least 32 characters")
        return value

    @cached_property
    def database(self) -> str:
        """The address of the database as SQLAlchemy takes it."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'tanya.db'}"

    @property
    def is_https(self) -> bool:
        """Whether people reach the forum by https, so that cookies may be Secure."""
        return self.public_url.startswith("https://")

    @property
    def sends_mails(self) -> bool:
        """Whether mails leave this machine: not by `console:` and `null:`."""
        return self.mail_url not in _NO_SERVER

    @property
    def files_dir(self) -> Path:
        """Where uploaded bytes are kept."""
        return self.data_dir.resolve() / "files"

    @property
    def search(self) -> str:
        """Where the search index is kept: `whoosh:/folder`, or the address of a PostgreSQL database."""
        if self.search_url and self.search_url != "whoosh:":
            return self.search_url
        if self.search_url or not self.database.startswith("postgresql"):
            return f"whoosh:{self.data_dir.resolve() / 'search'}"
        return self.database


def _is_address(value: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0  # .port raises for no number
    except ValueError:
        return False


def _is_database(value: str) -> bool:
    """Whether it can be read as the address of a database that is kept, which SQLite's in memory is not.

    Of what is not encoded in a password SQLAlchemy, which opens the database, and psycopg, which opens index and queue,
    make different hosts.
    """
    try:
        url, parts = make_url(value), urlsplit(value)
        is_read_alike = parts.port == url.port and (parts.hostname or "") == (url.host or "").lower()
    except (ArgumentError, ValueError):
        return False
    if url.get_backend_name() == "sqlite":
        return (url.database or "").startswith("/")  # another path would be one within the installed program
    return is_read_alike and not _STRAY_PERCENT.search(value)


_WORDS = {
    "less_than_equal": "use at most {le}",
    "greater_than_equal": "use at least {ge}",
    "int_parsing": "write a whole number",
    "bool_parsing": "write true or false",
    "literal_error": "write {expected}",
    "string_pattern_mismatch": "use only letters, digits, hyphens, and dots between them",
}


def sentence_for(error: ValidationError) -> str:
    """One line that names the variable and what is wrong with it."""
    first = error.errors()[0]
    name = "TANYA_" + "_".join(str(part) for part in first["loc"]).upper()
    words = _WORDS.get(first["type"], first["msg"].removeprefix("Value error, "))
    return f"The setting {name} is not right: {words.format(**first.get('ctx', {}))}."
