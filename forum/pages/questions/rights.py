"""What the reader may do with a thread, worked out once a page, so that templates only ask.

The actions check again; here a button is only spared where it would be refused.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.conduct.rules import is_silenced
from forum.conduct.screening import newcomer_until
from forum.questions.models import Visibility


class Thread(Protocol):
    """What the rights need of a question's row."""

    author_id: int | None
    on_behalf_id: int | None
    visibility: Visibility
    locked_at: object | None
    protected_at: object | None
    answer_count: int


@dataclass(frozen=True, slots=True)
class Rights:
    """One reader's rights on one thread."""

    is_asker: bool
    is_open: bool
    silenced: bool
    kept_out_until: datetime | None  # the thread is protected, and the reader new
    flag: bool
    answer: bool
    comment: bool
    vote: bool
    claim: bool
    take_over: bool
    accept: bool
    accept_for_asker: bool
    edit: bool
    edit_any: bool
    edit_own: bool
    delete: bool
    delete_any: bool
    hide: bool
    lock: bool
    protect: bool
    duplicate: bool
    move: bool
    merge: bool
    redact: bool
    ticket: bool
    promote: bool
    known_issue: bool
    see_affected: bool

    @property
    def has_tools(self) -> bool:
        """Whether the bar of staff's tools stands on the page."""
        return self.ticket or self.duplicate or self.move or self.lock or self.hide or self.delete_any


def rights_on(thread: Thread, reader: Actor, *, at: datetime) -> Rights:
    """What this reader may attempt on the thread now."""
    may = reader.permissions
    is_asker = reader.id != 0 and reader.id in (thread.author_id, thread.on_behalf_id)
    is_public = thread.visibility is Visibility.PUBLIC
    is_open = is_public and thread.locked_at is None
    silenced = is_silenced(reader, at=at)
    kept_out = newcomer_until(reader, at=at) if thread.protected_at and not is_asker else None
    speaks = is_open and not silenced and kept_out is None
    edit_any, delete_any = Permission.EDIT_ANY_POST in may, Permission.DELETE_POST in may
    return Rights(
        is_asker=is_asker,
        is_open=is_open,
        silenced=silenced,
        kept_out_until=kept_out,
        flag=is_public and reader.is_authenticated,
        answer=speaks and Permission.ANSWER in may,
        comment=speaks and Permission.COMMENT in may,
        vote=is_public and Permission.VOTE in may,
        claim=speaks and Permission.CLAIM in may,
        take_over=Permission.TAKE_OVER_CLAIM in may,
        accept=is_public and is_asker,
        accept_for_asker=is_public and Permission.ACCEPT_FOR_ASKER in may,
        edit=not silenced and (edit_any or (is_asker and is_open)),
        edit_any=edit_any and not silenced,
        edit_own=is_open and not silenced,
        delete=is_public and (delete_any or (is_asker and thread.answer_count == 0)),
        delete_any=delete_any,
        hide=Permission.HIDE_POST in may,
        lock=Permission.LOCK_QUESTION in may,
        protect=Permission.PROTECT_QUESTION in may,
        duplicate=Permission.MARK_DUPLICATE in may,
        merge=is_public and Permission.MERGE_THREADS in may,
        redact=Permission.REDACT_POSTS in may,
        move=Permission.MOVE_QUESTION in may,
        ticket=Permission.MAKE_TICKET in may,
        known_issue=is_public and Permission.KEEP_KNOWN_ISSUES in may,
        promote=is_public and Permission.CURATE_FAQ in may,
        see_affected=reader.is_staff,
    )
