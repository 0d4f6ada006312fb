"""What an act raises when it is allowed and this is not the moment."""

from telavis.values.french import typographic


class Refused(Exception):
    """Nothing was changed; the sentence says why and what to do, and is shown."""

    def __init__(self, sentence: str) -> None:
        self.sentence = typographic(sentence)
        super().__init__(self.sentence)
