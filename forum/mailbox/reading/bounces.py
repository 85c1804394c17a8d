"""A mail of ours that did not arrive, as mail servers report it: by RFC 3464, or in their own words."""

from __future__ import annotations

import re
from email.message import Message
from email.parser import BytesHeaderParser

from forum.kernel.text.clean import clean_line
from forum.mailbox.letter import Bounce
from forum.mailbox.reading.headers import bare_address, ids_in, line_of
from forum.mailbox.reading.parts import Part

_LONGEST_REASON = 500
_MOST_LINES = 400
_REPORT_TYPES = ("message/delivery-status", "message/global-delivery-status")
_FULL = ".2.2"
"""A full mailbox (X.2.2 of RFC 3463) empties again, though servers report it as permanent."""

_STATUS = re.compile(r"\b([245]\.[0-9]{1,3}\.[0-9]{1,3})\b")
_REFUSED = re.compile(r"\b5[0-9]{2}[ -]")
_ADDRESS = re.compile(r"[\w.+=-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_MESSAGE_ID = re.compile(r"^[> \t]{0,8}message-id:[ \t]{0,8}<([^<>\s]{1,250})>", re.IGNORECASE | re.MULTILINE)
_SUBJECTS = (
    "undeliverable", "undelivered mail", "mail delivery", "delivery status notification", "delivery failure",
    "delivery has failed", "delivery delayed", "delayed mail", "failure notice", "returned mail", "warning: message",
    "warning: could not send", "message delayed", "unzustellbar", "nicht zustellbar", "non remis", "non distribuable",
    "tidak dapat dihantar", "penghantaran gagal", "no se puede entregar", "配信不能", "无法送达", "未送达",
)  # fmt: skip
_WORDS = (
    "this is the mail system at host", "created automatically by mail delivery software", "could not be delivered",
    "delivery has failed to these recipients", "qmail-send program", "permanent fatal errors",
    "did not reach the following", "following message to", "your message couldn't be delivered",
    "tidak dapat dihantar kepada",
)  # fmt: skip
_DELAYED = (
    "delay",
    "warning:",
    "has not been delivered",
    "will be retried",
    "will keep trying",
    "not yet been delivered",
)


def report_of(message: Part) -> Part | None:
    """The part of a delivery status notification that programs read; None where there is none."""
    return next((part for part in message.walk() if part.content_type in _REPORT_TYPES), None)


def bounce_of(message: Part, lines: list[str], *, sender: str, subject: str, is_daemon: bool) -> Bounce | None:
    """What did not arrive, and whether trying again is of use; None for what is no such report, or says it arrived."""
    report = report_of(message)
    if report is not None:
        return _from_report(message, report)
    if is_daemon or "X-Failed-Recipients" in message.headers:
        return _from_words(message, lines[:_MOST_LINES], sender, subject)
    return None


def _from_report(message: Part, report: Part) -> Bounce | None:
    """The first recipient whom it did not reach, else the first whom it has not reached yet."""
    blocks = [BytesHeaderParser().parsebytes(block) for block in _blocks(report.content())]
    for action in ("failed", "delayed"):
        for block in blocks:
            if clean_line(str(block.get("Action", ""))).lower() == action:
                return _of_recipient(block, action, _id_of_returned(message))
    return None


def _blocks(content: bytes) -> list[bytes]:
    return content.replace(b"\r\n", b"\n")[:200_000].split(b"\n\n")[:200]


def _of_recipient(block: Message, action: str, message_id: str) -> Bounce:
    named = line_of(block, "Original-Recipient") or line_of(block, "Final-Recipient")
    final = line_of(block, "Final-Recipient") or named
    found = _STATUS.search(line_of(block, "Status"))
    status = found[1] if found else ""
    return Bounce(
        address=_address(named) or _address(final),
        permanent=action == "failed" and _is_permanent(status),
        status=status,
        message_id=message_id,
        reason=line_of(block, "Diagnostic-Code")[:_LONGEST_REASON],
    )


def _address(value: str) -> str:
    return bare_address(value.rpartition(";")[2])


def _is_permanent(status: str) -> bool:
    return not status or (status.startswith("5.") and not status.endswith(_FULL))


def _id_of_returned(message: Part) -> str:
    """The id of the mail that came back, whole or by its headers."""
    for part in message.walk():
        if part.content_type == "message/rfc822" and part.parts:
            return next(iter(ids_in(part.parts[0].headers, "Message-ID")), "")
        if part.content_type in ("text/rfc822-headers", "message/global-headers"):
            found = _MESSAGE_ID.search(part.content()[:200_000].decode("utf-8", "replace"))
            return found[1] if found else ""
    return ""


def _from_words(message: Part, lines: list[str], sender: str, subject: str) -> Bounce | None:
    text = "\n".join(line[:1000] for line in lines)
    small = text.casefold()
    if not subject.casefold().startswith(_SUBJECTS) and not any(words in small for words in _WORDS):
        return None
    address = _failed_address(message, text, sender)
    if not address:
        return None
    status = _STATUS.search(text)
    is_delayed = any(word in f"{subject}\n{small}".casefold() for word in _DELAYED) and not _REFUSED.search(text)
    returned = _MESSAGE_ID.search(text)
    return Bounce(
        address=address,
        permanent=not is_delayed and _is_permanent(status[1] if status else ""),
        status=status[1] if status else "",
        message_id=returned[1] if returned else _id_of_returned(message),
        reason=_reason(lines, address),
    )


def _failed_address(message: Part, text: str, sender: str) -> str:
    """Exim names it in a header, the others in the first line that has an address and is not about themselves."""
    failed = _ADDRESS.search(line_of(message.headers, "X-Failed-Recipients"))
    if failed:
        return failed[0].lower()
    found = (one.lower() for one in _ADDRESS.findall(text))
    return next((one for one in found if one != sender and not one.startswith(("postmaster@", "mailer-daemon@"))), "")


def _reason(lines: list[str], address: str) -> str:
    """What stands directly behind the address."""
    at = next((index for index, line in enumerate(lines) if address in line.lower()), len(lines))
    behind = lines[at].lower().partition(address)[2] if at < len(lines) else ""
    said = lines[at][len(lines[at]) - len(behind) :] if behind.strip("<>:() ") else " ".join(lines[at + 1 : at + 4])
    return clean_line(said).strip("<>:() ")[:_LONGEST_REASON]
