"""Who may attempt what: the one table of roles and permissions. `rules.py` of a slice decides for the object."""

from enum import StrEnum


class Role(StrEnum):
    """A person can have several."""

    EMPLOYEE = "employee"
    IT_STAFF = "it_staff"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """Something that may be attempted."""

    ASK = "ask"
    ANSWER = "answer"
    COMMENT = "comment"
    VOTE = "vote"
    UPLOAD = "upload"
    CLAIM = "claim"
    OPEN_PRIVATE_TICKET = "open private ticket"
    READ_STAFF_CATEGORIES = "read staff categories"
    SEE_REMOVED_POSTS = "see removed posts"
    SEE_ASKER_ON_BEHALF = "see who asked anonymously"
    ACCEPT_FOR_ASKER = "accept for the asker"
    TAKE_OVER_CLAIM = "take over a claim"
    MARK_DUPLICATE = "mark duplicate"
    MOVE_QUESTION = "move question"
    LOCK_QUESTION = "lock question"
    PROTECT_QUESTION = "protect question"
    DELETE_POST = "delete post"
    CURATE_TAGS = "curate tags"
    CURATE_FAQ = "curate the FAQ"
    KEEP_KNOWN_ISSUES = "keep known issues"
    MAKE_TICKET = "make ticket"
    WORK_TICKETS = "work tickets"
    SEE_REPORTS = "see reports"
    EDIT_ANY_POST = "edit any post"
    HIDE_POST = "hide post"
    SEE_CONDUCT = "see conduct"
    MERGE_THREADS = "merge and split threads"
    USE_SAVED_REPLIES = "use saved replies"
    TAKE_STEPS = "take steps about people"
    REDACT_POSTS = "remove secrets from the forum"
    REDACT_TICKETS = "remove secrets from tickets"
    ADMINISTER = "administer"


_POSTING = {
    Permission.ASK,
    Permission.ANSWER,
    Permission.COMMENT,
    Permission.VOTE,
    Permission.UPLOAD,
    Permission.CLAIM,
    Permission.OPEN_PRIVATE_TICKET,
}
_ANY_STAFF = {
    Permission.READ_STAFF_CATEGORIES,
    Permission.SEE_REMOVED_POSTS,
    Permission.SEE_ASKER_ON_BEHALF,
    Permission.DELETE_POST,
    Permission.EDIT_ANY_POST,
    Permission.CURATE_TAGS,
    Permission.USE_SAVED_REPLIES,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.EMPLOYEE: frozenset(_POSTING),
    Role.IT_STAFF: frozenset(
        _POSTING
        | _ANY_STAFF
        | {
            Permission.ACCEPT_FOR_ASKER,
            Permission.TAKE_OVER_CLAIM,
            Permission.MARK_DUPLICATE,
            Permission.MOVE_QUESTION,
            Permission.LOCK_QUESTION,
            Permission.PROTECT_QUESTION,
            Permission.CURATE_FAQ,
            Permission.KEEP_KNOWN_ISSUES,
            Permission.MAKE_TICKET,
            Permission.WORK_TICKETS,
            Permission.REDACT_TICKETS,
            Permission.SEE_REPORTS,
        }
    ),
    Role.MODERATOR: frozenset(
        _POSTING
        | _ANY_STAFF
        | {
            Permission.MARK_DUPLICATE,
            Permission.MOVE_QUESTION,
            Permission.LOCK_QUESTION,
            Permission.PROTECT_QUESTION,
            Permission.CURATE_FAQ,
            Permission.HIDE_POST,
            Permission.SEE_CONDUCT,
            Permission.TAKE_STEPS,
            Permission.REDACT_POSTS,
            Permission.MERGE_THREADS,
        }
    ),
    Role.ADMINISTRATOR: frozenset(_POSTING | _ANY_STAFF | {Permission.ADMINISTER, Permission.SEE_REPORTS}),
}
STAFF_ROLES = frozenset({Role.IT_STAFF, Role.MODERATOR, Role.ADMINISTRATOR})


def roles_of(text: str) -> frozenset[Role]:
    """The roles kept on a person row, e.g. "employee it_staff"."""
    return frozenset(Role(word) for word in text.split())


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """All that somebody with these roles may attempt."""
    return frozenset[Permission]().union(*(PERMISSIONS[role] for role in roles))
