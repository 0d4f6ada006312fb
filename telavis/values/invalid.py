"""What every value raises when a text cannot be read as one."""

from telavis.values.french import typographic


class InvalidValue(ValueError):
    """A refused text; the message is a French sentence that tells the reader what to correct."""

    def __init__(self, sentence: str) -> None:
        super().__init__(typographic(sentence))
