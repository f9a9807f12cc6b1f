"""The ledger: acknowledged means durable, whatever kills the writer, and damage is never silent."""

import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.cli import main
from workbench.corrections import chain, decisions, ledger
from workbench.records import InputError

ROOT = Path(__file__).parent.parent
# The short versions run with every change; the long ones on demand.
KILLS = int(os.environ.get("WORKBENCH_KILLS", "12"))
FLIPS = int(os.environ.get("WORKBENCH_FLIPS", "150"))


def note(words: str = "check this") -> dict:
    anchor = {"start": 3, "end": 9, "exact": "troops", "prefix": "The", "suffix": " left"}
    return {"kind": "note", "table": "claims", "article": "0" * 64, "anchor": anchor, "why": words}


def command(path: Path, writer: str, start: int, *more: str) -> list[str]:
    base = [sys.executable, "-m", "workbench", "ledger", "probe", str(path), "--writer", writer]
    return [*base, "--start", str(start), *more]


def dumped(path: Path) -> dict[str, str]:
    """Id -> digest of the payload that the dump shows; an id that is there twice fails."""
    found = {}
    for line in ledger.dump(path):
        entry = json.loads(line)
        assert entry["id"] not in found
        found[entry["id"]] = hashlib.sha256(entry["payload"].encode()).hexdigest()[:16]
    return found


def tool(name: str) -> str:
    found = shutil.which(name)
    if not found:
        warnings.warn(f"{name} is not installed: this promise of the ledger is NOT tested", stacklevel=2)
        pytest.skip(f"{name} is not installed")
    return found


# --- what is kept ---------------------------------------------------------------------------------


def test_an_entry_comes_back_as_it_was_given(tmp_path):
    path = tmp_path / "l.jsonl"
    first = ledger.append(path, note('é \u2028 \N{PILE OF POO} \x00 "quoted"\n'))
    second = ledger.append(path, note())
    entries = ledger.read(path)
    assert [e["id"] for e in entries] == [first, second] and [e["seq"] for e in entries] == [1, 2]
    assert entries[0]["payload"]["why"] == 'é \u2028 \N{PILE OF POO} \x00 "quoted"\n'
    assert entries[0]["payload"]["who"] and re.search(r"T.*[+-]\d\d:\d\d$", entries[0]["payload"]["when"])
    assert list(ledger.check(path)) == []
    assert path.read_bytes() == Path(f"{path}.copy").read_bytes()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab\u2028\n", max_size=3), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(values=st.lists(JSON, min_size=1, max_size=3))
def test_any_value_survives_and_the_digest_is_of_the_text_in_the_dump(values, tmp_path_factory):
    path = tmp_path_factory.mktemp("ledger") / "l.jsonl"
    log = ledger.Ledger(path)
    held = [log.append({**note(), "now": value}) for value in values]
    assert [e["payload"].get("now") for e in ledger.read(path)] == values
    assert dumped(path) == {e["id"]: decisions.digest(e["payload"]) for e in held}


@pytest.mark.parametrize(
    "line, says",
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"kind": "guess"}', "kind 'guess'"),
        ('{"kind": "undo"}', "needs of"),
        ('{"kind": "accept", "table": "claim"}', "needs table"),
        ('{"kind": "accept", "table": "claims"}', "needs article"),
        (json.dumps(note() | {"anchor": {"start": 1}}), "needs anchor"),
        (json.dumps(note() | {"kind": "edit", "field": "colour"}), "needs field"),
        (json.dumps(note() | {"kind": "grade", "now": {"reliability": "G"}}), "reliability"),
        (json.dumps(note() | {"kind": "grade", "now": {"credibility": 0}}), "credibility"),
        (json.dumps(note() | {"why": "\ud800"}), "cannot be stored"),
        ('{"kind": "undo", "of": "x", "why": NaN}', "cannot be stored"),
    ],
)
def test_an_incomplete_correction_is_refused_by_name(line, says):
    with pytest.raises(InputError, match=re.escape(says)):
        ledger.parse_entry(line)


