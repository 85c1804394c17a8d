"""`forum import`: questions and answers from elsewhere."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from click.core import ParameterSource

from forum.cli import in_app
from forum.cli.progress import Bar, bar_of
from forum.cli.run import check_schema
from forum.importers import jsonl
from forum.importers.records import Record
from forum.importers.report import Report
from forum.importers.run import category_named, run_import
from forum.importers.stackexchange import dump, reader
from forum.kernel import clock
from forum.topics.administration import all_categories

_options = (
    click.argument("path", type=click.Path(exists=True, path_type=Path)),
    click.option("--category", default="Imported", show_default=True, help="Slug or name; made if there is none."),
    click.option("--yes", is_flag=True, help="Do not ask whether to make the category."),
    click.option("--source", default="", help="A name for the source, the same at each run; default: the file's name."),
    click.option("--report", default="import-report.csv", show_default=True, type=click.Path(path_type=Path)),
)


@click.group("import")
def imports() -> None:
    """Bring in questions and answers. Interrupted or run twice, an import goes on where it was."""


@imports.command()
@in_app
def stackexchange(path: Path, category: str, yes: bool, source: str, report: Path) -> None:
    """A Stack Exchange data dump: the folder of XML files, or the .7z."""
    check_schema()
    _agree_on(category, yes)
    if path.is_file():
        click.echo(f"Unpacking {path} ...", err=True)
    with dump.opened(path) as folder, bar_of(reader.size(folder)) as bar:
        _run(reader.records(folder, read=bar.update), bar, path, category, source, report)


@imports.command("jsonl")
@in_app
def json_lines(path: Path, category: str, yes: bool, source: str, report: Path) -> None:
    """JSON lines as docs/importing.md describes them."""
    check_schema()
    _agree_on(category, yes)
    with bar_of(jsonl.size(path)) as bar:
        _run(jsonl.records(path, read=bar.update), bar, path, category, source, report)


def _agree_on(category: str, yes: bool) -> None:
    """A category that is not there is made: who named it at a terminal is asked, since it may be mistyped; else it is
    said."""
    if category_named(category) is not None:
        return
    source = click.get_current_context().get_parameter_source("category")
    if yes or source is ParameterSource.DEFAULT or not sys.stdin.isatty():
        click.echo(f"There is no category {category} yet: it is made.", err=True)
        return
    there = ", ".join(each.name for each in all_categories())
    click.confirm(f"There is no category {category}; there are: {there}. Make it?", abort=True)


def _run(records: Iterable[Record], bar: Bar, path: Path, category: str, source: str, report: Path) -> None:
    written, name, at = 0, (source or path.stem)[:38], clock.now()

    def tell(rows: int) -> None:
        nonlocal written
        written += rows
        bar.set_postfix_str(f"{written:,} rows", refresh=False)

    with Report(report) as told:
        run_import(_until_read(records, bar), source=name, category=category, report=told, at=at, tell=tell)
    bar.close()
    for line in told.lines():
        click.echo(line)
    if told.left and not told.seen:
        raise click.ClickException(f"Nothing in {path} could be taken. Is it what this command reads?")
    if told.cut_off:
        ends = "ends" if len(told.cut_off) == 1 else "end"
        raise click.ClickException(
            f"{' and '.join(told.cut_off)} {ends} in the midst: what should follow is missing. Get the whole of it and "
            "run this again; what is there stays."
        )


def _until_read(records: Iterable[Record], bar: Bar) -> Iterator[Record]:
    """The records; then it is said why it is not over yet."""
    yield from records
    bar.bar_format = "All is read; votes and answers are counted."
    bar.refresh()


for _option in reversed(_options):
    stackexchange, json_lines = _option(stackexchange), _option(json_lines)
