"""codebooks/*.toml -> frozen dataclasses; an error names the file, the entry and the cure.

A codebook is the base one (every state, the cues of speech, bounds, units, kinds, framings) with one
topic laid over it: a folder with `actors.toml`, `propositions.toml` and `wording.toml`, all optional.
Every entry carries examples and counter-examples, which `python -m workbench check` runs both ways.
"""

from __future__ import annotations

import difflib
import hashlib
import tomllib
import types
import typing
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import lru_cache
from pathlib import Path

from .entries import ActorEntry, Bound, Concept, Cue, Frame, Kind, Proposition, Role, Unit
from .records import InputError

SHIPPED = Path(__file__).parent / "codebooks"
LARGEST = 4_000_000  # bytes of one TOML file; a codebook is written by hand

# File -> (table in it, record, field of Codebook).
SECTIONS: dict[str, tuple[str, type]] = {
    "actors": ("actor", ActorEntry),
    "roles": ("role", Role),
    "cues": ("cue", Cue),
    "bounds": ("bound", Bound),
    "units": ("unit", Unit),
    "kinds": ("kind", Kind),
    "framings": ("frame", Frame),
    "propositions": ("proposition", Proposition),
    "wording": ("concept", Concept),
}


@dataclass(frozen=True)
class Codebook:
    """Everything known beforehand: one tuple of entries a section, later folders overriding earlier by id."""

    name: str
    actors: tuple[ActorEntry, ...] = ()
    roles: tuple[Role, ...] = ()
    cues: tuple[Cue, ...] = ()
    bounds: tuple[Bound, ...] = ()
    units: tuple[Unit, ...] = ()
    kinds: tuple[Kind, ...] = ()
    framings: tuple[Frame, ...] = ()
    propositions: tuple[Proposition, ...] = ()
    wording: tuple[Concept, ...] = ()
    versions: dict[str, str] = field(default_factory=dict, hash=False)  # section -> hash of what was read
    folders: tuple[Path, ...] = ()

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.versions.items())))

    @property
    def version(self) -> str:
        """One hash over all sections."""
        return hashlib.sha256("".join(sorted(self.versions.values())).encode()).hexdigest()[:16]


def load_codebook(name: str | Path = "ukraine") -> Codebook:
    """The base codebook with the topic `name` over it: a shipped name, or a folder of your own.

    Raises InputError, naming file, entry and cure, for an unknown name, a misspelt key, a wrong type,
    a doubled id or a reference to an id that is not there. Reads TOML only; nothing in it is executed.
    """
    folder = _folder(name)
    folders = (SHIPPED / "base",) if folder == SHIPPED / "base" else (SHIPPED / "base", folder)
    return _load(folders, tuple(_stamp(f) for f in folders))


def _folder(name: str | Path) -> Path:
    shipped = sorted(p.name for p in SHIPPED.iterdir() if p.is_dir())
    if str(name) in shipped:
        return SHIPPED / str(name)
    folder = Path(name)
    if not folder.is_dir():
        near = difflib.get_close_matches(str(name), shipped, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"shipped are {', '.join(shipped)}"
        raise InputError(f"codebook {str(name)!r} is neither shipped nor a folder: {hint}")
    if not any((folder / f"{section}.toml").is_file() for section in SECTIONS):
        raise InputError(
            f"{folder}: no codebook in it; write an actors.toml, propositions.toml or wording.toml"
        )
    return folder


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of a folder's files: a changed codebook is read again."""
    return tuple((p.name, p.stat().st_mtime_ns, p.stat().st_size) for p in sorted(folder.glob("*.toml")))


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...], stamps: tuple) -> Codebook:
    entries: dict[str, dict[str, object]] = {section: {} for section in SECTIONS}
    digests = {section: hashlib.sha256() for section in SECTIONS}
    for folder in folders:
        for section, (table, record) in SECTIONS.items():
            path = folder / f"{section}.toml"
            if path.is_file():
                digests[section].update(path.read_bytes())
                entries[section].update(_entries(path, table, record))
    codebook = Codebook(
        name=folders[-1].name,
        versions={section: digest.hexdigest()[:16] for section, digest in digests.items()},
        folders=folders,
        **{section: tuple(found.values()) for section, found in entries.items()},  # type: ignore[arg-type]
    )
    _check_references(codebook)
    return codebook