def test_an_id_is_written_once_and_never_means_two_things(tmp_path):
    log = ledger.Ledger(tmp_path / "l.jsonl")
    first = log.append(note(), "A-1")
    assert log.append(note(), "A-1") == first and len(ledger.read(log.path)) == 1
    with pytest.raises(InputError, match="id 'A-1' is taken"):
        log.append(note("other"), "A-1")


def test_two_handles_see_each_other(tmp_path):
    a, b = ledger.Ledger(tmp_path / "l.jsonl"), ledger.Ledger(tmp_path / "l.jsonl")
    for number in range(6):
        (a, b)[number % 2].append(note(str(number)))
    assert [e["payload"]["why"] for e in ledger.read(a.path)] == list("012345")


def test_a_link_and_what_it_leads_to_are_one_ledger(tmp_path):
    ledger.append(tmp_path / "new" / "folder" / "l.jsonl", note("first"))
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "new" / "folder" / "l.jsonl")
    ledger.append(tmp_path / "link.jsonl", note("second"))
    assert len(ledger.read(tmp_path / "new" / "folder" / "l.jsonl")) == 2
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["link.jsonl"]


def test_a_second_writer_waits_and_then_says_so(tmp_path, monkeypatch):
    import filelock

    monkeypatch.setattr(ledger, "WAIT", 0.1)
    with (
        filelock.FileLock(f"{tmp_path / 'l.jsonl'}.lock"),
        pytest.raises(InputError, match="another program"),
    ):
        ledger.append(tmp_path / "l.jsonl", note())


# --- killed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("writers", [1, 2])
def test_no_kill_loses_doubles_or_alters_what_was_acknowledged(writers, tmp_path):
    path, draw, acknowledged = tmp_path / "l.jsonl", random.Random(writers), {}
    following = dict.fromkeys("AB"[:writers], 1)
    for _ in range(KILLS // writers):
        running = {}
        for writer, start in following.items():
            out = (tmp_path / f"out-{writer}").open("w+")
            running[writer] = subprocess.Popen(command(path, writer, start), stdout=out, cwd=ROOT), out
        # Most are killed at work, however slow the machine is today, and some while they start.
        until = time.monotonic() + (60 if draw.random() < 0.9 else 0.1)
        while time.monotonic() < until and not all(os.fstat(f.fileno()).st_size for _, f in running.values()):
            time.sleep(0.005)
        time.sleep(draw.random() * 0.1)
        for writer, (process, out) in running.items():
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            out.seek(0)
            for line in out.read().splitlines(keepends=True):
                if line.startswith("ACK") and line.endswith("\n"):
                    _, name, digest = line.split()
                    acknowledged[name] = digest
                    following[writer] = int(name.split("-")[1]) + 1
            out.close()
    held = dumped(path)
    assert len(acknowledged) > KILLS
    assert {name: held.get(name) for name in acknowledged} == acknowledged
    assert list(ledger.check(path)) == []


def test_a_torn_last_line_is_left_out_and_removed_by_the_next_append(tmp_path):
    path = tmp_path / "l.jsonl"
    ledger.append(path, note("first"))
    whole = path.read_bytes()
    line = chain.sealed(2, "x", decisions.canonical(note()), ledger.read(path)[0]["hash"])
    for cut in range(1, len(line), 7):
        path.write_bytes(whole + line[:cut])
        assert [e["payload"]["why"] for e in ledger.read(path)] == ["first"]
        assert list(ledger.check(path)) == []
    ledger.append(path, note("second"))
    assert [e["payload"]["why"] for e in ledger.read(path)] == ["first", "second"]


def test_a_line_that_lacks_only_its_end_is_an_entry(tmp_path):
    path = tmp_path / "l.jsonl"
    ledger.append(path, note("first"))
    line = chain.sealed(2, "x", decisions.canonical(note("second")), ledger.read(path)[0]["hash"])
    path.write_bytes(path.read_bytes() + line[:-1])
    log = ledger.Ledger(path)
    log.append(note("third"))
    log.append(note("fourth"))
    assert [e["payload"]["why"] for e in ledger.read(path)] == ["first", "second", "third", "fourth"]


def test_a_file_that_is_no_ledger_is_not_touched(tmp_path):
    path = tmp_path / "notes.txt"
    for words in ("my own notes", "my own notes\n", "\n"):
        path.write_text(words)
        with pytest.raises(InputError, match="notes.txt"):
            ledger.append(path, note())
        assert path.read_text() == words


# --- durable before acknowledged ------------------------------------------------------------------

CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+|\?)(.*)$")
OPENED = re.compile(r'"([^"]*)", (\S+?)(?:, \d+)?$')


