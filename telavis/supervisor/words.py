"""What the supervisor says on the terminal."""

from pathlib import Path

from telavis.demo.accounts import ACCOUNTS, PASSWORD

NO_MAILS = (
    "  No mail leaves, so nobody can receive the code that signing in asks for. Start again with",
    "    EMAIL_HOST=smtp.… (and the other settings of your mail server: README), or, to try it alone,",
    "    EMAIL_HOST=console, which writes each mail and its code into the worker's log.",
)


def ready(
    *,
    address: str,
    data: Path | None,
    logs: Path | None,
    demo: bool,
    demo_pages: bool,
    sends_mails: bool,
) -> str:
    """Where it is, who may sign in, where data lies, how to stop."""
    lines = ["", f"Télavis is ready: {address}", ""]
    if demo:
        lines += [f"  Demonstration accounts, password {PASSWORD}"]
        lines += [f"    {account.username:<14}{account.role}" for account in ACCOUNTS]
        if demo_pages:
            lines += [f"  Codes sent by mail and SMS are shown at {address}/demo/messages/"]
        else:
            lines += ["  Other machines can reach it (HOST): the demonstration's pages are hidden."]
        lines += [""]
    else:
        lines += [f"  First administrator: TELAVIS_DATA={data} .venv/bin/python manage.py create_admin", ""]
        if not sends_mails:
            lines += [*NO_MAILS, ""]
    if data:
        lines += [f"  Data lies in {data}"]
    if logs:
        lines += [f"  Logs lie in  {logs}"]
    return "\n".join([*lines, "  Ctrl-C stops everything and keeps the data.", ""])


def tail(path: Path, *, lines: int = 15) -> str:
    """The end of a log."""
    if not path.is_file():
        return ""
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
