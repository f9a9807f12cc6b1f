"""A folder of what a crawl may hold: every entry with the outcome and the reasons an honest reader gives.

Made at run time, so that nothing hostile or large lies in the repository. `make` returns, for each entry that is
a file of the report, its outcome and the codes that must be among its reasons.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import socket
import zipfile
from pathlib import Path
from typing import NamedTuple


class Expected(NamedTuple):
    """What the report must say of an entry."""

    outcome: str
    reasons: set[str] = set()
    articles: int | None = None


PARSED, FLAGGED, SKIPPED = "parsed", "flagged", "skipped"
TEXT = (
    "The harbour master of Port Ellis said on Tuesday that 14 ships had left before the storm. "
    "“We could not wait any longer,” Marie Duval told reporters at the café on the quay. "
    "The ministry denied that the warning had come too late, and promised a report for Friday.\n"
)


def text(topic: str) -> str:
    """An article of its own for every entry, so that none repeats another."""
    return (
        f"The {topic} was on the table of the council. It is not known who put the {topic} there.\n\n{TEXT}"
    )


def page(topic: str, body: str = "", head: str = "") -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in text(topic).splitlines() if line)
    return (
        f"<!doctype html><html lang='en'><head><title>The {topic}</title>{head}</head>"
        f"<body><nav><a href='/'>Home</a> <a href='/world'>World</a></nav><article><h1>The {topic} of Port Ellis</h1>"
        f"{paragraphs}{body}</article><footer>About us</footer></body></html>"
    )


def gz(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return held.getvalue()


def response(
    topic: str, body: bytes | None = None, length: int | None = None, status: str = "200 OK"
) -> bytes:
    """A WARC record of a page."""
    body = page(topic).encode() if body is None else body
    http = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        + body
    )
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        f"WARC-Date: 2022-02-16T10:00:00Z\r\nWARC-Target-URI: https://news.example/{topic}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {length or len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def row(topic: str, **more: object) -> str:
    return json.dumps({"text": text(topic), **more}, ensure_ascii=False)


def encodings() -> dict[str, tuple[bytes, Expected]]:
    good = Expected(PARSED, articles=1)
    found = {
        f"{name}.txt": (text(name).encode(name), good)
        for name in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "mac_roman")
    }
    found |= {
        f"bare-{name}.txt": (text(name).encode(name), good)
        for name in ("utf-16-le", "utf-16-be", "utf-32-le")
    }
    odd = text("oddity").encode()
    moji = text("mojibake").encode().decode("cp1252", "ignore").encode()
    return found | {
        "crlf.txt": (text("crlf").replace("\n", "\r\n").encode(), good),
        "mixed.txt": (
            text("mixture").encode() * 3 + "Caf\xe9 “x”".encode("cp1252"),
            Expected(FLAGGED, {"encoding"}),
        ),
        "mojibake.txt": (moji, Expected(FLAGGED, {"mojibake"})),
        "overlong.txt": (odd + b"\xc0\xaf\xc0\xae", Expected(FLAGGED, {"encoding"})),
        "utf-7.txt": (text("relay").encode("utf-7"), Expected(FLAGGED, {"encoding"})),
        "cut.txt": (text("cut").encode() + "“"[:1].encode()[:2], Expected(FLAGGED, {"truncated"})),
        "nul.txt": (text("null").encode().replace(b"14", b"1\x004"), Expected(FLAGGED, {"nul"})),
        "surrogate.txt": (text("half").encode() + b"\xed\xa0\x80 end.", Expected(FLAGGED, {"surrogate"}, 1)),
        "controls.txt": (text("bell").encode() + b"\x07\x1b[31mred\x08", Expected(FLAGGED, {"control"})),
        "bidi.txt": (
            text("mirror").replace("14", "\u202e14\u202c").encode(),
            Expected(FLAGGED, {"bidi_control"}),
        ),
        "zero-width.txt": (
            text("thread").replace("ships", "sh\u200bips").encode(),
            Expected(FLAGGED, {"invisible"}),
        ),
        "tags.txt": (
            text("tag").encode() + "\U000e0041\U000e0042".encode(),
            Expected(FLAGGED, {"invisible"}),
        ),
        "russian.txt": (
            "Министерство сообщило во вторник, что войска ушли из этого района. ".encode() * 5,
            Expected(FLAGGED, {"language"}),
        ),
        "russian-koi8.txt": (
            "Министерство сообщило во вторник, что войска ушли из этого района. ".encode("koi8_r") * 5,
            Expected(FLAGGED, {"language"}),
        ),
        "arabic.txt": (
            "قالت الوزارة يوم الثلاثاء إن القوات غادرت المنطقة بعد الظهر. ".encode() * 5,
            Expected(FLAGGED, {"language"}),
        ),
        "chinese.txt": ("该部周二表示，部队已离开该地区。".encode() * 8, Expected(FLAGGED, {"language"})),
        "german.txt": (
            b"Das Ministerium sagte am Dienstag, die Truppen seien in der Nacht abgezogen. " * 5,
            Expected(FLAGGED, {"language"}),
        ),
        "french.txt": (
            "Le ministre a déclaré mardi que les troupes avaient quitté la région. ".encode() * 5,
            Expected(FLAGGED, {"language"}),
        ),
    }


def empties() -> dict[str, tuple[bytes, Expected]]:
    empty = Expected(SKIPPED, {"empty"}, 0)
    blank = {
        "nothing.txt": b"",
        "blank.txt": b"  \n\t\r\n ",
        "bom.txt": b"\xef\xbb\xbf",
        "bom-16.txt": b"\xff\xfe",
        "feed.txt": b"\x0c\n\x0b",
        "wide.txt": "\u3000\u2003\u200b".encode(),
        "lines.txt": b"\n" * 400_000,
        "nothing.jsonl": b"",
        "blank.jsonl": b"\n\n",
        "nothing.html": b"",
        "nothing.csv": b"",
        "nothing.gz": gz(b""),
    }
    return {name: (data, empty) for name, data in blank.items()}


def binaries() -> dict[str, tuple[bytes, Expected]]:
    binary = Expected(SKIPPED, {"binary"}, 0)
    noise = bytes((i * 7919 + i * i // 3) % 256 for i in range(5000))
    data = {
        "paper.pdf": b"%PDF-1.7\n1 0 obj <<>> endobj\n",
        "paper.txt": b"%PDF-1.7\n1 0 obj <<>> endobj\n",
        "picture.txt": b"\x89PNG\r\n\x1a\n" + noise,
        "program.txt": b"\x7fELF\x02\x01\x01" + noise,
        "photo.txt": b"\xff\xd8\xff\xe0" + noise,
        "animation.txt": b"GIF89a" + noise,
        "program.exe": b"MZ\x90\x00" + noise,
        "base.txt": b"SQLite format 3\0" + noise,
        "noise.txt": noise,
        "zeros.txt": bytes(100_000),
        "zeros.jsonl": bytes(1000),
        "zeros.html": bytes(1000),
        "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise,
        "letter.docx": zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<w/>"}),
        "letter.txt": zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<w/>"}),
        "sheet.ods": zipped(
            {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}
        ),
        "tape.tar": tar(),
        "tape.tar.gz": gz(tar()),
        "music.txt": b"RIFF\x00\x00\x00\x00WAVEfmt " + noise,
        "packed.7z": b"7z\xbc\xaf\x27\x1c" + noise,
    }
    return {name: (held, binary) for name, held in data.items()}


def tar() -> bytes:
    import tarfile

    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        info = tarfile.TarInfo("../../PWNED.txt")
        info.size = len(TEXT.encode())
        archive.addfile(info, io.BytesIO(TEXT.encode()))
    return held.getvalue()


def archives() -> dict[str, tuple[bytes, Expected]]:
    nested = zipped({"in.txt": text("nest").encode()})
    deep = zipped({"in.txt": text("cellar").encode()})
    for i in range(8):
        deep = zipped({f"{i}.zip": deep})
    cut = gz(text("torn").encode() * 50)
    link = io.BytesIO()
    with zipfile.ZipFile(link, "w") as archive:
        info = zipfile.ZipInfo("link.txt")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
        archive.writestr("good.txt", text("knot"))
    lie = bytearray(zipped({"in.txt": text("lie").encode() * 3}, zipfile.ZIP_STORED))
    lie[60] ^= 0xFF  # the checksum no longer fits
    quine = gz(gz(gz(gz(gz(text("doll").encode())))))
    slip = {"../../PWNED.txt": TEXT.encode(), "/tmp/PWNED.txt": TEXT.encode(), "C:\\PWNED.txt": TEXT.encode()}
    return {
        "good.txt.gz": (gz(text("lamp").encode()), Expected(PARSED, articles=1)),
        "named-wrong.txt": (gz(text("mask").encode()), Expected(PARSED, articles=1)),
        "two.gz": (
            gz(text("chair").encode()) + gz(b"And a second part of it."),
            Expected(PARSED, articles=1),
        ),
        "page.html.gz": (gz(page("curtain").encode()), Expected(PARSED, articles=1)),
        "rows.jsonl.gz": (gz((row("plate") + "\n" + row("spoon")).encode()), Expected(PARSED, articles=2)),
        "good.zip": (
            zipped({"a.txt": text("door").encode(), "b/b.html": page("window").encode()}),
            Expected(PARSED, articles=2),
        ),
        "nested.zip": (zipped({"in.zip": nested}), Expected(PARSED, articles=1)),
        "mixed.zip": (
            zipped({"a.txt": text("roof").encode(), "b.png": b"\x89PNG\r\n\x1a\n\0"}),
            Expected(FLAGGED, {"binary"}, 1),
        ),
        "deep.zip": (deep, Expected(SKIPPED, {"bomb"}, 0)),
        "dolls.gz": (quine, Expected(SKIPPED, {"bomb"}, 0)),
        "bomb.gz": (gz(bytes(50_000_000)), Expected(SKIPPED, {"bomb"}, 0)),
        "bomb-text.gz": (gz(b"bomb " * 10_000_000), Expected(SKIPPED, {"bomb"}, 0)),
        "bomb.zip": (zipped({"a.txt": b"a" * 50_000_000}), Expected(SKIPPED, {"bomb"}, 0)),
        "bomb-many.zip": (
            zipped({f"{i}.txt": b"word " * 190_000 for i in range(60)}),
            Expected(FLAGGED, {"bomb"}),
        ),
        "bomb.docx": (
            zipped({"[Content_Types].xml": b"a" * 20_000_000}),
            Expected(SKIPPED, {"binary", "bomb"}, 0),
        ),
        "slip.zip": (
            zipped(slip | {"good.txt": text("slip").encode()}),
            Expected(FLAGGED, {"unsafe_path"}, 1),
        ),
        "slip-only.zip": (zipped(slip), Expected(SKIPPED, {"unsafe_path"}, 0)),
        "link.zip": (link.getvalue(), Expected(FLAGGED, {"symlink"}, 1)),
        "empty.zip": (zipped({}), Expected(SKIPPED, set(), 0)),
        "cut.txt.gz": (cut[: len(cut) // 2], Expected(FLAGGED, {"truncated"})),
        "cut.zip": (
            zipped({"a.txt": text("torn zip").encode() * 20})[:-30],
            Expected(SKIPPED, {"truncated"}, 0),
        ),
        "lie.zip": (bytes(lie), Expected(SKIPPED, {"truncated"}, 0)),
        "encrypted.zip": (locked(), Expected(SKIPPED, {"encrypted"}, 0)),
    }


def locked() -> bytes:
    """A zip whose one member says that it is encrypted."""
    data = bytearray(zipped({"a.txt": text("lock").encode()}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def rows() -> dict[str, tuple[bytes, Expected]]:
    good = [row(topic) for topic in ("apple", "pear", "plum", "fig", "quince")]
    bad = [
        "{",
        "not json",
        '{"text": 5}',
        '{"text": null}',
        '{"title": "no text"}',
        "[1, 2]",
        '"text"',
        "null",
        "[" * 100_000,
        '{"text": "' + "9" * 20,
        '{"text": ""}',
        '{"n": ' + "9" * 5000 + "}",
    ]
    same = [row("orange", id=1), row("lemon", id="1"), row("lime", id=None)]
    csv = 'headline,published,body\n"The vote","2022-02-16","{}"\n"Broken"\n'.format(
        text("csv").replace('"', '""')
    )
    return {
        "good.jsonl": ("\n".join(good).encode(), Expected(PARSED, articles=5)),
        "bad-lines.jsonl": (
            "\n".join(x for pair in zip(good, bad) for x in pair).encode()
            + ("\n" + "\n".join(bad[5:])).encode(),
            Expected(FLAGGED, {"bad_line"}, 5),
        ),
        "only-bad.jsonl": ("\n".join(bad).encode(), Expected(SKIPPED, {"bad_line"}, 0)),
        "same-ids.jsonl": ("\n".join(same).encode(), Expected(FLAGGED, {"duplicate"}, 3)),
        "same-text.jsonl": (
            "\n".join([row("grape"), row("grape")]).encode(),
            Expected(FLAGGED, {"duplicate"}, 2),
        ),
        "separators.jsonl": (
            json.dumps({"text": text("line") + "\u2028\x85next."}, ensure_ascii=False).encode(),
            Expected(PARSED, articles=1),
        ),
        "crlf.jsonl": ("\r\n".join([row("melon"), row("kiwi")]).encode(), Expected(PARSED, articles=2)),
        "bom.jsonl": (b"\xef\xbb\xbf" + row("date").encode(), Expected(PARSED, articles=1)),
        "utf-16.jsonl": (
            "\n".join([row("peach"), row("berry")]).encode("utf-16"),
            Expected(PARSED, articles=2),
        ),
        "surrogate.jsonl": (
            b'{"text": "'
            + b"The minister said \\ud800 that it was over, and that the ships would not leave the port."
            + b'"}',
            Expected(FLAGGED, {"surrogate"}, 1),
        ),
        "nul.jsonl": (
            b'{"text": "'
            + b"The minister said \\u0000 that the war was over, and that the ships would not leave."
            + b'"}',
            Expected(FLAGGED, {"nul"}, 1),
        ),
        "cut.jsonl": (
            (good[0].replace("apple", "cherry") + "\n" + good[1][:50]).encode(),
            Expected(FLAGGED, {"bad_line"}, 1),
        ),
        "nan.jsonl": (row("nan").replace("}", ', "score": NaN}').encode(), Expected(PARSED, articles=1)),
        "list.json": (
            ("[" + ",".join([row("onion"), row("leek")]) + "]").encode(),
            Expected(PARSED, articles=2),
        ),
        "deep.json": (b"[" * 200_000, Expected(SKIPPED, {"bad_line"}, 0)),
        "long-line.jsonl": (
            (row("carrot") + '\n{"text": "' + "a " * 9_000_000 + '"}\n' + row("turnip")).encode(),
            Expected(FLAGGED, {"too_large"}, 2),
        ),
        "good.csv": (csv.replace('"Broken"\n', "").encode(), Expected(PARSED, articles=1)),
        "broken.csv": (csv.replace("csv", "sheet").encode(), Expected(FLAGGED, {"bad_line"}, 1)),
        "no-text.csv": (b"a,b\n1,2\n", Expected(SKIPPED, {"no_text"}, 0)),
        "open-quote.csv": (b'text\n"' + b"open, " * 10_000, Expected(FLAGGED)),
        "good.tsv": (
            ("title\ttext\nT\t" + text("tabs").replace("\n", " ")).encode(),
            Expected(PARSED, articles=1),
        ),
        "semicolon.csv": (
            ("title;text\nT;" + text("semi").replace("\n", " ")).encode("cp1252"),
            Expected(PARSED, articles=1),
        ),
    }


def pages() -> dict[str, tuple[bytes, Expected]]:
    none = Expected(SKIPPED, {"no_text"}, 0)
    xxe = '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + page(
        "entity", "<p>&x;</p>"
    )
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    return {
        "good.html": (page("clock").encode(), Expected(PARSED, articles=1)),
        "good.xhtml": (page("bell").encode(), Expected(PARSED, articles=1)),
        "page.txt": (page("well").encode(), Expected(PARSED, articles=1)),
        "cp1252.html": (
            page("quay", head="<meta charset='utf-8'>").encode("cp1252"),
            Expected(PARSED, articles=1),
        ),
        "utf-8-lie.html": (
            page("pier", head="<meta charset='iso-8859-1'>").encode(),
            Expected(PARSED, articles=1),
        ),
        "utf-16.html": (page("mast").encode("utf-16"), Expected(PARSED, articles=1)),
        "scripts.html": (
            b"<html><title>x</title><body><script>var hidden = 'The minister said';</script></body></html>",
            none,
        ),
        "empty-body.html": (b"<!doctype html><html><body></body></html>", none),
        "comment.html": (
            page(
                "veil",
                "<!-- HIDDENTEXT --><template>HIDDENTEXT</template><style>HIDDENTEXT</style>"
                '<script type=\'application/ld+json\'>{"x": "HIDDENTEXT"}</script>',
            ).encode(),
            Expected(PARSED, articles=1),
        ),
        "deep.html": (
            b"<html><body>" + b"<div>" * 10_000 + text("shaft").encode() + b"</div>" * 10_000,
            Expected(FLAGGED, {"lossy_html"}, 1),
        ),
        "deep-open.html": (
            b"<html><body>" + b"<div>" * 100_000 + text("abyss").encode(),
            Expected(FLAGGED, {"lossy_html"}, 1),
        ),
        "huge-node.html": (
            b"<html><body><p>" + text("sea").encode() + b"word " * 2_200_000 + b"</p></body></html>",
            Expected(FLAGGED, {"too_long"}, 1),
        ),
        "attributes.html": (
            (
                "<html><body><div "
                + " ".join(f"a{i}=1" for i in range(200_000))
                + ">"
                + text("thorn")
                + "</div></body></html>"
            ).encode(),
            Expected(PARSED, articles=1),
        ),
        "misnested.html": (
            page("net").replace("<p>", "<p><b><i>").replace("</p>", "</b></p></i>").encode(),
            Expected(PARSED, articles=1),
        ),
        "xxe.html": (xxe.encode(), Expected(PARSED, articles=1)),
        "laughs.html": (
            f'<!DOCTYPE html [<!ENTITY l0 "lol">{laughs}]>{page("laugh", "<p>&l9;</p>")}'.encode(),
            Expected(PARSED, articles=1),
        ),
        "nul.html": (page("hole").replace("ships", "sh\0ips").encode(), Expected(FLAGGED, {"nul"}, 1)),
        "unclosed.html": (page("gate").split("</article>")[0].encode(), Expected(PARSED, articles=1)),
        "feed.xml": (
            b"<?xml version='1.0'?><rss><channel><title>x</title></channel></rss>",
            Expected(SKIPPED, {"format"}, 0),
        ),
        "huge.html": (
            page("ocean").encode() + b"<p>word</p>" * 1_600_000,
            Expected(SKIPPED, {"too_large"}, 0),
        ),
    }


def warcs() -> dict[str, tuple[bytes, Expected]]:
    three = [response(topic) for topic in ("north", "south", "west")]
    whole = b"".join(three)
    bomb = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gz(
        b"<html>" + bytes(60_000_000)
    )
    record = response("x").split(b"HTTP/1.1")[0]
    lying = response("east", length=len(three[0]) + 400)
    return {
        "good.warc": (whole, Expected(PARSED, articles=3)),
        "good.warc.gz": (
            b"".join(gz(response(topic)) for topic in ("isle", "coast", "cape")),
            Expected(PARSED, articles=3),
        ),
        "cut.warc": ((response("hill") + response("dale"))[:-200], Expected(FLAGGED, {"truncated"})),
        "cut.warc.gz": (
            b"".join(gz(response(topic)) for topic in ("oak", "elm"))[:-200],
            Expected(FLAGGED, {"truncated"}),
        ),
        "cut-head.warc": (response("brook") + three[1][:60], Expected(FLAGGED, {"truncated"}, 1)),
        "lying.warc": (response("creek") + lying + response("river"), Expected(FLAGGED, {"truncated"})),
        "short.warc": (response("pond", length=300) + response("lake"), Expected(FLAGGED, {"truncated"})),
        "noise.warc": (b"WARC/1.0\r\n" + bytes(range(1, 256)) * 20, Expected(SKIPPED, set(), 0)),
        "not-found.warc": (response("gone", status="404 Not Found"), Expected(SKIPPED, {"no_text"}, 0)),
        "scripts.warc": (
            response("js", body=b"<html><body><script>x</script></body></html>"),
            Expected(SKIPPED, {"no_text"}, 0),
        ),
        "bomb.warc": (
            record[: record.rindex(b"Content-Length")]
            + f"Content-Length: {len(bomb)}\r\n\r\n".encode()
            + bomb
            + b"\r\n\r\n",
            Expected(SKIPPED, {"too_large"}, 0),
        ),
    }


def sizes() -> dict[str, tuple[bytes, Expected]]:
    return {
        "line-6mb.txt": (
            b"The minister said that it was over. " * 170_000,
            Expected(FLAGGED, {"too_long"}, 1),
        ),
        "many-lines.txt": (b"\n" * 400_000 + text("gap").encode(), Expected(PARSED, articles=1)),
        "dollars.txt": (text("dollar").encode() + b"$" * 20_000, Expected(FLAGGED, {"long_run"}, 1)),
        "brackets.txt": (text("bracket").encode() + b"(" * 50_000, Expected(FLAGGED, {"long_run"}, 1)),
        "one-word.txt": (text("word").encode() + b"a" * 100_000 + b".", Expected(PARSED, articles=1)),
    }


ODD_NAMES = (
    "new\nline.txt",
    "CON.txt",
    "aux",
    "x" * 240 + ".txt",
    "Case.txt",
    "case.TXT",
    "%2e%2e%2fup.txt",
    "back\\slash.txt",
    "-rf.txt",
    " blank .txt",
    "trailing.",
    "quote'\".txt",
    "<b>tag.txt",
    "emoji-\U0001f600.txt",
    ".hidden.txt",
    "$(touch x).txt",
)


def make(folder: Path) -> dict[str, Expected]:
    """Fill a folder; relative path of each entry -> what the report must say of it."""
    found: dict[str, Expected] = {}
    for kind in (encodings, empties, binaries, archives, rows, pages, warcs, sizes):
        home = folder / kind.__name__
        home.mkdir(parents=True)
        for name, (data, expected) in kind().items():
            (home / name).write_bytes(data)
            found[f"{kind.__name__}/{name}"] = expected
    (folder / "names").mkdir()
    for i, name in enumerate(ODD_NAMES):
        (folder / "names" / name).write_text(text(f"name number {i}"), encoding="utf-8")
        found[f"names/{name}"] = Expected(PARSED, articles=1)
    raw = os.fsencode(folder / "names") + b"/not-\xff-text.txt"
    with open(raw, "wb") as file:
        file.write(text("byte").encode())
    found["names/" + os.fsdecode(b"not-\xff-text.txt")] = Expected(PARSED, articles=1)
    with (folder / "sizes" / "sparse.txt").open("wb") as file:
        file.truncate(200_000_000)
    found["sizes/sparse.txt"] = Expected(SKIPPED, {"too_large"}, 0)
    with (folder / "sizes" / "long-line.txt").open("wb") as file:
        for _ in range(20):
            file.write(b"The minister said that it was over. " * 28_000)
    found["sizes/long-line.txt"] = Expected(SKIPPED, {"too_large"}, 0)
    return found | links(folder)


def links(folder: Path) -> dict[str, Expected]:
    """Links, pipes, sockets: nothing of it may be opened."""
    home, outside = folder / "links", folder.parent / "outside"
    home.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text(text("secret"))
    (home / "real.txt").write_text(text("anchor"))
    found = {"links/real.txt": Expected(PARSED, articles=1)}
    for name, target in {
        "out.txt": outside / "secret.txt",
        "out-folder": outside,
        "up": "..",
        "loop": "loop",
        "inside.txt": "real.txt",
        "zero.txt": "/dev/zero",
        "nowhere.txt": "nowhere",
        "passwd.txt": "/etc/passwd",
    }.items():
        (home / name).symlink_to(target)
        found[f"links/{name}"] = Expected(SKIPPED, {"symlink"}, 0)
    os.mkfifo(home / "pipe.txt")
    here = os.getcwd()
    os.chdir(home)  # the path of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("socket.txt")
    finally:
        os.chdir(here)
    return found | {f"links/{name}": Expected(SKIPPED, {"special"}, 0) for name in ("pipe.txt", "socket.txt")}
