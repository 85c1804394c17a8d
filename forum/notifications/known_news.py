"""Who hears what of a known issue: each person once, however he is concerned."""

from typing import Any

from forum.knowledge.known.models import IssueState
from forum.knowledge.known.queries.concerned import concerned_by
from forum.knowledge.known.queries.issue import issue_to_tell, words_of_update
from forum.notifications.news import News, beginning_of


def updated(facts: dict[str, Any]) -> News | None:
    """Watchers, and everybody in attached threads and tickets, hear the news; when it is fixed they are asked."""
    issue = issue_to_tell(facts["issue"])
    kind = "known_update"
    if facts["closed"]:
        kind = "known_fixed" if issue.state == IssueState.FIXED else "known_given_up"
    told = dict.fromkeys(concerned_by(issue.id), kind)
    return _of(issue, facts["by"], told, beginning_of(words_of_update(facts["update"])))


def not_fixed(facts: dict[str, Any]) -> News | None:
    """The owner hears that it does not work for somebody."""
    issue = issue_to_tell(facts["issue"])
    return _of(issue, facts["by"], {issue.owner_id: "known_not_fixed"})


def helped(facts: dict[str, Any]) -> News | None:
    """The owner hears that it spared a question."""
    issue = issue_to_tell(facts["issue"])
    return _of(issue, facts["by"], {issue.owner_id: "helped"})


def missed(facts: dict[str, Any]) -> News | None:
    """The owner hears that his news are overdue, later the lead; nobody where there has been news meanwhile."""
    issue = issue_to_tell(facts["issue"])
    if issue.closed_at is not None or issue.owner_told_at is None:
        return None
    lead = facts["lead"]
    return _of(issue, None, {lead: "known_overdue_lead"} if lead else {issue.owner_id: "known_overdue"})


def _of(issue: Any, by_id: int | None, told: dict[int, str], text: str = "") -> News:
    return News(by_id, f"/known-issues/{issue.id}/{issue.slug}", issue.title, told, issue_id=issue.id, text=text)
