"""Queueing a mail: a row in the outbox, in the transaction of its cause."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from forum.kernel.db import session
from forum.kernel.text.clean import clean_line
from forum.mail.models import OWN_DOMAIN, OutgoingMail


def queue_mail(
    *,
    person_id: int | None,
    address: str,
    language: str,
    template: str,
    facts: Mapping[str, Any],
    sender_name: str,
    at: datetime,
    in_reply_to: str | None = None,
    reply_key: str | None = None,
    is_auto_reply: bool = False,
) -> OutgoingMail:
    """The worker will send the mail. `template` is a folder of templates/email, `facts` are plain JSON values.

    `reply_key` is the secret of the address that answers go to, where mail comes in; `is_auto_reply` is true of a mail
    that answers another by itself (RFC 3834). `sender_name` is the person's who speaks; empty where the forum itself
    does. A fact named `link` is a secret: it is forgotten once the mail has left. The Message-ID is fixed now, so that
    a mail sent twice after a crash is seen as one.
    """
    mail = OutgoingMail(
        person_id=person_id,
        address=address,
        language=language or "en",
        template=template,
        facts=dict(facts),
        sender_name=clean_line(sender_name)[:120],
        message_id=secrets.token_hex(12) + OWN_DOMAIN,
        in_reply_to=in_reply_to,
        reply_key=reply_key,
        is_auto_reply=is_auto_reply,
        due_at=at,
        created_at=at,
    )
    session.add(mail)
    session.flush()
    return mail
