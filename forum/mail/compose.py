"""A row of the outbox becomes a message: three templates a mail, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from forum.kernel.paths import shipped
from forum.kernel.text.clean import clean_line
from forum.kernel.words import catalogue
from forum.mail.marker import marker
from forum.mail.models import BOUNCE_PREFIX, OWN_DOMAIN, REPLY_PREFIX, OutgoingMail
from forum.mail.policy import POLICY


@dataclass(frozen=True)
class Sender:
    """How this installation sends: its address, its public address on the web, and its name.

    `mail_in_domain` is the domain whose mail comes back into the forum; empty where mail only goes out.
    """

    address: str
    public_url: str
    site_name: str
    mail_in_domain: str = ""


def compose(mail: OutgoingMail, sender: Sender, references: Sequence[str] = ()) -> EmailMessage:
    """The message in text and HTML, with headers that stop other machines from answering it (RFC 3834). `references`
    are the stored ids of what came before it, its parent last. Templates have a `marker` if it can be answered."""
    facts = {
        "unsubscribe": "",
        **mail.facts,
        "base": sender.public_url,
        "site_name": sender.site_name,
        "sender_name": mail.sender_name,
    }
    is_answerable = bool(mail.reply_key and sender.mail_in_domain)
    facts["marker"] = marker(mail.language) if is_answerable else ""
    message = EmailMessage(policy=POLICY)
    message["Subject"] = clean_line(_rendered(mail, "subject.txt", facts))
    message["From"] = Address(_from_name(mail, sender), addr_spec=sender.address)
    if is_answerable:
        message["Reply-To"] = Address(
            _from_name(mail, sender), f"{REPLY_PREFIX}+{mail.reply_key}", sender.mail_in_domain
        )
    message["To"] = Address(addr_spec=mail.address)
    message["Message-ID"] = _id(mail.message_id, sender)
    if ids := [_id(each, sender) for each in references or filter(None, [mail.in_reply_to])]:
        message["In-Reply-To"], message["References"] = ids[-1], " ".join(ids)
    message["Date"] = mail.created_at
    message["Auto-Submitted"] = "auto-replied" if mail.is_auto_reply else "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if facts["unsubscribe"]:
        _offer_unsubscribing(message, facts["unsubscribe"], sender)
    parts = "_opening.txt", f"{mail.template}/body.txt", "_closing.txt"
    message.set_content("".join(_text(mail, part, facts) for part in parts))
    message.add_alternative(_rendered(mail, "body.html", facts), subtype="html")
    return message


def _offer_unsubscribing(message: EmailMessage, path: str, sender: Sender) -> None:
    """One click in the reader's mail program (RFC 8058)."""
    message["List-Id"] = f"<news.{sender.address.partition('@')[2]}>"
    message["List-Unsubscribe"] = f"<{sender.public_url}{path}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def envelope_sender(mail: OutgoingMail, sender: Sender) -> str:
    """Who is told that the mail did not arrive: an address of its own, where mail comes in; nobody, of an automatic
    answer, so that two machines never write to each other (RFC 3834, 3.3)."""
    if mail.is_auto_reply:
        return ""
    if not sender.mail_in_domain:
        return sender.address
    return f"{BOUNCE_PREFIX}+{mail.message_id.removesuffix(OWN_DOMAIN)}@{sender.mail_in_domain}"


def _id(stored: str, sender: Sender) -> str:
    """The Message-ID in the domain that the mails come from; that of a foreign mail stays as it is."""
    token = stored.removesuffix(OWN_DOMAIN)
    return f"<{token}{sender.address[sender.address.rindex('@') :]}>" if token != stored else f"<{stored}>"


def _from_name(mail: OutgoingMail, sender: Sender) -> str:
    return clean_line(f"{mail.sender_name} via {sender.site_name}" if mail.sender_name else sender.site_name)


def _rendered(mail: OutgoingMail, part: str, facts: dict[str, Any]) -> str:
    return _text(mail, f"{mail.template}/{part}", facts)


def _text(mail: OutgoingMail, name: str, facts: dict[str, Any]) -> str:
    return _environment(mail.language).get_template(name).render(facts, language=mail.language)


@lru_cache(maxsize=4)
def _environment(language: str) -> Environment:
    words = catalogue(language)
    environment = Environment(
        loader=FileSystemLoader(shipped("templates") / "email"),
        autoescape=lambda name: bool(name and name.endswith(".html")),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    return environment
