"""The filter of system calls, where its kernel is not at hand (docs/decisions/0043)."""

import platform

from telavis.values import syscalls


def test_an_unknown_processor_is_told_and_not_guessed(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "vax")
    assert syscalls.forbid() is False


def test_every_jump_lands_on_the_refusal():
    for architecture, forbidden in syscalls._ARCHITECTURES.values():
        steps = syscalls._steps(architecture, forbidden)
        last = len(steps) - 1
        jumps = [rank + 1 + step[2] for rank, step in enumerate(steps) if step[2] and rank > 3]
        assert jumps == [last] * (len(forbidden) + 1)
