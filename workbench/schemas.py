"""Every column of every table: name, type, meaning, the values it may take and what it points to.

This is the contract that notebooks, exports and scores rely on. Offsets are Python string offsets into
`articles.text`. Ids are made of article id and span, never counters. Missing is `pd.NA` or `NaT`. List
columns hold Python lists.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, what it means, the values it may take and the column it points to.

    Types: string, integer, number, date, boolean, strings (list of str), spans (list of [start, end]).
    """

    name: str
    type: str
    about: str
    values: tuple[str, ...] = ()
    required: bool = False
    refers_to: str | None = None


DTYPES = {
    "string": "string",
    "integer": "Int64",
    "number": "Float64",
    "date": "datetime64[us]",
    "boolean": "boolean",
    "strings": "object",
    "spans": "object",
}

C = Column
CERTAINTIES = ("certain", "probable", "possible", "conditional", "uncommitted")
STATUS = C(
    "status",
    "string",
    "what an analyst made of the row",
    ("auto", "accepted", "corrected", "added", "rejected"),
)
ARTICLE = C(
    "article_id", "string", "the article it was read from", required=True, refers_to="articles.article_id"
)
CLAIM = C("claim_id", "string", "the attribution it stands in", refers_to="claims.claim_id")
START = C("start", "integer", "offset of its first character", required=True)
END = C("end", "integer", "offset after its last character", required=True)
CONFIDENCE = C("confidence", "number", "probability that the row is right, 0 to 1")
RULE = C("rule", "string", "the rule or model that produced it")

# Table -> its columns; the first is the key. This is the contract that notebooks, exports and scores rely on.
SCHEMAS: dict[str, tuple[Column, ...]] = {
    "articles": (
        C("article_id", "string", "file stem, made unique", required=True),
        C("path", "string", "where it was read"),
        C("outlet", "string", "who published it"),
        C("headline", "string", "its title as published"),
        C("author", "string", "who wrote it"),
        C("url", "string", "where it was published"),
        C("published", "date", "the publisher's date"),
        C(
            "published_basis",
            "string",
            "what the date rests on",
            ("sidecar", "text", "metadata", "url", "unknown"),
        ),
        C("language", "string", "ISO 639-1 code"),
        C("text", "string", "the text that every offset points into", required=True),
        C("words", "integer", "words in the text"),
        C("sha256", "string", "hash of the bytes read"),
        C("duplicate_of", "string", "the article it repeats", refers_to="articles.article_id"),
        C("flags", "strings", "what a reader should know of its condition"),
    ),
    "actors": (
        C("actor_id", "string", "slug of the canonical name", required=True),
        C("name", "string", "canonical name", required=True),
        C(
            "kind",
            "string",
            "what it is",
            ("person", "institution", "state", "bloc", "collective", "unknown"),
        ),
        C("member_of", "string", "the actor it belongs to", refers_to="actors.actor_id"),
        C("basis", "string", "where it is known from", ("codebook", "text")),
    ),
    "claims": (
        C("claim_id", "string", "article id and extent", required=True),
        ARTICLE,
        C("parent_id", "string", "the claim whose content holds this one", refers_to="claims.claim_id"),
        C("kind", "string", "whose wording the content is", ("direct", "indirect", "mixed")),
        C("source", "string", "the words naming whom it is attributed to"),
        C("source_start", "integer", "offset of the source"),
        C("source_end", "integer", "offset after the source"),
        C(
            "source_type",
            "string",
            "what kind of words the source is",
            ("person", "institution", "collective", "anonymous", "pronoun", "none"),
        ),
        C("actors", "strings", "ids of the actors the source names"),
        C("via", "string", "who relays it"),
        C("addressee", "string", "whom it was said to"),
        C("cue", "string", "the words that signal it"),
        C("cue_start", "integer", "offset of the cue"),
        C("cue_end", "integer", "offset after the cue"),
        C("act", "string", "what is done by saying it"),
        C("content", "string", "what is attributed"),
        START,
        END,
        C("spans", "spans", "the pieces of the content"),
        C("said_on", "date", "the day it was said"),
        C("said_on_basis", "string", "what that day rests on"),
        C("negated", "boolean", "the text says that it was not said"),
        C("certainty", "string", "how sure the speaker is", CERTAINTIES),
        CONFIDENCE,
        RULE,
        STATUS,
    ),
    "figures": (
        C("figure_id", "string", "article id and span", required=True),
        ARTICLE,
        CLAIM,
        START,
        END,
        C("text", "string", "the number with its modifiers", required=True),
        C("low", "number", "lower bound"),
        C("high", "number", "upper bound"),
        C(
            "bound",
            "string",
            "how the number bounds the quantity",
            ("exact", "about", "more_than", "at_least", "less_than", "at_most", "between", "order"),
        ),
        C("value", "number", "the point, for exact and about"),
        C("kind", "string", "what is counted"),
        C("noun", "string", "the word for what is counted"),
        C("unit", "string", "unit or currency"),
        C("measured", "string", "a state, or a movement", ("level", "change")),
        C("direction", "string", "of a change", ("up", "down")),
        C("subject", "string", "whose", refers_to="actors.actor_id"),
        C("place", "string", "where, as written"),
        C("source", "string", "who states it; missing: the outlet itself", refers_to="actors.actor_id"),
        C("via", "string", "who relays it"),
        C("as_of", "date", "the day it is true of"),
        C("as_of_basis", "string", "what that day rests on"),
        C("since", "date", "start of a cumulative count"),
        C("modality", "string", "stated as fact, plan or dispute", ("actual", "projected", "disputed")),
        C("estimate_id", "string", "shared by rows that repeat one estimate"),
        C("sentence_start", "integer", "offset of its sentence"),
        C("sentence_end", "integer", "offset after its sentence"),
        CONFIDENCE,
        RULE,
        STATUS,
    ),
    "stances": (
        C("stance_id", "string", "article id and span", required=True),
        ARTICLE,
        CLAIM,
        C("holder", "string", "who takes it", required=True, refers_to="actors.actor_id"),
        C("target_kind", "string", "what it is towards", ("proposition", "actor")),
        C("target", "string", "proposition id or actor id", required=True),
        C("position", "string", "side taken on a proposition", ("affirms", "doubts", "rejects", "mixed")),
        C("act", "string", "what is done to an actor"),
        C("polarity", "integer", "-1 hostile, 0, +1 friendly"),
        C("certainty", "string", "how sure the holder is", CERTAINTIES),
        START,
        END,
        C("text", "string", "the evidence", required=True),
        CONFIDENCE,
        RULE,
        STATUS,
    ),
    "framings": (
        C("framing_id", "string", "article id and span", required=True),
        ARTICLE,
        CLAIM,
        C("voice", "string", "actor id, or outlet, or unnamed: somebody nobody knows", required=True),
        C("frame", "string", "dimension"),
        C("concept", "string", "contested thing"),
        C("variant", "string", "wording used for it"),
        START,
        END,
        C("text", "string", "the words", required=True),
        RULE,
        STATUS,
    ),
}