def _entries(path: Path, table: str, record: type) -> dict[str, object]:
    raw = read_toml(path)
    for key in raw:
        if key != table:
            raise InputError(f"{path}: unknown table [[{key}]]; this file holds [[{table}]] entries")
    found: dict[str, object] = {}
    for number, item in enumerate(raw.get(table, []), 1):
        where = f"{path}: [[{table}]] {item.get('id', f'number {number}')!r}"
        entry = _record(record, item, where)
        if item["id"] in found:
            raise InputError(f"{where}: this id is used twice; give one of them another id")
        found[item["id"]] = entry
    return found


def read_toml(path: Path) -> dict:
    """A TOML file as a dict; InputError with file, line and cure for anything that is not TOML in UTF-8."""
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path}: larger than {LARGEST:,} bytes; a hand-written file is not")
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: not valid TOML: {error}; correct that line") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except RecursionError as error:
        raise InputError(f"{path}: nested too deeply; a codebook has tables of one level") from error


@lru_cache(maxsize=64)
def _hints(record: type) -> dict[str, typing.Any]:
    return typing.get_type_hints(record)


def _record(record: type, raw: object, where: str) -> object:
    """Build a dataclass from a TOML table, refusing unknown keys, missing keys and wrong types."""
    if not isinstance(raw, dict):
        raise InputError(f"{where}: must be a table with keys, not {type(raw).__name__}")
    hints = _hints(record)
    for key in raw:
        if key not in hints:
            near = difflib.get_close_matches(key, hints, 1)
            cure = f"did you mean {near[0]!r}?" if near else f"known keys are {', '.join(hints)}"
            raise InputError(f"{where}: unknown key {key!r}; {cure}")
    for item in fields(record):
        if item.name not in raw and item.default is MISSING and item.default_factory is MISSING:
            raise InputError(f"{where}: {item.name!r} is missing; add it")
    return record(**{key: _value(hints[key], value, f"{where}: {key!r}") for key, value in raw.items()})


def _value(hint: typing.Any, value: object, where: str) -> object:
    """Convert one TOML value to the type a field declares."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _value(next(a for a in arguments if a is not type(None)), value, where)
    if origin is tuple:
        if not isinstance(value, list):
            raise InputError(f"{where} must be a list; put it in [ ]")
        return tuple(_value(arguments[0], item, where) for item in value)
    if origin is dict:
        if not isinstance(value, dict):
            raise InputError(f"{where} must be a table; write key = value pairs")
        return {key: _value(arguments[1], item, where) for key, item in value.items()}
    if is_dataclass(hint):
        return _record(typing.cast(type, hint), value, where)
    expected = (int, float) if hint is float else hint
    if not isinstance(value, expected) or (isinstance(value, bool) and hint is not bool):
        raise InputError(f"{where} must be {hint.__name__}, not {type(value).__name__}")
    if isinstance(value, str) and not value.strip():
        raise InputError(f"{where} is empty; write it or leave the key out")
    return value


def _check_references(codebook: Codebook) -> None:
    """Every id that an entry names must exist."""
    actors = {a.id for a in codebook.actors}
    propositions = {p.id for p in codebook.propositions}
    missing = [("actors", a.id, "member_of", a.member_of, actors) for a in codebook.actors if a.member_of]
    for p in codebook.propositions:
        for key in ("contradicts", "entails"):
            missing += [("propositions", p.id, key, other, propositions) for other in getattr(p, key)]
    for section, entry, key, named, known in missing:
        if named not in known:
            raise InputError(f"{section}.toml: {entry!r}: {key} names {named!r}, which no entry has; add it")
