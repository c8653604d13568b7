"""One text made of another, where answers differ in one place."""


def change(source: str, *pairs: str) -> str:
    """The source with each old text, which it holds once, in place of which stands the new one:
    change(source, old, new, old, new, …)."""
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert source.count(old) == 1, (old, source.count(old))
        source = source.replace(old, new)
    return source
