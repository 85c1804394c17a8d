"""What the matrix sends in each form: right in every way, so that only the visitor decides about the answer."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from forum.accounts.actions.lines import mark_of
from forum.tickets.models import Level
from tests.access.company import PASSWORD, World
from tests.access.visitors import person_of
from tests.files import samples

_WORDS = {"source": "Hold the button for ten seconds.", "key": "k1"}
_EDITED = {"revision": "2"}
_EDIT_COMMENT = {"source": "New words.", "revision": "1"}
_EDIT_ANSWER = {**_EDIT_COMMENT, "reason": "clearer"}
_EDIT = {**_EDIT_ANSWER, "title": "A longer title", "tags": "printer"}
_ASK = {"title": "Printer prints blank", "category": "hardware", "tags": "printer", **_WORDS}
_CATEGORY = {"name": "Software", "audience": "everyone", "team": ""}
_CALENDAR = {"name": "Penang", "zone": "Asia/Kuala_Lumpur", "day-0": "09:00-18:00"}
_EDIT_ENTRY = {"question": "Why is it blank?", "source": "No toner.", "category": "{category}", "revision": "1"}
_ENTRY = {**_EDIT_ENTRY, "language": "en"}
_EDIT_ISSUE = {
    "title": "Outlook does not start", "service": "Outlook", "category": "{category}", "source": "It closes.",
    "revision": "1",
}  # fmt: skip
_UPDATE = {"news": "We look.", "state": "investigating", "next_update": "2026-03-05T16:00", "revision": "1"}
_ISSUE = {**_EDIT_ISSUE, **_UPDATE}
_WINDOW = {
    "title": "New mail server", "service": "Mail", "category": "{category}", "source": "No mail.",
    "begins": "2026-03-07T20:00", "ends": "2026-03-07T22:00",
}  # fmt: skip
_PUBLICATION = {"title": "Printer prints blank", "tags": "printer", "source": "It did.", "answer": "It does not."}
_SAVED = {"title": "Ready", "source": "Hi {{ requester.name }},\n\nit is ready.", "source_ms": "", "revision": "0"}
_DEVICE = {"name": "ThinkPad T14", "kind": "laptop", "system": "Windows", "asset": "LT-KL-0231"}
_INTAKE = {"act": "save", "revision": "0", "label-0": "Room", "kind-0": "text"}
MATRIX = {f"{impact}-{urgency}": "normal" for impact in Level for urgency in Level}
_WATCHED = {"kind": "category", "thing": "{category}"}

# By the end of the path, the longest first.
FORMS: dict[str, Any] = {
    "/answers": _WORDS, "/comments": _WORDS, "/edit": _EDIT, "/restore": {"revision": "1"}, "/vote": {"value": "1"},
    "/answers/{answer}/edit": {**_EDIT_ANSWER, **_EDITED}, "/answers/{closed_answer}/edit": _EDIT_ANSWER,
    "/questions/{q}/edit": {**_EDIT, **_EDITED}, "/questions/{q}/revisions/1/restore": _EDITED,
    "/answers/{answer}/revisions/1/restore": _EDITED, "/faq/{entry}/revisions/1/restore": _EDITED,
    "/faq/{closed_entry}/revisions/1/restore": _EDITED,
    "/comments/{comment}/edit": _EDIT_COMMENT, "/comments/{closed_comment}/edit": _EDIT_COMMENT,
    "/questions": _ASK, "/questions/new": _ASK,
    "/questions/new/solved": {"solved": "thread:{q}", "key": "key-of-a-form"},
    "/preview": {"source": "x"}, "/language": {"language": "ms"},
    "/duplicate": {"original": "{q}"}, "/move": {"category": "hardware"},
    "/files": lambda: {"file": (BytesIO(b"a line"), "app.log")},
    "/calendars/{spare}/file": lambda: {"file": (BytesIO(_ICS), "days.ics")},
    "/settings/photo": lambda: {"photo": (BytesIO(samples.png()), "me.png")},
    "/sign-in": {"email": "sam.lee@kencana.example", "password": PASSWORD},
    "/sign-up": {"name": "Zara Idris", "email": "zara@kencana.example", "password": PASSWORD},
    "/setup": {"name": "Zara Idris", "email": "zara@kencana.example", "password": PASSWORD, "code": "x"},
    "/forgotten-password": {"email": "sam.lee@kencana.example"}, "/new-password/{password}": {"password": PASSWORD},
    "/confirm/confirm/{confirm}": {"password": PASSWORD},
    "/settings": {"name": "{my_name}", "handle": "{my_handle}", "languages": "", "about": ""},
    "/settings/preferences": {"language": "ms", "zone": "", "theme": "dark", "shortcuts": "y", "tone_check": "y"},
    "/settings/notifications": {"way-answers": "digest", "rhythm": "weekly", "quiet_from": "22:00"},
    "/watches": _WATCHED, "/watches/undo": _WATCHED,
    "/settings/password": {"present": PASSWORD, "password": "ten-green-bottles"},
    "/settings/devices": _DEVICE, "/settings/devices/{device}": _DEVICE, "/affected/device": {"device": "LT-0042"},
    "/settings/devices/browser": _DEVICE,
    "/settings/address": {"present": PASSWORD, "email": "new@kencana.example"},
    "/tickets/new": {"title": "A private matter", "source": "It is private.", "category": ""},
    "/replies": {"reply": "Thank you."}, "/notes": {"note": "Ask the vendor."},
    "/time": {"time": "90", "key": "k1"}, "/time/{time}": {"time": "1h 30m"}, "/state": {"act": "reopen"},
    "/{private}/state": {"act": "wait_third"}, "/owner": {"owner": "{iris}"}, "/team": {"team": "{team}"},
    "/promise": {"promised": "2026-03-09T16:00"}, "/weight": {"impact": "high", "urgency": "low"},
    "/admin/matrix": MATRIX,
    "/priority": {"priority": "high"}, "/step": {"step": "We wait for a part."}, "/resolution": {"fix": "New toner."},
    "/missing": {"item": "Room", "words": "Hello"}, "/missing/answers": {"missing-{missing}": "4.12"},
    "/tickets/{private}/edit": {"title": "A better title", "category": "{category}"},
    "/faq": _ENTRY, "/faq/new": _ENTRY, "/faq/{entry}/edit": {**_EDIT_ENTRY, **_EDITED},
    "/faq/{entry}/owner": {"owner": "{iris}"},
    "/comment": {"comment": "It helped."}, "/faq/{draft_entry}/publication": {},
    "/known-issues/new": _ISSUE, "/known-issues/{issue}/edit": _EDIT_ISSUE, "/updates": _UPDATE,
    "/known-issues/{issue}/threads": {"threads": "{q}"}, "/known-issue": {"issue": "{issue}"},
    "/maintenance/new": _WINDOW, "/maintenance/{window}/edit": _WINDOW,
    "/desk/absence": {"stand_in": "{stand_in}", "last_day": "2026-03-20"}, "/desk/hand-over": {"to": "{stand_in}"},
    "/worked/{worked}": {"verdict": "worked"}, "/worked/{worked}/rating": {"rating": "4", "comment": "Quick."},
    "/tickets/{private}/merge": {"into": "{mine}"},
    "/tickets/{confidential}/merge": {"into": "{done}"},
    "/tickets/{private}/whole": {"whole": "{ticket}"},
    "/tickets/{private}/split": {"title": "Another matter", "source": "It is another one.", "category": ""},
    "/tickets/new/for": {"requester": "ben.ong", "title": "He called", "source": "Nothing works.", "category": ""},
    "/queue/bulk": {"change": "priority:low", "ticket": "{private}"},
    "/publication": {**_PUBLICATION, "category": "{category}"},
    "/description": {"description": "Machines that print."}, "/name": {"name": "printers"},
    "/synonyms": {"synonym": "drucker"}, "/synonyms/undo": {"synonym": "drucker"},
    "/merge": {"into": "zqtag", "sure": "1"},
    "/admin/people": {"name": "Zara Idris", "email": "zara@kencana.example"},
    "/admin/invitations": {"email": "zara@kencana.example"}, "/{imported}/owner": {"email": "zara@kencana.example"},
    "/people/{handle}/account": {"name": "Tara Goh Mei", "email": "tara.goh.mei@kencana.example"},
    "/people/{handle}/erasure": {"sure": "{handle}"},
    "/roles": {"role": "moderator", "act": "grant"},
    "/groups": {"group": "{group}"},
    "/people/{iris_handle}/teams": {"team": "{team}", "speciality": "Wi-Fi"},
    "/admin/categories/new": _CATEGORY, "/admin/categories/{category}": _CATEGORY,
    "/admin/categories/{category}/form": _INTAKE,
    "/admin/calendars/new": _CALENDAR, "/admin/calendars/{spare}": _CALENDAR,
    "/teams/{team}/calendar": {"calendar": "{spare}"}, "/admin/settings/company": {"value": "Kencana"},
    "/saved": {"q": "printer"}, "/saved/removal": {"q": "printer"}, "/saved/notices": {"q": "printer"},
    "/saved/notices/undo": {"q": "printer"},
    "/saved-replies/new": {**_SAVED, "scope": "me", "key": "k1"}, "/saved-replies/{saved}": _SAVED,
    "/saved-replies/{saved_own}": _SAVED,
    "/answers/{answer}/thanks": {"words": "That was it."}, "/answers/{closed_answer}/thanks": {"words": "That was it."},
    "/tone": {"source": "STOP IT NOW"}, "/drafts": {"source": "Stop it.", "address": "/questions", "key": "k1"},
    "/admin/house-rules": {"source": "Be kind.", "revision": "1"},
    "/admin/mail-addresses": {"email": "help@kencana.example", "makes": "ticket", "category": "", "team": ""},
    "/mail-in/{received}/ticket": {"ticket": "{private}"},
    "/mail-in/{received}/answer": {"thread": "{q}"}, "/mail-in/{received}/comment": {"thread": "/questions/{q}"},
    "/admin/watched-words": {"words": "hold: casino*", "seen": mark_of("")},
    "/admin/search-words": {"words": "vpn = tunnel", "seen": mark_of("")},
    "/flag/question/{q}": {"why": "spam"}, "/flag/answer/{accepted}": {"why": "spam"},
    "/flag/comment/{comment}": {"why": "spam"}, "/flag/reply/{reply}": {"why": "spam"},
    "/flag/person/{tara}": {"why": "other", "note": "It is not true."},
    "/objection": {"objection": "It was about the printer."},
    "/steps": {"step": "silence_1", "words": "You called a colleague a fool."},
    "/steps/{objected}/answer": {"act": "undo", "answer": "You are right."},
    "/questions/{q}/lock": {"reason": "Settled."},
    "/questions/{q}/protection": {"reason": "Many say only that they have it, too."},
    "/questions/{lonely}/merge": {"into": "{q}"}, "/questions/{lonely}/secret": {"text": "changed the toner"},
    "/tickets/{private}/secret": {"text": "zqprivate"},
    "/split": {"title": "The scanner does not scan", "answers": "{answer}"},
    "/decision": {"verdict": "agreed", "remedy": "hidden", "text": "rude"},
    "/admin/teams": {"name": "Servers", "kind": "team"},
}  # fmt: skip
_ICS = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261224\r\n"
    b"DTSTAMP:20260101T000000Z\r\nSUMMARY:Off\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def form_for(path: str, world: World, visitor: str) -> dict[str, Any]:
    """What the visitor sends to this path of the table, with the world's ids in it."""
    ends = sorted((end for end in FORMS if path.endswith(end)), key=len, reverse=True)
    found: Any = FORMS[ends[0]] if ends else {}
    if isinstance(found, Callable):  # type: ignore[arg-type]
        return dict(found())
    me = person_of(world, visitor)
    names = {**world.names, "my_name": me.name if me else "", "my_handle": me.handle if me else ""}
    return {name.format(**names): value.format(**names) for name, value in found.items()}
