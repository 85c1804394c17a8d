"""`forum import`: questions and answers from elsewhere."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn, TypeAlias

import click
from tqdm import tqdm

from forum.cli import in_app
from forum.importers import jsonl
from forum.importers.records import Record
from forum.importers.report import Report
from forum.importers.run import run_import
from forum.importers.stackexchange import dump, reader
from forum.kernel import clock

Bar: TypeAlias = "tqdm[NoReturn]"

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
    if path.is_file():
        click.echo(f"Unpacking {path} ...", err=True)
    with dump.opened(path) as folder, _bar(reader.size(folder)) as bar:
        _run(reader.records(folder, read=bar.update), bar, path, category, source, report)


@imports.command("jsonl")
@in_app
def json_lines(path: Path, category: str, source: str, report: Path) -> None:
    """JSON lines as docs/importing.md describes them."""
    with _bar(jsonl.size(path)) as bar:
        _run(jsonl.records(path, read=bar.update), bar, path, category, source, report)


def _bar(size: int) -> Bar:
    """How much of the source is read, and when its end will come."""
    return tqdm(total=size, unit="B", unit_scale=True, mininterval=0.5)


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


def _until_read(records: Iterable[Record], bar: Bar) -> Iterator[Record]:
    """The records; then it is said why it is not over yet."""
    yield from records
    bar.set_postfix_str("counting votes and answers", refresh=True)


for _option in reversed(_options):
    stackexchange, json_lines = _option(stackexchange), _option(json_lines)
