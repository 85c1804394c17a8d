"""Which reports there are. Each is a question, how its figures are counted, its columns, and its answer in words.

A new report is one module of figures in `forum/reports`, one entry here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from forum.kernel.words import N_
from forum.pages.reports import answers
from forum.reports.backlog import Backlog, backlog
from forum.reports.effort import Effort, effort
from forum.reports.flow import Flow, flow
from forum.reports.judged import Judged, judged
from forum.reports.kept import Kept, kept
from forum.reports.mails import Mails, mails
from forum.reports.pace import Pace, pace
from forum.reports.returns import Returns, returns
from forum.reports.scope import Cut, Scope
from forum.reports.spared import Spared, spared
from forum.reports.word import Word, word
from forum.tickets.worked.settings import NOTES_TIME


class Unit(StrEnum):
    """How a figure is written."""

    COUNT = "count"
    MINUTES = "minutes"
    PERCENT = "percent"
    TENTHS = "tenths"


@dataclass(frozen=True)
class Column:
    """A column of a report's tables. `is_drawn`: the rows of the first table are bars of the chart."""

    label: str
    unit: Unit
    is_drawn: bool = False


@dataclass(frozen=True)
class Report:
    """`figures` counts by a cut, `nothing` stands where a key has no figures, `values` are a row's cells.

    `answer` says them of the whole in a sentence. There is a table for each of `cuts`; the first is drawn.
    `is_wanted`: whether the administrator's settings have it.
    """

    question: str
    note: str
    columns: tuple[Column, ...]
    figures: Callable[[Cut, Scope, datetime], Mapping[int | None, Any]]
    nothing: Any
    values: Callable[[Any], tuple[int | None, ...]]
    answer: Callable[[Any], str]
    cuts: tuple[Cut, ...] = (Cut.WEEK, Cut.TEAM, Cut.CATEGORY)
    is_of_tickets: bool = True
    is_wanted: Callable[[], bool] = lambda: True


