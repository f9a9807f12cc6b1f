"""Bytes -> text: which encoding, and what had to be replaced so that the text can be stored.

The text is the file's own: only a byte-order mark goes, and what cannot be stored (NUL, lone
surrogates) is replaced one for one by U+FFFD, so that offsets hold in the file.
"""

from __future__ import annotations

import codecs
import re

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")

# What charset-normalizer may answer: an open list finds exotic names for ordinary cp1252.
GUESSES = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r", "iso8859_2",
    "iso8859_5", "cp866", "mac_roman", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "cp949",
]  # fmt: skip

FEW = 0.03  # share of bytes beyond ASCII: texts in the languages of cp1250 to cp1257 have twice as many
_SINGLE = [name for name in GUESSES if name.startswith(("cp125", "iso", "koi8", "mac"))]
# What is common in cp1252: other encodings have something else than their commonest letters in these places.
_BOTH = "’‘“”–—•…£€àáâãäåæçèéêëìíîïñòóôõöøùúûüß".encode("cp1252")

_MAGIC = (
    b"%PDF-", b"\x89PNG", b"\x7fELF", b"MZ\x90", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"SQLite format",
    b"\xca\xfe\xba\xbe", b"\x00asm", b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ", b"BZh", b"\x28\xb5\x2f\xfd", b"OggS",
    b"\xcf\xfa\xed\xfe", b"PAR1", b"ARROW1", b"wOFF", b"wOF2", b"{\\rtf", b"%!PS", b"\x93NUMPY", b"ID3",
)  # fmt: skip

# All of the oddities below in one class: most texts have none and are looked through once.
_ANY = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd\ud800-\udfff\U000e0000-\U000e007f]"
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Code -> what it stands for; Unicode's Bidi_Control property, and what has no width where it has no use.
_ODD = {
    "nul": re.compile("\x00"),
    "surrogate": re.compile("[\ud800-\udfff]"),
    "control": re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]"),
    "encoding": re.compile("\ufffd"),  # replaced by whoever stored the text
    "bidi_control": re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"),
    "invisible": re.compile(
        "[\u00ad\u180e\u200b\u2060-\u2064\ufeff\U000e0000-\U000e007f]|(?<=[A-Za-z])[\u200c\u200d]"
    ),
}
LOOKED = 200_000  # bytes or characters of a text in which oddities are looked for
_UTF7 = re.compile(r"\+[A-Z][A-Za-z0-9+/]{2,}-")
_BEYOND = re.compile(r"[^\x00-\x7f]{2,40}")


def decode(data: bytes, declared: str | None = None) -> tuple[str, list[str]]:
    """The text of a file's bytes and the codes of what is odd about it; ("", ["binary"]) for no text.

    Order: byte-order mark, UTF-16/32 by the place of its zeros, strict UTF-8, what a page declares,
    then charset-normalizer. Anything but a clean UTF of some kind, or a declared encoding that fits, is
    no error: an encoding that had to be guessed with losses is flagged `encoding`.
    """
    if binary(data):
        return "", ["binary"]
    text, codes = _decoded(data, declared)
    text, more = clean(text)
    return text, list(dict.fromkeys(codes + more))


def binary(data: bytes) -> bool:
    """True for what is no text by its content: a known signature, or control bytes all over."""
    head = data[:65536]
    if head.startswith(_MAGIC) or head[257:262] == b"ustar" or (head[:4] == b"RIFF" and head[8:12].isalnum()):
        return True
    if _bom(head) or _wide(head):
        return False
    odd = len(head.translate(None, delete=bytes([0, 9, 10, 12, 13, 27, *range(32, 256)])))
    return odd > max(2, 0.05 * len(head)) or head.count(0) > 0.3 * len(head)


