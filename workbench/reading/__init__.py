"""Files of any kind -> pieces of text with what is known of them; `articles.py` makes articles of these.

`folder` finds the files, `formats` tells what each is; `archives`, `rows`, `warc`, `pages`, `frontmatter` read it, and
`child` keeps what may hang in a process of its own. `encodings` turns bytes into text. `dating`, `sidecar`, `undated`,
`boilerplate`, `damage`, `coherence` and `duplicates` say what an article is worth knowing by.
"""
