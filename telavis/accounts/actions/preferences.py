"""What people prefer."""

from telavis.accounts.models import CodeChannel, User


def choose_code_channel(user: User, channel: CodeChannel) -> None:
    """How this person likes to receive codes."""
    user.code_channel = channel
    user.save(update_fields=["code_channel"])