def _bom(data: bytes) -> tuple[bytes, str] | None:
    return next(((mark, name) for mark, name in _BOMS if data.startswith(mark)), None)


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: Western letters leave zeros at every second (or 2nd to 4th) byte."""
    head = data[:4096]
    if len(head) < 8 or head.count(0) < 0.3 * len(head):
        return None
    for name, width, low in (
        ("utf-32-le", 4, 0),
        ("utf-32-be", 4, 3),
        ("utf-16-le", 2, 0),
        ("utf-16-be", 2, 1),
    ):
        low_bytes = head[low::width]
        others = len(head) - len(low_bytes)
        if (
            low_bytes.count(0) < 0.02 * len(low_bytes) + 1
            and head.count(0) - low_bytes.count(0) > 0.7 * others
        ):
            return name
    return None


def _decoded(data: bytes, declared: str | None) -> tuple[str, list[str]]:
    if found := _bom(data):
        mark, name = found
        return _lenient(data[len(mark) :], name)
    if wide := _wide(data):
        return _lenient(data, wide)
    try:
        text = data.decode("utf-8")
        return text, ["encoding"] if text.isascii() and _utf7(data) else []
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            return data.decode("utf-8", "replace"), ["encoding", "truncated"]
    if (halves := _try(data, "utf-8", "surrogatepass")) is not None:
        return halves, []  # lone surrogates, which `clean` replaces
    if _mostly_utf8(data):
        # A page pasted together from two encodings: each stray byte is read as cp1252.
        return data.decode("utf-8", "stray_cp1252"), ["encoding"]
    if declared and (told := _try(data, declared)) is not None:
        return told, []
    return _guessed(data)


def _utf7(data: bytes) -> bool:
    """UTF-7 is told, not decoded: mail has long done without it, attacks have not."""
    if not _UTF7.search(data[:LOOKED].decode("ascii", "replace")):
        return False
    try:
        return any("\u00a0" <= c < "\u2100" for c in data[:LOOKED].decode("utf-7", "ignore"))
    except UnicodeDecodeError:
        return False


def _lenient(data: bytes, name: str) -> tuple[str, list[str]]:
    try:
        return data.decode(name, "surrogatepass" if name in _WIDE else "strict"), []
    except UnicodeDecodeError:
        return data.decode(name, "replace"), ["encoding"]


def _try(data: bytes, name: str, errors: str = "strict") -> str | None:
    try:
        return data.decode({"iso-8859-1": "cp1252", "latin-1": "cp1252"}.get(name.lower(), name), errors)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _mostly_utf8(data: bytes) -> bool:
    """Whether at least half of the bytes beyond ASCII are part of whole UTF-8 sequences."""
    high = len(data.translate(None, delete=bytes(range(128))))
    whole = data.decode("utf-8", "ignore")
    kept = len(whole.encode()) - len(whole.encode().translate(None, delete=bytes(range(128, 256))))
    return high > 0 and kept >= 0.5 * high


def _guessed(data: bytes) -> tuple[str, list[str]]:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:LOOKED], cp_isolation=GUESSES).best()
    name = best.encoding if best else "ascii"
    beyond = data.translate(None, delete=bytes(range(128)))
    share = len(beyond) / len(data)
    rare = name.startswith(("cp", "iso", "koi8")) and share < FEW
    if rare or (name in _SINGLE and share < 5 * FEW and not beyond.translate(None, delete=_BOTH)):
        name = "cp1252"  # a pound sign in an English text reads as Polish as well
    text = data.decode(name, "replace") if best else ""
    if not text or text.count("\ufffd") > 0.01 * len(text):
        return "", ["encoding"]
    return text, [] if "\ufffd" not in text else ["encoding"]


def _stray(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", "replace"), error.end


codecs.register_error("stray_cp1252", _stray)


def clean(text: str) -> tuple[str, list[str]]:
    """The text as it can be stored, with codes for what is odd in it; the length never changes."""
    codes = [code for code, pattern in _ODD.items() if pattern.search(text)] if _ANY.search(text) else []
    if mojibake(text):
        codes.append("mojibake")
    return (_UNSTORABLE.sub("\ufffd", text) if "nul" in codes or "surrogate" in codes else text), codes


def mojibake(text: str) -> bool:
    """True where UTF-8 was read as another encoding: two letters or more that are UTF-8 when written back."""
    return any(_written_back(run.group()) for run in _BEYOND.finditer(text[:LOOKED]))


def _written_back(run: str) -> bool:
    for name in ("cp1252", "mac_roman", "cp1251"):
        try:
            back = run.encode(name, "sloppy")
            whole = back.decode("utf-8")
        except UnicodeError:
            continue
        # Two letters of Greek or Cyrillic may be UTF-8 by chance: what comes out must be of Western text.
        if len(whole) < len(run) and all(c < "\u0250" or "\u2010" <= c < "\u2200" for c in whole):
            return True
    return False


def _sloppy(error: UnicodeError) -> tuple[bytes, int]:
    """The five bytes that cp1252 leaves open pass as they are."""
    if not isinstance(error, UnicodeEncodeError) or not "\x80" <= error.object[error.start] <= "\x9f":
        raise error
    return bytes([ord(error.object[error.start])]), error.start + 1


codecs.register_error("sloppy", _sloppy)
