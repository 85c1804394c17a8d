"""What each report says in a sentence, of the whole scope."""

from forum.reports.flow import Backlog, Flow
from forum.reports.kept import Kept
from forum.reports.pace import Pace
from forum.reports.returns import Returns
from forum.reports.share import Share
from forum.reports.word import Word
from forum.web.words import _, duration, moments, ngettext, number


def of_flow(whole: Flow, left: Backlog | None) -> str:
    """How many came and went, and what is left."""
    done = _(
        "%(opened)s tickets were opened and %(solved)s solved.",
        opened=number(whole.opened),
        solved=number(whole.solved),
    )
    if left is None or left.oldest_at is None:
        return f"{done} {_('Nothing is open.')}"
    open_now = ngettext("%(num)s is open now.", "%(num)s are open now.", left.total)
    return f"{done} {open_now} {_('The oldest was opened on %(day)s.', day=moments().day(left.oldest_at))}"


def of_pace(whole: Pace, _now: Backlog | None) -> str:
    """Medians first."""
    if whole.response.median is None:
        return _("No ticket was answered in this time.")
    answered = _(
        "Half of all first answers came within %(median)s of business time, nine in ten within %(ninetieth)s.",
        median=duration(whole.response.median),
        ninetieth=duration(whole.response.ninetieth or 0),
    )
    if whole.resolution.median is None:
        return answered
    solved = _(
        "Half of all solutions came within %(median)s, nine in ten within %(ninetieth)s.",
        median=duration(whole.resolution.median),
        ninetieth=duration(whole.resolution.ninetieth or 0),
    )
    return f"{answered} {solved}"


def of_kept(whole: Kept, _now: Backlog | None) -> str:
    """Two shares."""
    if not whole.response.of and not whole.resolution.of:
        return _("No time frame has ended in this time.")
    return f"{_share(whole.response, _('First answers'))} {_share(whole.resolution, _('Solutions'))}".strip()


def of_word(whole: Word, _now: Backlog | None) -> str:
    """The share that was kept, and what was moved beside it."""
    if whole.percent is None:
        return _("No promise was due in this time.")
    kept = _(
        "%(percent)s%% of the promises were kept (%(kept)s of %(of)s).",
        percent=whole.percent,
        kept=number(whole.kept),
        of=number(whole.kept + whole.missed),
    )
    moved = ngettext("%(num)s was moved beforehand.", "%(num)s were moved beforehand.", whole.moved)
    return f"{kept} {moved}" if whole.moved else kept


def of_returns(whole: Returns, _now: Backlog | None) -> str:
    """How many threads went to IT, and how many fixes came back."""
    if not whole.of_threads:
        return _("No ticket was made from a thread in this time.")
    made = ngettext("%(num)s thread became a ticket.", "%(num)s threads became tickets.", whole.of_threads)
    if whole.percent is None:
        return f"{made} {_('None of them is solved yet.')}"
    came = _("%(percent)s%% of the solved ones came back as an answer.", percent=whole.percent)
    return f"{made} {came}"


def _share(share: Share, what: str) -> str:
    if share.percent is None:
        return ""
    return _("%(what)s: %(percent)s%% in time (%(kept)s of %(of)s).", what=what, percent=share.percent,
             kept=number(share.kept), of=number(share.of))  # fmt: skip
