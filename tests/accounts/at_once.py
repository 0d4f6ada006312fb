"""Many guesses at the same moment, each thread with its own connection to the database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

from django.db import connections

from telavis.accounts.actions import authenticator_apps, codes, passwords, recovery_codes, tries

GUESSES, THREADS = 500, 16
ROUNDS = 5
"""Of each thread, where the first to come decides: more of them would only be refused."""
REFUSALS = (
    tries.TooManyTries,
    passwords.WrongPassword,
    codes.CodeRefused,
    authenticator_apps.AppCodeRefused,
    recovery_codes.WrongRecoveryCode,
)


def at_once(guess: Callable[[int], object], guesses: int = GUESSES) -> None:
    """Run so many guesses in THREADS threads that start together."""
    together = Barrier(THREADS)

    def share(first: int) -> None:
        together.wait()
        for number in range(first, guesses, THREADS):
            with suppress(*REFUSALS):
                guess(number)
        connections.close_all()

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(share, range(THREADS)))


def a_few_rounds(guess: Callable[[int], object]) -> None:
    at_once(guess, ROUNDS * THREADS)
