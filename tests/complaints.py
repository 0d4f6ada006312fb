"""What a browser complains of: errors of scripts and violations of the content security policy."""

from playwright.sync_api import BrowserContext, ConsoleMessage

PATIENCE = 30_000  # milliseconds for what a page is to do; a busy machine is no fault of the code


def listen(context: BrowserContext) -> list[str]:
    """From now on, every complaint of this browser is added to the list."""
    heard: list[str] = []
    context.on("console", lambda message: heard.append(message.text) if _is_complaint(message) else None)
    context.on("weberror", lambda error: heard.append(str(error.error)))
    return heard


def _is_complaint(message: ConsoleMessage) -> bool:
    """A status that the test itself asked for is none."""
    return message.type == "error" and not message.text.startswith(
        "Failed to load resource: the server responded with"
    )
