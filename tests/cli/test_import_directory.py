"""The commands that import public files say what they did in French, and fail with a sentence."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from telavis.cli.importing import ProgressLine
from tests.administration.administering import administrator
from tests.directory.extractions import (
    MAILBOX_SAMPLE,
    PEOPLE_SAMPLE,
    SITE_SAMPLE,
    activity,
    people_file,
    rpps,
)
from tests.factories import PractitionerFactory
from tests.registrations.applying import mails_to


def run(*words: str | Path) -> str:
    output = io.StringIO()
    call_command(*map(str, words), stdout=output)
    return output.getvalue().replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.django_db
def test_both_files_of_the_directory_are_imported_and_summed_up():
    told = run("import_directory", PEOPLE_SAMPLE, MAILBOX_SAMPLE)
    assert "professionnels (Annuaire Santé), UTF-8." in told
    assert "12 lignes lues" in told
    assert "10 ajoutés, 0 modifiés, 0 partis" in told
    assert "5 ajoutés, 0 modifiés, 0 partis" in told
    assert "0 ajoutés, 0 modifiés, 0 partis" in run("import_directory", PEOPLE_SAMPLE)


@pytest.mark.django_db
def test_refused_lines_are_counted_by_reason_and_the_first_are_shown(tmp_path: Path):
    nameless = [activity(number, "") for number in range(25)]
    told = run("import_directory", people_file(tmp_path, activity(50), *nameless), "--accept-losses")
    assert "25 lignes refusées" in told
    assert "25 lignes, nom d’exercice vide" in told
    assert "ligne 3 : nom d’exercice vide" in told
    assert "ligne 22 :" in told
    assert "ligne 23 :" not in told
    assert "(les 20 premières)" in told


@pytest.mark.django_db
def test_administrators_are_told_once_of_open_accounts_whose_holder_has_left(tmp_path: Path):
    by, _ = administrator(), PractitionerFactory(rpps=rpps(1))
    run("import_directory", people_file(tmp_path, activity(1), activity(2)))
    assert mails_to(by.user.email) == []
    run("import_directory", people_file(tmp_path, activity(2)), "--accept-losses")
    (subject,) = mails_to(by.user.email)
    assert "des départs à vérifier" in subject


@pytest.mark.django_db
def test_establishments_are_imported():
    assert "8 ajoutés, 0 modifiés, 0 partis" in run("import_establishments", SITE_SAMPLE)


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["import_directory", "import_establishments"])
def test_another_file_is_refused_with_a_sentence(command: str, tmp_path: Path):
    path = tmp_path / "other.csv"
    path.write_text("a|b\n")
    with pytest.raises(CommandError, match="n’est"):
        run(command, path)


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["import_directory", "import_establishments"])
def test_an_empty_file_and_a_missing_one_are_refused_with_a_sentence(command: str, tmp_path: Path):
    (tmp_path / "empty.txt").touch()
    with pytest.raises(CommandError, match="n’est"):
        run(command, tmp_path / "empty.txt")
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        run(command, tmp_path / "missing.txt")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_one_line_of_progress_that_goes_away():
    terminal = Terminal()
    progress = ProgressLine(terminal)
    progress(0.5, 1_000_000)
    progress(0.6, 1_200_000)  # too soon to be drawn again
    progress.end()
    shown = terminal.getvalue()
    assert shown.count("\r") == 2
    assert "████████████░░░░░░░░░░░░" in shown
    assert "50%" in shown.replace(" ", "")
    assert shown.endswith("\r\033[K")


def test_what_comes_after_reading_is_said_at_once():
    terminal = Terminal()
    progress = ProgressLine(terminal)
    progress(0.9, 1_800_000)
    progress(1.0, 2_000_000)
    assert "comparaison et écriture…" in terminal.getvalue()


def test_a_log_sees_no_progress():
    log = io.StringIO()
    progress = ProgressLine(log)
    progress(0.5, 10)
    progress.end()
    assert log.getvalue() == ""
