"""python -m workbench …: a thin skin over the package's verbs.

Wrong input gets one sentence on standard error and exit status 2, never a traceback.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from .records import InputError

FORMATS = ("parquet", "csv", "tsv", "jsonl", "xlsx", "package", "annotations")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 done, 1 something found wrong, 2 input that cannot be used."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options) or 0
    except InputError as error:
        print(f"workbench: {_plain(str(error))}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        print("workbench: stopped; what was finished is kept, run the same command to go on", file=sys.stderr)
        return 130


def _plain(message: str) -> str:
    """One line, no control characters: file names may hold anything."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in message)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m workbench",
        description="Tables of claims, figures, stances and framings from a folder of news articles.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = _command(commands, "build", _build, "extract every article under PATH into tables")
    build.add_argument("path")
    build.add_argument("--out", required=True, help="folder (or .xlsx file) to write")
    build.add_argument("--format", choices=FORMATS, default="parquet")
    build.add_argument("--workers", type=_positive, default=1, help="processes on this machine")
    build.add_argument("--scheduler", help="address of a Dask scheduler")
    build.add_argument("--ledger", help="corrections to apply")
    build.add_argument("--cache", help="folder for what need not be read again")
    build.add_argument("--no-cache", action="store_true")
    build.add_argument(
        "--parts", action="store_true", help="write a corpus in parts: for more than memory holds"
    )
    _codebook(build)

    read = _command(commands, "read", _read, "say what was read, flagged and skipped, and why")
    read.add_argument("path")
    read.add_argument("--report", help="JSON Lines file to write, one line a file")

    show = _command(commands, "show", _show, "print an article with its spans marked")
    show.add_argument("path")
    show.add_argument("--no-color", action="store_true")
    _codebook(show)

    check = _command(commands, "check", _check, "find what is wrong before a run")
    check.add_argument("--articles", help="a folder to try to read")
    check.add_argument("--ledger", help="a ledger to verify")
    _codebook(check)

    score = _command(commands, "score", _score, "precision and recall against gold")
    score.add_argument("path", nargs="?", default="seeds", help="saved tables, or articles to build")
    score.add_argument("--gold", required=True)
    score.add_argument("--task", choices=("attribution", "figures", "stances"))
    score.add_argument("--predictions", help="also write the rows in the shape of gold")
    score.add_argument("--flat", action="store_true", help="write no nested claims (PolNeAR has none)")
    _codebook(score)

    report = _command(commands, "report", _report, "write one self-contained page, safe to mail")
    report.add_argument("path")
    report.add_argument("--out", required=True)
    _codebook(report)

    _ledger_commands(_command(commands, "ledger", None, "the analyst's corrections"))
    return parser


