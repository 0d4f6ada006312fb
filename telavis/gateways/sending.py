"""What every window through which a message leaves has in common."""


class NotSent(Exception):
    """A message did not leave; `is_final` says that trying again would change nothing.

    Its text goes into the database and the log: it never holds the address nor the message.
    """

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final