def unsynced(trace: str, folder: Path) -> tuple[int, list[str]]:
    """Acknowledgements in a trace, and what was not yet on the disk when one left."""
    files: dict[str, str] = {}
    dirty: set[str] = set()
    acks, late = 0, []
    for line in trace.splitlines():
        call = CALL.match(line)
        if not call or call[3].startswith(("-", "?")):
            continue
        name, arguments, result = call[1], call[2], call[3]
        descriptor = arguments.split(",")[0]
        if name == "openat" and (opened := OPENED.search(arguments)):
            files[result] = opened[1]
            if "O_CREAT" in opened[2] and opened[1].startswith(str(folder)):
                dirty.add(str(folder))
        elif name in ("write", "pwrite64", "ftruncate") and str(files.get(descriptor, "")).startswith(
            str(folder)
        ):
            dirty.add(files[descriptor])
        elif name in ("fsync", "fdatasync"):
            dirty.discard(files.get(descriptor, ""))
        elif name == "write" and descriptor == "1" and '"ACK' in arguments:
            acks += 1
            late += [f"ACK {acks}: {item}" for item in sorted(dirty)]
    return acks, late


def traced(tmp_path: Path, *arguments: str) -> str:
    out = tmp_path / "trace"
    calls = "trace=openat,write,pwrite64,ftruncate,fsync,fdatasync"
    strace = [tool("strace"), "-f", "-e", calls, "-e", "signal=none", "-o", str(out)]
    done = subprocess.run([*strace, *arguments], cwd=ROOT, capture_output=True, text=True)
    if "ptrace" in done.stderr.lower():
        pytest.skip("strace may not trace here: the order of fsync and ACK is NOT tested")
    return out.read_text()


def test_no_acknowledgement_leaves_before_its_bytes_and_names_are_on_the_disk(tmp_path):
    folder = tmp_path / "fresh"
    folder.mkdir()
    for start in (1, 11):
        trace = traced(tmp_path, *command(folder / "l.jsonl", "A", start, "--limit", "10"))
        assert unsynced(trace, folder) == (10, [])


def test_the_audit_notices_a_missing_fsync(tmp_path):
    folder = tmp_path / "fresh"
    folder.mkdir()
    code = "import os, sys; os.fsync = lambda f: None; sys.argv[0] = 'workbench'; import workbench.cli as c; c.main()"
    arguments = command(folder / "l.jsonl", "A", 1, "--limit", "3")
    trace = traced(tmp_path, sys.executable, "-c", code, *arguments[3:])
    acks, late = unsynced(trace, folder)
    assert acks == 3 and len(late) >= 6


# --- when the disk says no ------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", str(folder)]
    if os.name == "nt" or subprocess.run(mount, capture_output=True).returncode:
        warnings.warn("no small disk can be mounted: a full disk is NOT tested here", stacklevel=2)
        pytest.skip("no small disk can be mounted")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_acknowledges_nothing_it_does_not_hold(small_disk, capsys):
    path = small_disk / "l.jsonl"
    (small_disk / "filler").write_bytes(b"x" * 40_000)
    assert main(["ledger", "probe", str(path), "--writer", "A", "--start", "1", "--limit", "120"]) == 1
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    acknowledged = {line[1]: line[2] for line in lines if line[0] == "ACK"}
    assert 5 < len(acknowledged) < 120 and len(lines) == 120
    assert dumped(path) == acknowledged
    (small_disk / "filler").unlink()
    assert main(["ledger", "probe", str(path), "--writer", "B", "--start", "1", "--limit", "5"]) == 0
    assert len(dumped(path)) == len(acknowledged) + 5 and list(ledger.check(path)) == []


