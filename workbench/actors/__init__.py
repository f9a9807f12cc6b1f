"""The words of a source -> actor ids, or none: names, offices, owners, pronouns and descriptions.

`cast` answers what the extractors ask. It stands on `lexicon` (names of a codebook), `names` and `roster` (names
in the text), `phrases` (owners and posts), `quotations` (who speaks), and what went before: `candidates`,
`antecedents`, `descriptions`, read once by `pronouns`.
"""

from .cast import Cast, Ids, Mention, fires

__all__ = ["Cast", "Ids", "Mention", "fires"]