REPORTS: dict[str, Report] = {
    "flow": Report(
        N_("Do we keep up?"),
        N_("A ticket counts in the week it was opened and in the week it was solved."),
        (Column(N_("Opened"), Unit.COUNT, is_drawn=True), Column(N_("Solved"), Unit.COUNT, is_drawn=True)),
        lambda cut, scope, _at: flow(cut, scope),
        Flow(),
        lambda row: (row.opened, row.solved),
        answers.of_flow,
    ),
    "backlog": Report(
        N_("What is still open?"),
        N_("Every ticket that is not solved at this moment, whenever it was opened."),
        (
            Column(N_("Still open"), Unit.COUNT, is_drawn=True),
            Column(N_("Without owner"), Unit.COUNT, is_drawn=True),
            Column(N_("Waiting for the requester"), Unit.COUNT),
            Column(N_("Waiting for a supplier"), Unit.COUNT),
        ),
        lambda cut, scope, at: backlog(cut, scope, at=at),
        Backlog(),
        lambda row: (row.tickets, row.nobodys, row.for_requester, row.for_third),
        answers.of_backlog,
        (Cut.AGE, Cut.TEAM, Cut.CATEGORY),
    ),
    "pace": Report(
        N_("How fast are we?"),
        N_(
            "Business time of the team's calendar, without the time a ticket waits for its requester. Half of all "
            "tickets do not exceed the median, nine in ten do not exceed the 90th percentile."
        ),
        (
            Column(N_("First answers"), Unit.COUNT),
            Column(N_("First answer, median"), Unit.MINUTES, is_drawn=True),
            Column(N_("First answer, 90th percentile"), Unit.MINUTES),
            Column(N_("Solutions"), Unit.COUNT),
            Column(N_("Solution, median"), Unit.MINUTES, is_drawn=True),
            Column(N_("Solution, 90th percentile"), Unit.MINUTES),
        ),
        lambda cut, scope, _at: pace(cut, scope),
        Pace(),
        lambda row: (
            *(row.response.count, row.response.median, row.response.ninetieth),
            *(row.resolution.count, row.resolution.median, row.resolution.ninetieth),
        ),
        answers.of_pace,
    ),
    "time-frames": Report(
        N_("Do we keep our time frames?"),
        N_(
            "Each ticket counts in the week it was opened, once its time frame is over: done in time, too late, or "
            "still not done. Tickets for which nothing was aimed at are left out."
        ),
        (
            Column(N_("First answers due"), Unit.COUNT),
            Column(N_("First answers in time"), Unit.PERCENT, is_drawn=True),
            Column(N_("Solutions due"), Unit.COUNT),
            Column(N_("Solutions in time"), Unit.PERCENT, is_drawn=True),
        ),
        lambda cut, scope, at: kept(cut, scope, at=at),
        Kept(),
        lambda row: (row.response.of, row.response.percent, row.resolution.of, row.resolution.percent),
        answers.of_kept,
    ),
    "promises": Report(
        N_("Do we keep our promises?"),
        N_(
            "Each promise counts in the week it was due. One that was moved was taken back in time, with a reason, "
            "and another given."
        ),
        (
            Column(N_("Promise kept"), Unit.COUNT, is_drawn=True),
            Column(N_("Moved"), Unit.COUNT),
            Column(N_("Missed"), Unit.COUNT, is_drawn=True),
            Column(N_("Share that was kept"), Unit.PERCENT),
        ),
        lambda cut, scope, at: word(cut, scope, at=at),
        Word(),
        lambda row: (row.kept, row.moved, row.missed, row.percent),
        answers.of_word,
    ),
    "satisfaction": Report(
        N_("Are people content?"),
        N_(
            "Each solution counts in the week its requester was asked whether it worked. Of fewer than five answers "
            "only the number is told. What somebody wrote is read by whose work it was, and by nobody else."
        ),
        (
            Column(N_("Asked"), Unit.COUNT),
            Column(N_("Answers"), Unit.COUNT),
            Column(N_("It worked"), Unit.PERCENT, is_drawn=True),
            Column(N_("Ratings"), Unit.COUNT),
            Column(N_("Mean rating, 1 to 5"), Unit.TENTHS),
        ),
        lambda cut, scope, _at: judged(cut, scope),
        Judged(),
        lambda row: (row.asked, row.answered, row.percent, row.rated, row.tenths),
        answers.of_judged,
    ),
    "mails": Report(
        N_("How many mails does a solution take?"),
        N_(
            "Mails about one ticket, counted in the week it was solved. A mail that tells of several things is left "
            "out, and so are tickets that were solved before mails said which ticket they are about."
        ),
        (
            Column(N_("Solved"), Unit.COUNT),
            Column(N_("Mails"), Unit.COUNT),
            Column(N_("Mails a solution"), Unit.TENTHS, is_drawn=True),
            Column(N_("Of these to the requester"), Unit.TENTHS, is_drawn=True),
        ),
        lambda cut, scope, _at: mails(cut, scope),
        Mails(),
        lambda row: (row.solved, row.sent, row.tenths, row.requester_tenths),
        answers.of_mails,
    ),
    "effort": Report(
        N_("How much work is it?"),
        N_(
            "Time that IT staff have noted on tickets, counted in the week it was noted. Nobody has to note any, so it "
            "is what was noted and not all that was worked."
        ),
        (
            Column(N_("Tickets with time"), Unit.COUNT),
            Column(N_("Time worked"), Unit.MINUTES, is_drawn=True),
            Column(N_("Mean a ticket"), Unit.MINUTES),
        ),
        lambda cut, scope, _at: effort(cut, scope),
        Effort(),
        lambda row: (row.tickets, row.minutes, row.mean),
        answers.of_effort,
        is_wanted=NOTES_TIME,
    ),
    "returns": Report(
        N_("Do fixes come back to the forum?"),
        N_(
            "Of the tickets opened in a week, those made from a thread; and of these, once solved, those whose fix "
            "stands in the thread as an answer."
        ),
        (
            Column(N_("Opened"), Unit.COUNT),
            Column(N_("Made from a thread"), Unit.COUNT, is_drawn=True),
            Column(N_("Of these solved"), Unit.COUNT),
            Column(N_("Came back as an answer"), Unit.COUNT, is_drawn=True),
            Column(N_("Share that came back"), Unit.PERCENT),
        ),
        lambda cut, scope, _at: returns(cut, scope),
        Returns(),
        lambda row: (row.opened, row.of_threads, row.solved, row.returned, row.percent),
        answers.of_returns,
    ),
    "spared": Report(
        N_("Do people find the answer before they ask?"),
        N_(
            "An ask form counts in the week it was opened, once something was suggested beside it. The estimate of "
            "spared questions is of forms of which a suggestion was opened or, says the reader, solved it; from which "
            "nothing was posted; and whose person, in the next seven days and the same category, opened no ticket, "
            "asked nothing, and opened no other suggestion beside a form. Where no category is known, any counts. "
            "Nobody can know who would really have asked. The share is of the forms whose seven days are over."
        ),
        (
            Column(N_("Forms with suggestions"), Unit.COUNT, is_drawn=True),
            Column(N_("A suggestion was opened"), Unit.COUNT),
            Column(N_("“This solved it”"), Unit.COUNT),
            Column(N_("Left without posting"), Unit.COUNT),
            Column(N_("No ticket in seven days"), Unit.COUNT),
            Column(N_("Spared, estimated"), Unit.COUNT, is_drawn=True),
            Column(N_("Share that was spared"), Unit.PERCENT),
        ),
        lambda cut, scope, _at: spared(cut, scope),
        Spared(),
        lambda row: (row.forms, row.opened, row.solved, row.left, row.no_ticket, row.spared, row.percent),
        answers.of_spared,
        is_of_tickets=False,
    ),
}  # fmt: skip
