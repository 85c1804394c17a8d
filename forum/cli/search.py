"""`forum search`: the index that questions are found with."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from forum.accounts.settings import COMPANY_ZONE
from forum.cli import in_app
from forum.cli.acting import actor_with
from forum.kernel import clock
from forum.kernel.moments import zone_named
from forum.operations.checks import DAMAGE_REMEDY, SILENCE_REMEDY
from forum.search.asking import Asker
from forum.search.check import Explained, difference, explanations, explanations_for
from forum.search.evaluation.judged import NotJudged, judged_queries
from forum.search.evaluation.trial import ablation as ablation_of
from forum.search.evaluation.trial import halves, tried
from forum.search.filters import BY_ME, FOLLOWED
from forum.search.grammar import Hint, read_query
from forum.search.index.protocol import Explanation, IndexSilent, IndexUnusable, RebuildUnderWay
from forum.search.jobs import waiting_threads
from forum.search.place import index
from forum.search.rebuild import count_threads
from forum.search.rebuild import rebuild as make_again

_File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def search() -> None:
    """The search index."""


@search.command()
@in_app
def rebuild() -> None:
    """Make the index again beside the one in use, then exchange them; the forum may go on running."""
    with _told():
        try:
            with click.progressbar(length=count_threads(), label="Indexing threads") as bar:
                held = make_again(at=clock.now(), progress=bar.update)
        except RebuildUnderWay as reason:
            raise click.ClickException(str(reason)) from None
        except OSError as failure:
            said = f"The index cannot be written: {failure.strerror}. Look at its folder and its disk."
            raise click.ClickException(said) from None
    click.echo(f"The index holds {held} threads.")


@search.command()
@in_app
def status() -> None:
    """Say how the index stands."""
    with _told():
        found = index().status()
    size, pieces = f"{found.bytes / 1e6:.1f} MB", "segment" if found.segments == 1 else "segments"
    click.echo(f"{found.threads} threads in {found.segments} {pieces}, {size}, format {found.format}.")
    click.echo(f"{waiting_threads()} threads are waiting to be indexed.")


@search.command()
@in_app
def check() -> None:
    """Compare the index with the database; exit 1 if a thread is missing, left over or out of date."""
    with _told():
        if wrong := index().look_through():
            raise IndexUnusable(wrong)
        found = difference()
    click.echo(f"{found.missing} missing, {found.left_over} left over, {found.stale} out of date.")
    if found.missing or found.left_over or found.stale:
        click.echo("If this stays so while the worker runs: forum search rebuild")
        sys.exit(1)


_judged = (
    click.option("--queries", required=True, type=_File, help="CSV or JSON lines: id, title, content, created."),
    click.option("--qrels", required=True, type=_File, help="Lines of query_id, doc_id, score, with tabs."),
    click.option("--earlier-only", is_flag=True, help="Only threads asked before the query count, as in life."),
)


@search.command("eval")
@in_app
def evaluate(queries: Path, qrels: Path, earlier_only: bool) -> None:
    """Say how well judged repeats are found. Weights are chosen on even query numbers: look at the odd ones."""
    with _told():
        judged = judged_queries(queries, qrels, is_earlier_only=earlier_only)
        even, odd = halves(judged)
        for name, half in (("all", judged), ("even", even), ("odd", odd)):
            found = tried(half, now=clock.now(), is_earlier_only=earlier_only)
            click.echo(f"{name:>4}: {found.queries} queries")
            click.echo(f"      MRR@10    {_between(found.reciprocal_rank, found.reciprocal_rank_between)}")
            click.echo(f"      recall@10 {_between(found.recall, found.recall_between)}")
            click.echo(f"      nDCG@10   {found.ndcg:.3f}")
            click.echo(f"      latency   p50 {found.milliseconds[0]:.1f} ms, p95 {found.milliseconds[1]:.1f} ms")


@search.command()
@in_app
def ablation(queries: Path, qrels: Path, earlier_only: bool) -> None:
    """Say what each weight of the ranking gives: how much worse judged repeats are found without it."""
    with _told():
        judged = judged_queries(queries, qrels, is_earlier_only=earlier_only)
        click.echo(f"{'without':<28} {'MRR@10':>8} {'recall@10':>10}")
        for lost in ablation_of(judged, now=clock.now(), is_earlier_only=earlier_only):
            if lost.what:
                click.echo(f"{lost.what:<28} {-lost.reciprocal_rank:>+8.3f} {-lost.recall:>+10.3f}")
            else:
                click.echo(f"{'nothing: all of it':<28} {lost.reciprocal_rank:>8.3f} {lost.recall:>10.3f}")


for _option in reversed(_judged):
    evaluate, ablation = _option(evaluate), _option(ablation)


def _between(figure: float, bounds: tuple[float, float]) -> str:
    return f"{figure:.3f} (95% between {bounds[0]:.3f} and {bounds[1]:.3f})"


@search.command(context_settings={"ignore_unknown_options": True})  # "-scanner" is a word to leave out
@click.argument("query")
@click.option("--as", "address", metavar="MAIL", help="What this person finds; otherwise threads of all categories.")
@click.option("--most", default=5, show_default=True, type=click.IntRange(1, 50), help="How many threads.")
@in_app
def explain(query: str, address: str | None, most: int) -> None:
    """Say of the best threads why each stands where it does."""
    at = clock.now()
    wanted = read_query(query, today=at.date())
    hints: Sequence[Hint] = wanted.hints
    with _told():
        if address:
            person = actor_with(address, at=at)
            asker = Asker(person, at=at, zone=zone_named(person.zone or COMPANY_ZONE()))
            hints = asker.doubts([query])[query]
            found = explanations_for(asker, query, most=most)
        else:
            found = explanations(query, at=at, most=most)
    for hint in hints:
        click.echo(hint.message % {"word": hint.word})
    if not address and not {BY_ME, FOLLOWED}.isdisjoint(wanted.facts):
        click.echo("in:mine and in:following ask for what is somebody's. Say whose: --as MAIL")
    if wanted.asks_shelf:
        click.echo("FAQ entries and known issues are not in the index: in:faq and in:known find no threads.")
    _list(found)


def _list(found: Sequence[Explained]) -> None:
    """The threads, the best first, each with how its score came about, where words were asked for."""
    by_age = all(not each.explanation.words and each.explanation.recency == each.explanation.score for each in found)
    if not found:
        click.echo("Nothing is found.")
    elif by_age:
        click.echo("No word was asked for, so there is no score: the newest question stands first.")
    for place, each in enumerate(found, start=1):
        score, why = ("", "") if by_age else (f"{each.explanation.score:.2f}, ", f"\n   {_reckoning(each.explanation)}")
        click.echo(f"{place}. question {each.explanation.question_id}: {score}{each.title}{why}")


def _reckoning(explanation: Explanation) -> str:
    """(words) x presence x facts + recency + title, with the figures in it."""
    words = " + ".join(f"{form} {worth:.2f}" for form, worth in explanation.words) or "no words"
    facts = "".join(f" x {factor} ({name})" for name, factor in explanation.facts)
    title = f" + {explanation.title:.2f} for the exact title" if explanation.title else ""
    others = "".join(f" + {worth:.2f} ({name})" for name, worth in explanation.others)
    return (
        f"({words}) x {explanation.presence:.2f} present{facts} + {explanation.recency:.2f} for its age{title}{others}"
    )


@contextmanager
def _told() -> Iterator[None]:
    """What is wrong with a file or with the index is one sentence, and what to do another."""
    try:
        yield
    except NotJudged as reason:
        raise click.ClickException(str(reason)) from None
    except IndexSilent as reason:
        raise click.ClickException(f"The index does not answer: {reason}. {SILENCE_REMEDY}") from None
    except IndexUnusable as reason:
        raise click.ClickException(f"The index cannot be used: {reason}. {DAMAGE_REMEDY}") from None