def _command(commands, name: str, run, about: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
    if run:
        command.set_defaults(run=run)
    return command


def _codebook(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--codebook", default="ukraine", help="a shipped name or a folder (default: ukraine)"
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _ledger_commands(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    append = _command(
        actions, "append", _ledger_append, "append corrections, JSON objects a line, from standard input"
    )
    append.add_argument("ledger")
    dump = _command(actions, "dump", _ledger_dump, "print every entry, one JSON object a line")
    dump.add_argument("ledger")
    check = _command(actions, "check", _ledger_check, "verify every entry")
    check.add_argument("ledger")
    merge = _command(actions, "merge", _ledger_merge, "merge two analysts' ledgers into a new one")
    merge.add_argument("ledgers", nargs=2)
    merge.add_argument("--out", required=True)
    probe = _command(actions, "probe", _ledger_probe, "append test entries, acknowledging each once durable")
    probe.add_argument("ledger")
    probe.add_argument("--writer", required=True)
    probe.add_argument("--start", type=int, required=True)
    probe.add_argument("--limit", type=int)


# --- the commands --------------------------------------------------------------------------------


def _tables(path: str, codebook: str, **options):
    """Saved tables where the folder holds them, else built from the articles."""
    from . import build, load_tables

    if (Path(path) / "claims.parquet").is_file():
        return load_tables(path)
    return build(path, codebook, **options)


def _build(options: argparse.Namespace) -> int:
    from .build import build
    from .tables import export

    client = None
    if options.scheduler:
        from .cluster import connect

        client = connect(options.scheduler)
    if options.parts:
        from .corpus import build_corpus

        spread = {"workers": options.workers, "client": client}
        print(f"{build_corpus(options.path, options.out, options.codebook, **spread)} -> {options.out}")
        return 0
    tables = build(
        options.path,
        options.codebook,
        cache=False if options.no_cache else options.cache or True,
        ledger=options.ledger,
        workers=options.workers,
        client=client,
    )
    written = export(options.format, tables, options.out)
    _skipped(tables.report)
    for line in tables.stale.itertuples():
        said = f"{line.kind} of {line.table} by {line.who}, {line.entry[:8]}: {line.reason}"
        print(f"stale {_plain(said)}", file=sys.stderr)
    print(f"{tables!r} -> {written}")
    return 0


def _skipped(report) -> None:
    """Say on standard error which files gave no article, and why; a README need not be named."""
    for line in report.itertuples():
        if line.outcome == "skipped" and "format" not in line.reasons:
            print(f"skipped {_plain(line.path)}: {', '.join(line.reasons)}", file=sys.stderr)


def _read(options: argparse.Namespace) -> int:
    from .articles import read_articles, write_report

    articles = read_articles(options.path)
    if options.report:
        try:
            with open(options.report, "w", encoding="utf-8") as file:
                write_report(articles.report, file)
        except OSError as error:
            raise InputError(f"{options.report}: cannot be written ({error.strerror})") from error
    for line in articles.report:
        reasons = f" ({', '.join(line.reasons)})" if line.reasons else ""
        print(f"{line.outcome:8} {_plain(str(line.path))}{reasons}")
        for detail in line.details[:5]:
            print(f"         {_plain(detail)}")
    return 0


def _show(options: argparse.Namespace) -> int:
    from . import extract, load_codebook, read_articles
    from .show import show

    codebook = load_codebook(options.codebook)
    for found in extract(read_articles(options.path), codebook):
        print(show(found, color=not options.no_color and sys.stdout.isatty()))
    return 0


def _check(options: argparse.Namespace) -> int:
    from . import check, load_codebook

    codebook = load_codebook(options.codebook)
    problems = [*check.check_codebook(codebook), *check.check_examples_present(codebook)]
    if options.articles:
        problems += check.check_articles(Path(options.articles))
    if options.ledger:
        problems += check.check_ledger(Path(options.ledger))
    for problem in problems:
        print(_plain(problem))
    print(f"{len(problems)} problems" if problems else f"codebook {codebook.name}: every example holds")
    return 1 if problems else 0


def _score(options: argparse.Namespace) -> int:
    from . import quality

    tables = _tables(options.path, options.codebook)
    print(quality.score(options.gold, tables, options.task).round(3).to_string(index=False))
    if options.predictions:
        quality.write_predictions(tables, options.predictions, nested=not options.flat)
    return 0


def _report(options: argparse.Namespace) -> int:
    from . import load_codebook
    from .report import write

    write(_tables(options.path, options.codebook), options.out, load_codebook(options.codebook))
    print(f"-> {options.out}")
    return 0


def _ledger_append(options: argparse.Namespace) -> int:
    from .corrections import ledger

    for line in sys.stdin:
        if line.strip():
            sys.stdout.write(f"ACK {ledger.append(options.ledger, ledger.parse_entry(line))}\n")
            sys.stdout.flush()
    return 0


def _ledger_dump(options: argparse.Namespace) -> int:
    from .corrections import ledger

    for line in ledger.dump(options.ledger):
        print(line)
    return 0


def _ledger_check(options: argparse.Namespace) -> int:
    from .corrections import ledger

    problems = list(ledger.check(options.ledger))
    for problem in problems:
        print(_plain(problem))
    print(f"{len(problems)} problems" if problems else "every entry is whole")
    return 1 if problems else 0


def _ledger_merge(options: argparse.Namespace) -> int:
    from .corrections import decisions, ledger

    first, second = options.ledgers
    for conflict in ledger.merge(first, second, options.out):
        print(_plain(str(conflict)))
    with suppress(InputError):  # a damaged ledger is being mended, see above
        said = decisions.agreement(ledger.read(first), ledger.read(second))
        print(", ".join(f"{name} {value:.3g}" for name, value in said.items() if value is not None))
    return 0


def _ledger_probe(options: argparse.Namespace) -> int:
    from .corrections import probe

    return probe.run(options.ledger, options.writer, options.start, options.limit)
