"""Small dumps in the format of the real ones, written by the tests themselves."""

from pathlib import Path
from xml.sax.saxutils import quoteattr

Rows = list[dict[str, str]]
AT = "2016-12-06T19:22:48.170"

USERS: Rows = [
    {"Id": "-1", "DisplayName": "Community", "CreationDate": AT},
    {"Id": "1", "DisplayName": "Ghanima", "CreationDate": AT, "Location": "Penang"},
    {"Id": "2", "DisplayName": "Aurora Lee", "CreationDate": AT},
]
POSTS: Rows = [
    {
        "Id": "10", "PostTypeId": "1", "AcceptedAnswerId": "12", "CreationDate": AT, "Score": "9", "ViewCount": "77",
        "Body": "<p>How do I reset the <code>gateway</code>?</p><script>alert(1)</script>", "OwnerUserId": "1",
        "Title": "Reset the gateway", "Tags": "<gateway><wifi>",
    },
    {
        "Id": "11", "PostTypeId": "1", "CreationDate": AT, "Score": "0", "Body": "<p>The same again.</p>",
        "Title": "Gateway reset", "Tags": "|gateway|", "OwnerUserId": "2",
    },
    {
        "Id": "12", "PostTypeId": "2", "ParentId": "10", "CreationDate": AT, "Score": "4", "OwnerUserId": "2",
        "Body": "<p>Hold the button for <strong>ten</strong> seconds.</p>",
    },
]  # fmt: skip
HISTORY: Rows = [
    {
        "Id": "1", "PostHistoryTypeId": "2", "PostId": "12", "RevisionGUID": "g1", "CreationDate": AT, "UserId": "2",
        "Text": "Hold the button.",
    },
    {
        "Id": "2", "PostHistoryTypeId": "5", "PostId": "12", "RevisionGUID": "g2", "CreationDate": AT, "UserId": "1",
        "Text": "Hold the button for **ten** seconds.", "Comment": "how long",
    },
]  # fmt: skip
COMMENTS: Rows = [
    {"Id": "5", "PostId": "12", "Score": "1", "Text": "Works, thanks!", "CreationDate": AT, "UserId": "1"},
    {"Id": "6", "PostId": "999", "Score": "0", "Text": "Lost.", "CreationDate": AT, "UserId": "1"},
]


def duplicate(question: int, original: int) -> dict[str, str]:
    """A row of PostLinks: the question was asked before."""
    return {"Id": "1", "CreationDate": AT, "PostId": f"{question}", "RelatedPostId": f"{original}", "LinkTypeId": "3"}


LINKS: Rows = [duplicate(11, 10)]


def write_dump(folder: Path, *, posts: Rows = POSTS, history: Rows = HISTORY, links: Rows = LINKS) -> Path:
    """A folder with the dump's files."""
    files = {"Users": USERS, "Posts": posts, "PostHistory": history, "Comments": COMMENTS, "PostLinks": links}
    for name, rows in files.items():
        lines = "".join(f"  <row {' '.join(f'{k}={quoteattr(v)}' for k, v in row.items())} />\n" for row in rows)
        (folder / f"{name}.xml").write_text(
            f'<?xml version="1.0" encoding="utf-8"?>\n<{name}>\n{lines}</{name}>\n', "utf-8"
        )
    return folder
