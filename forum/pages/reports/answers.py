"""What each report says in a sentence, of the whole scope."""

from forum.reports.backlog import Backlog
from forum.reports.effort import Effort
from forum.reports.flow import Flow
from forum.reports.judged import FEWEST, Judged
from forum.reports.kept import Kept
from forum.reports.mails import Mails
from forum.reports.pace import Pace
from forum.reports.returns import Returns
from forum.reports.share import Share
from forum.reports.spared import Spared
from forum.reports.word import Word
from forum.web.words import _, duration, moments, ngettext, number, tenths


def of_flow(whole: Flow) -> str:
    """How many came and went."""
    opened = ngettext("%(num)s ticket was opened,", "%(num)s tickets were opened,", whole.opened)
    solved = ngettext("%(num)s was solved.", "%(num)s were solved.", whole.solved)
    return f"{opened} {solved}"


def of_backlog(whole: Backlog) -> str:
    """How many there are, and since when."""
    if whole.oldest_at is None:
        return _("Nothing is open.")
    open_now = ngettext("%(num)s ticket is open.", "%(num)s tickets are open.", whole.tickets)
    oldest = _("The oldest was opened on %(day)s.", day=moments().day(whole.oldest_at))
    nobodys = ngettext("%(num)s has no owner.", "%(num)s have no owner.", whole.nobodys) if whole.nobodys else ""
    return " ".join(part for part in (open_now, oldest, nobodys) if part)


def of_pace(whole: Pace) -> str:
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


def of_kept(whole: Kept) -> str:
    """Two shares."""
    if not whole.response.of and not whole.resolution.of:
        return _("No time frame has ended in this time.")
    shares = _share(whole.response, _("First answers")), _share(whole.resolution, _("Solutions"))
    return " ".join(filter(None, shares))


def of_word(whole: Word) -> str:
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


def of_returns(whole: Returns) -> str:
    """How many threads went to IT, and how many fixes came back."""
    if not whole.of_threads:
        return _("No ticket was made from a thread in this time.")
    made = ngettext("%(num)s thread became a ticket.", "%(num)s threads became tickets.", whole.of_threads)
    if whole.percent is None:
        none = _("None of them is solved yet.")
        return f"{made} {none}"
    came = _("%(percent)s%% of the solved ones came back as an answer.", percent=whole.percent)
    return f"{made} {came}"


def of_judged(whole: Judged) -> str:
    """Of how many solutions something was said, and what."""
    if not whole.asked:
        return _("Nobody was asked in this time.")
    said = _(
        "%(answered)s of %(asked)s who were asked have answered.",
        answered=number(whole.answered),
        asked=number(whole.asked),
    )
    if whole.percent is None:
        too_few = _("What they said is told from %(num)s answers on.", num=FEWEST)
        return f"{said} {too_few}"
    worked = _("%(percent)s%% of them say that it worked.", percent=whole.percent)
    if whole.tenths is None:
        return f"{said} {worked}"
    mean = _("Their mean rating is %(rating)s of 5.", rating=tenths(whole.tenths))
    return f"{said} {worked} {mean}"


def of_mails(whole: Mails) -> str:
    """Mails a solution, and how many of them the requester got."""
    if whole.tenths is None or whole.requester_tenths is None:
        return _("Nothing was solved in this time.")
    return _(
        "%(mails)s mails a solution, %(own)s of them to the requester.",
        mails=tenths(whole.tenths),
        own=tenths(whole.requester_tenths),
    )


def of_effort(whole: Effort) -> str:
    """The time noted, and on how many tickets."""
    if not whole.tickets:
        return _("No time was noted in this time.")
    return ngettext(
        "%(time)s were noted on %(num)s ticket.",
        "%(time)s were noted on %(num)s tickets.",
        whole.tickets,
        time=duration(whole.minutes),
    )


def of_spared(whole: Spared) -> str:
    """The estimate, as a share of what is settled."""
    if not whole.forms:
        return _("Nothing was suggested to anybody in this time.")
    if whole.percent is None:
        return _("The seven days after which it is known are not over yet.")
    said = ngettext("%(num)s says so with a click.", "%(num)s say so with a click.", whole.solved)
    share = _(
        "An estimated %(percent)s%% found the answer and needed not ask (%(spared)s of %(of)s).",
        percent=whole.percent,
        spared=number(whole.spared),
        of=number(whole.settled),
    )
    return f"{share} {said}" if whole.solved else share


def _share(share: Share, what: str) -> str:
    if share.percent is None:
        return ""
    return _("%(what)s: %(percent)s%% in time (%(kept)s of %(of)s).", what=what, percent=share.percent,
             kept=number(share.kept), of=number(share.of))  # fmt: skip
