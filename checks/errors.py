"""Errors that fit on one line of a notebook."""


class _OneSentence:
    """Shown by IPython as its message alone: a beginner needs the sentence, not our call stack."""

    def __init__(self, sentence: str) -> None:
        # A value quoted in the sentence may be an array, written over several lines.
        super().__init__(" ".join(sentence.split()))

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


class InputError(_OneSentence, ValueError):
    """An argument has the right type but a value that cannot be used."""


class InputTypeError(_OneSentence, TypeError):
    """An argument has a type that cannot be used."""