def test_a_limit_on_the_size_of_files_does_the_same(tmp_path):
    path = tmp_path / "l.jsonl"
    probe = " ".join(command(path, "A", 1, "--limit", "60"))
    done = subprocess.run(["sh", "-c", f"ulimit -f 20; {probe}"], cwd=ROOT, capture_output=True, text=True)
    acknowledged = dict(line.split()[1:3] for line in done.stdout.splitlines() if line.startswith("ACK"))
    assert 5 < len(acknowledged) < 60 and "NAK A-60" in done.stdout
    assert dumped(path) == acknowledged
    ledger.append(path, note())


@pytest.mark.parametrize("call", ["write", "fsync", "ftruncate", "open"])
def test_whichever_call_fails_nothing_false_is_acknowledged(call, tmp_path, monkeypatch):
    path, real = tmp_path / "l.jsonl", getattr(os, call)
    kept = [ledger.append(path, note())]
    for nth in range(1, 7):
        calls = iter(range(1, 10_000))

        def failing(*arguments, nth=nth, calls=calls):
            if next(calls) == nth:
                raise OSError(5, "Input/output error")
            return real(*arguments)

        monkeypatch.setattr(os, call, failing)
        try:
            kept.append(ledger.append(path, note(f"{call} {nth}")))
        except InputError as error:
            assert "not recorded" in str(error)
        monkeypatch.setattr(os, call, real)
        kept.append(ledger.append(path, note("after")))
        assert set(kept) <= set(dumped(path)) and list(ledger.check(path)) == []


# --- damage ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("sound") / "l.jsonl"
    for number in range(12):
        ledger.append(path, note(f"number {number}"))
    return path.read_bytes()


def test_every_flipped_bit_is_noticed_and_the_rest_is_kept(sound, tmp_path):
    path, draw = tmp_path / "l.jsonl", random.Random(5)
    last = [len(sound) - 1] * 8
    for place in [*last, *(draw.randrange(len(sound)) for _ in range(FLIPS))]:
        damaged = bytearray(sound)
        damaged[place] ^= 1 << draw.randrange(8)
        path.write_bytes(damaged)
        assert list(ledger.check(path)), f"a flip at {place} of {len(sound)}"
        with pytest.raises(InputError, match="every whole entry is kept by"):
            ledger.append(path, note())
        assert path.read_bytes() == damaged


def test_a_damaged_ledger_still_shows_its_whole_entries(sound, tmp_path, capsys):
    path = tmp_path / "l.jsonl"
    path.write_bytes(sound.replace(b"number 4", b"number 5"))
    assert main(["ledger", "dump", str(path)]) == 2
    shown = capsys.readouterr()
    assert shown.out.count("\n") == 11 and "line 5 is damaged" in shown.err and shown.err.count("\n") == 1
    assert main(["ledger", "check", str(path)]) == 1


def test_lines_that_are_gone_or_swapped_are_noticed(sound, tmp_path):
    path, lines = tmp_path / "l.jsonl", sound.splitlines(keepends=True)
    for changed in (lines[1:], lines[:4] + lines[5:], [lines[1], lines[0], *lines[2:]], [*lines, lines[3]]):
        path.write_bytes(b"".join(changed))
        assert list(ledger.check(path))


@pytest.mark.parametrize("cut", [1, 2, 100, 400, 401, 2000, None])
def test_what_a_cut_ledger_has_lost_is_said_and_put_back(cut, sound, tmp_path):
    path = tmp_path / "l.jsonl"
    Path(f"{path}.copy").write_bytes(sound)
    path.write_bytes(sound[:-cut] if cut else b"")
    assert any("was cut" in said for said in ledger.check(path))
    assert len(list(ledger.dump(path))) == 12
    ledger.append(path, note())
    assert (
        path.read_bytes().startswith(sound) and len(ledger.read(path)) == 13 and not list(ledger.check(path))
    )
    assert path.read_bytes() == Path(f"{path}.copy").read_bytes()


