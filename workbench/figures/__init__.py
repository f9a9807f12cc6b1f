"""Being written."""


def figures(doc, article, codebook, cast, said):
    return []


def fires(entry, sentence, codebook):
    return True
