"""The command line. Every command takes `--json`; exit codes are those of `errors.py`."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, get_args

import click
from pydantic import ValidationError

from dragoman.app import Dragoman, doctor_of, limits_of, open_dragoman, refuse_missing
from dragoman.errors import DragomanError, OutOfSpace, RecordMissing
from dragoman.faces import cli_show as show
from dragoman.faces.arguments import FILE, refuse_broken_text
from dragoman.faces.beginning import opened_or_begun
from dragoman.faces.cli_bench import generate_command, run_command
from dragoman.faces.cli_classify import classify_command
from dragoman.faces.cli_compare import compare_command
from dragoman.faces.cli_evaluate import evaluate_command
from dragoman.faces.cli_evaluations import evaluations_command
from dragoman.faces.cli_landed import landed_command
from dragoman.faces.cli_mappings import mappings_command
from dragoman.faces.cli_operate import backup_command, restore_command, verify_command
from dragoman.faces.cli_products import match_command
from dragoman.faces.cli_rates import rates_command
from dragoman.faces.cli_train import train_command
from dragoman.faces.export import every_problem, export_problems
from dragoman.faces.landed_terms import day_of, moved_of
from dragoman.faces.wire.convert import (
    doctor_wire,
    files_wire,
    ingest_wire,
    offer_wire,
    previews_wire,
    problems_wire,
    query_wire,
    search_wire,
)
from dragoman.faces.wire.shapes import CompletionsWire, ReindexWire, Wire
from dragoman.ingest.load import IngestRequest
from dragoman.operate.logs import configure as configure_logs
from dragoman.ports import ProblemFilter, ReadOptions
from dragoman.search.request import SearchRequest, SortBy
from dragoman.settings import Settings

P = ParamSpec("P")

SORTS: tuple[SortBy, ...] = get_args(SortBy)


class _Command(click.Command):
    """Turns our errors into a line on standard error and their exit code."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        left = super().parse_args(ctx, args)
        refuse_broken_text(ctx.params)
        return left

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except DragomanError as error:
            click.echo(f"{type(error).__name__}: {error}", err=True)
            sys.exit(error.exit_code)


class _Group(click.Group):
    command_class = _Command


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dragoman")
@click.option(
    "--home",
    type=FILE,
    help="Where everything lives. Default: $DRAGOMAN_HOME or ~/.dragoman.",
)
@click.pass_context
def main(context: click.Context, home: Path | None) -> None:
    """Dragoman: ask suppliers' files in any language, get offers that can really be compared."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows another in its place
    try:
        context.obj = Settings(home=home) if home is not None else Settings()
    except ValidationError as error:
        raise click.UsageError(f"a DRAGOMAN_* setting cannot be used: {error}") from error
    configure_logs(context.obj.log_format, context.obj.log_level)


def _opened(function: Callable[Concatenate[Dragoman, P], None]) -> Callable[P, None]:
    """Hand the command an open Dragoman over a record that is there, and close it whatever happens."""
    return _handed(function, lambda settings: open_dragoman(settings, new=False))


def _made(function: Callable[Concatenate[Dragoman, P], None]) -> Callable[P, None]:
    """The same for what may be a home's first command: the record is made where there is none."""
    return _handed(function, opened_or_begun)


def _spared(function: Callable[Concatenate[Dragoman, P], None]) -> Callable[P, None]:
    """The same for what can do without a record: where there is none, none is made."""
    return _handed(function, _without_record)


def _handed(
    function: Callable[Concatenate[Dragoman, P], None],
    opened: Callable[[Settings], AbstractContextManager[Dragoman]],
) -> Callable[P, None]:
    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        settings = click.get_current_context().find_object(Settings)
        assert settings is not None
        with opened(settings) as dragoman:
            function(dragoman, *args, **kwargs)

    return run


@contextmanager
def _without_record(settings: Settings) -> Iterator[Dragoman]:
    """Of the home, or of an empty one that is gone in the end."""
    try:
        refuse_missing(settings)
    except RecordMissing:
        with tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
            elsewhere = settings.model_copy(update={"home": Path(folder), "rates": settings.rates_path})
            with open_dragoman(elsewhere) as dragoman:
                yield dragoman
    else:
        with open_dragoman(settings, new=False) as dragoman:
            yield dragoman


def _json(wire: Wire) -> None:
    sys.stdout.buffer.write(wire.to_json() + b"\n")
    sys.stdout.flush()


_as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")


# ------------------------------------------------------------------------------------------ loading


