"""`forum import`: questions and answers from elsewhere."""

from collections.abc import Iterable
from pathlib import Path

import click
from tqdm import tqdm

from forum.cli import in_app
from forum.importers import jsonl
from forum.importers.records import Record
from forum.importers.report import Report
from forum.importers.run import run_import
from forum.importers.stackexchange import dump, reader
from forum.kernel import clock

_options = (
    click.argument("path", type=click.Path(exists=True, path_type=Path)),
    click.option("--category", default="Imported", show_default=True, help="Slug or name; made if there is none."),
    click.option("--source", default="", help="A name for the source, the same at each run; default: the file's name."),
    click.option("--report", default="import-report.csv", show_default=True, type=click.Path(path_type=Path)),
)


@click.group("import")
def imports() -> None:
    """Bring in questions and answers. Interrupted or run twice, an import goes on where it was."""


@imports.command()
@in_app
def stackexchange(path: Path, category: str, source: str, report: Path) -> None:
    """A Stack Exchange data dump: the folder of XML files, or the .7z."""
    with dump.opened(path) as folder:
        _run(reader.records(folder), path, category, source, report)


@imports.command("jsonl")
@in_app
def json_lines(path: Path, category: str, source: str, report: Path) -> None:
    """JSON lines as docs/importing.md describes them."""
    _run(jsonl.records(path), path, category, source, report)


def _run(records: Iterable[Record], path: Path, category: str, source: str, report: Path) -> None:
    with Report(report) as told, tqdm(unit=" rows", mininterval=0.5) as bar:
        run_import(
            records, source=(source or path.stem)[:38], category=category, report=told, at=clock.now(), tell=bar.update
        )
    for line in told.lines():
        click.echo(line)


for _option in reversed(_options):
    stackexchange, json_lines = _option(stackexchange), _option(json_lines)