@pytest.mark.parametrize("other", [None, "another ledger"])
def test_a_ledger_that_was_deleted_or_exchanged_is_not_begun_anew(other, sound, tmp_path):
    path = tmp_path / "l.jsonl"
    if other:
        ledger.append(path, note(other))
    Path(f"{path}.copy").write_bytes(sound)
    with pytest.raises(InputError, match="12 "):
        ledger.append(path, note())
    assert list(ledger.check(path))
    with pytest.raises(InputError, match="12 "):
        ledger.read(path)


def test_merging_with_the_copy_mends(sound, tmp_path):
    path, mended = tmp_path / "l.jsonl", tmp_path / "mended.jsonl"
    path.write_bytes(sound.replace(b"number 4", b"number 5"))
    Path(f"{path}.copy").write_bytes(sound)
    assert any("line 5 is damaged" in said for said in ledger.merge(path, f"{path}.copy", mended))
    assert [e["payload"]["why"] for e in ledger.read(mended)] == [f"number {n}" for n in range(12)]


def test_a_damaged_copy_is_made_again(sound, tmp_path):
    path, copy = tmp_path / "l.jsonl", tmp_path / "l.jsonl.copy"
    path.write_bytes(sound)
    copy.write_bytes(sound.replace(b"number 4", b"number 5"))
    ledger.append(path, note())
    assert copy.read_bytes() == path.read_bytes()


def test_no_ledger_is_said_so(tmp_path):
    with pytest.raises(InputError, match="no such ledger"):
        ledger.read(tmp_path / "none.jsonl")


# --- two analysts ---------------------------------------------------------------------------------


def test_merge_keeps_every_entry_once_in_time_order_and_lists_conflicts(tmp_path):
    a, b = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    at = "2031-03-04T10:0{}:00+00:00".format
    row = {k: v for k, v in note().items() if k != "why"} | {"row": "3-9c"}
    ledger.append(a, {**row, "kind": "accept", "who": "ana", "when": at(1)})
    ledger.append(
        a, {**row, "kind": "edit", "field": "act", "was": "asserts", "now": "denies", "when": at(3)}
    )
    shutil.copy(a, b)
    undone = ledger.append(
        a, {**row, "kind": "edit", "field": "act", "was": "denies", "now": "warns", "when": at(4)}
    )
    ledger.append(a, {"kind": "undo", "of": undone, "when": at(5)})
    edit = {**row, "kind": "edit", "field": "act", "was": "denies", "now": "doubts"}
    ledger.append(b, {**edit, "when": "2031-03-04T12:02:00+02:00"})
    ledger.append(b, {**row, "kind": "reject", "when": at(6)})
    said = ledger.merge(a, b, tmp_path / "both.jsonl")
    assert said == [
        "claims 3-9 of article 000000000000: row: 'keep' against 'reject'",
        "claims 3-9 of article 000000000000: act is 'denies' against 'doubts'",
    ]
    times = [e["payload"]["when"][14:16] for e in ledger.read(tmp_path / "both.jsonl")]
    assert times == ["01", "03", "02", "04", "05", "06"]  # a clock set back does not reorder its own ledger
    with pytest.raises(InputError, match="is there already"):
        ledger.merge(a, b, tmp_path / "both.jsonl")


def test_append_command_reads_json_lines(tmp_path, capsys, monkeypatch):
    import io

    path = str(tmp_path / "l.jsonl")
    monkeypatch.setattr(
        sys, "stdin", io.StringIO(json.dumps(note()) + "\n\n" + json.dumps(note("two")) + "\n")
    )
    assert main(["ledger", "append", path]) == 0
    assert capsys.readouterr().out.count("ACK") == 2 and len(ledger.read(path)) == 2