@main.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=FILE)
@click.option("--mapping", type=FILE, help="Mapping file (TOML) that says what the columns are.")
@click.option(
    "--supplier", help="Name of the supplier; default: the mapping file's, the letterhead's, the file's name."
)
@click.option("--country", help="The supplier's country (ISO 3166, two letters); decides what '$' means.")
@click.option(
    "--currency",
    type=str.upper,
    help="Of prices that name none (ISO 4217, EUR); remembered for the supplier's layout.",
)
@click.option("--encoding", help="Character encoding, where the detected one is wrong.")
@click.option("--delimiter", help="Column delimiter, where the detected one is wrong.")
@click.option("--sheet", help="Only this sheet.")
@click.option("--header-row", type=click.IntRange(min=1), help="Row of the column names, counted from 1.")
@click.option(
    "--replaces",
    metavar="FILE",
    help="Name of a loaded file (see `dragoman files`) that this is the next edition of, where the names differ: "
    "what only the old one offers is withdrawn.",
)
@click.option("--no-learned", is_flag=True, help="Use no corrections that are remembered, and remember none.")
@click.option("--dry-run", is_flag=True, help="Show how the files would be read; store nothing.")
@click.option(
    "--save-mapping",
    type=FILE,
    help="With --dry-run: write the proposed mapping here, to correct and reuse.",
)
@_as_json
@_made
def ingest_command(
    dragoman: Dragoman,
    *,
    paths: tuple[Path, ...],
    mapping: Path | None,
    supplier: str | None,
    country: str | None,
    currency: str | None,
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    header_row: int | None,
    replaces: str | None,
    no_learned: bool,
    dry_run: bool,
    save_mapping: Path | None,
    as_json: bool,
) -> None:
    """Load suppliers' files (or folders, or archives of them) into the record and the index.

    The same bytes again change nothing; a changed file updates its offers and keeps their history.
    Stopped in the middle, the same command goes on where it stopped.
    """
    request = IngestRequest(
        paths=paths,
        mapping=mapping,
        supplier=supplier,
        country=country,
        currency=currency,
        options=ReadOptions(encoding=encoding, delimiter=delimiter, sheet=sheet, header_row=header_row),
        limits=limits_of(dragoman.settings),
        replaces=replaces,
        learned=not no_learned,
    )
    if dry_run:
        previews = dragoman.preview(request)
        if save_mapping is not None:
            show.save_proposal(previews, save_mapping)
        _json(previews_wire(previews)) if as_json else show.previews(previews)
        show.broken_mappings(dragoman.mappings.read().broken if request.learned else ())
        return
    try:
        with show.ingest_progress(quiet=as_json) as progress:
            report = dragoman.ingest(request, progress.on_event, progress.on_indexed)
    except KeyboardInterrupt:
        click.echo(
            "stopped; what was read so far is kept. Run the same command again: it goes on where it stopped.",
            err=True,
        )
        sys.exit(130)
    _json(ingest_wire(report)) if as_json else show.ingest_report(report)
    if report.failed:
        sys.exit(3)


@main.command("problems")
@click.option("--file", "file", help="Only of this file.")
@click.option("--kind", help="Only of this kind, e.g. bad_price.")
@click.option("--severity", type=click.Choice(["error", "warning"]))
@click.option("--limit", default=1000, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--offset", default=0, show_default=True, type=click.IntRange(0, 10**9))
@click.option(
    "--export",
    "export_path",
    type=FILE,
    help="Write all of them to a .csv or .xlsx file (formulas neutralised).",
)
@_as_json
@_opened
def problems_command(
    dragoman: Dragoman,
    file: str | None,
    kind: str | None,
    severity: str | None,
    limit: int,
    offset: int,
    export_path: Path | None,
    as_json: bool,
) -> None:
    """List what could not be understood in the files: where, what came, what was expected, what to do."""
    asked = ProblemFilter(file=file, kind=kind, severity=severity, limit=limit, offset=offset)
    page = dragoman.problems(asked)
    if export_path is not None:
        export_problems(every_problem(dragoman, asked), export_path)
        click.echo(f"{page.total} problems written to {export_path}", err=True)
        if not as_json:
            return
    _json(problems_wire(page)) if as_json else show.problems(page)


@main.command("files")
@_as_json
@_opened
def files_command(dragoman: Dragoman, as_json: bool) -> None:
    """List the files in the record and how far each is loaded."""
    files = dragoman.files()
    _json(files_wire(files)) if as_json else show.files(files)


@main.command("reindex")
@_as_json
@_opened
def reindex_command(dragoman: Dragoman, as_json: bool) -> None:
    """Throw the index away and make it anew from the record."""
    with show.ingest_progress(quiet=as_json) as progress:
        changes = dragoman.reindex(progress.on_indexed)
    generation, _record = dragoman.generations()
    wire = ReindexWire(changes=changes, generation=generation)
    _json(wire) if as_json else click.echo(f"{changes} offers indexed, generation {generation}")


# ---------------------------------------------------------------------------------------- searching


@main.command("search")
@click.argument("text")
@click.option("--quantity", type=click.IntRange(min=1), help="How many you want; wins over the text.")
@click.option("--to", "destination", metavar="CC", help="Destination country (ISO 3166, two letters).")
@click.option("--currency", metavar="C", help="Currency to show prices in (ISO 4217).")
@click.option(
    "--filter",
    "filters",
    multiple=True,
    metavar="F",
    help="country=CN, certificate=LFGB, 'moq<=500', 'price<=4', 'landed<=5', ... may be repeated.",
)
@click.option(
    "--sort",
    type=click.Choice(SORTS),
    default="relevance",
    show_default=True,
    help="landed: by unit cost at your door, at --quantity into --to.",
)
@click.option("--words-only", is_flag=True, help="Leave out what is only near in meaning.")
@click.option("--on", metavar="DAY", help="Day of import for landed costs, 2026-11-26. Default: today.")
@click.option(
    "--fx",
    metavar="PERCENT",
    help="What if: other currencies cost so much more in the destination's, for landed costs: 5 or -5.",
)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100))
@click.option("--offset", default=0, show_default=True, type=click.IntRange(min=0))
@click.option("--no-fold", is_flag=True, help="Show offers of one product each for itself.")
@_as_json
@_opened
def search_command(
    dragoman: Dragoman,
    text: str,
    *,
    quantity: int | None,
    destination: str | None,
    currency: str | None,
    filters: tuple[str, ...],
    sort: SortBy,
    words_only: bool,
    on: str | None,
    fx: str | None,
    limit: int,
    offset: int,
    no_fold: bool,
    as_json: bool,
) -> None:
    """Find offers for TEXT, in any of nine languages: '500 steel bottles, 750 ml, under 4 USD, to Hamburg'.

    Where a load was killed before its offers were indexed, they are indexed first; on a full disk the answer is from what
    is indexed already, and says so.
    """
    with show.ingest_progress(quiet=as_json) as progress, suppress(OutOfSpace):
        dragoman.catch_up_if_idle(progress.on_indexed)
    result = dragoman.search(
        SearchRequest(
            text=text,
            quantity=quantity,
            destination=destination.upper() if destination else None,
            currency=currency.upper() if currency else None,
            filters=filters,
            sort=sort,
            meaning=not words_only,
            limit=limit,
            offset=offset,
            on=day_of(on),
            exchange_moved=moved_of(fx),
        )
    )
    folds = dragoman.folds(result)
    _json(search_wire(result, folds)) if as_json else show.search_result(result, folds, fold=not no_fold)


@main.command("understand")
@click.argument("text")
@_as_json
@_spared
def understand_command(dragoman: Dragoman, text: str, as_json: bool) -> None:
    """Show what Dragoman understands of TEXT, without searching."""
    query = dragoman.understand(text)
    _json(query_wire(query)) if as_json else show.query(query)


@main.command("complete")
@click.argument("prefix")
@click.option("--limit", default=8, show_default=True, type=click.IntRange(1, 50))
@_as_json
@_opened
def complete_command(dragoman: Dragoman, prefix: str, limit: int, as_json: bool) -> None:
    """Suggest how PREFIX may go on, from the catalogue's own words."""
    completions = dragoman.complete(prefix, limit=limit)
    _json(CompletionsWire(completions=completions)) if as_json else click.echo("\n".join(completions))


@main.command("offer")
@click.argument("offer_id")
@_as_json
@_opened
def offer_command(dragoman: Dragoman, offer_id: str, as_json: bool) -> None:
    """Show one offer: every value with the cell it was read from, and its history."""
    record = dragoman.offer(offer_id)
    _json(offer_wire(record)) if as_json else show.offer(record)


main.command("mappings")(_made(mappings_command))
main.command("match")(_opened(match_command))
main.command("landed")(_opened(landed_command))
main.command("classify")(_spared(classify_command))
main.command("compare")(_opened(compare_command))
main.command("rates")(_made(rates_command))
main.command("evaluate")(_opened(evaluate_command))
main.command("evaluations")(_opened(evaluations_command))
main.command("train")(_opened(train_command))


# ---------------------------------------------------------------------------------------- operating


@main.command("doctor")
@_as_json
@click.pass_obj
def doctor_command(settings: Settings, as_json: bool) -> None:
    """Say what is installed, which models, how the record and index stand, and what is wrong."""
    report = doctor_of(settings)
    _json(doctor_wire(report)) if as_json else show.doctor(report)
    if not report.ok:
        sys.exit(1)


main.command("verify")(_opened(verify_command))
main.command("backup")(_opened(backup_command))
main.command("restore")(restore_command)


@main.group("bench", cls=_Group)
def bench_group() -> None:
    """Make catalogues of any size, and measure loading and searching them."""


bench_group.command("generate")(generate_command)
bench_group.command("run")(run_command)


@main.command("serve")
@click.option("--host", help="Address to listen on. Default: 127.0.0.1, this machine only.")
@click.option("--port", type=click.IntRange(0, 65535), help="Default: 8765; 0 takes a free one.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that answer. Default: 1.")
@click.pass_obj
def serve_command(settings: Settings, host: str | None, port: int | None, workers: int | None) -> None:
    """Serve the web page and REST until stopped with Ctrl-C."""
    host = host or settings.host
    port = settings.port if port is None else port
    workers = workers or settings.workers
    if workers > 1:
        from dragoman.faces.workers import serve_with_workers

        sys.exit(serve_with_workers(settings, host=host, port=port, workers=workers))
    from dragoman.faces.server import serve

    with opened_or_begun(settings) as dragoman:
        serve(dragoman, host=host, port=port)
