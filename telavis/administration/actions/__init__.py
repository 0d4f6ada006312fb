"""What administrators do to accounts and settings; each checks who, leaves its trace and tells, in one transaction."""

from telavis.administration.actions.merging import abandon_merge, ask_merge, confirm_merge
from telavis.administration.actions.resets import abandon_reset, ask_reset, confirm_reset
from telavis.administration.actions.rights import give_right, take_right
from telavis.administration.actions.settings import set_parameter, withdraw_parameter
from telavis.administration.actions.standing import keep, reopen, set_last_day, suspend, unblock
from telavis.administration.actions.workplaces import end_workplace, give_workplace

__all__ = [
    "abandon_merge",
    "abandon_reset",
    "ask_merge",
    "ask_reset",
    "confirm_merge",
    "confirm_reset",
    "end_workplace",
    "give_right",
    "give_workplace",
    "keep",
    "reopen",
    "set_last_day",
    "set_parameter",
    "suspend",
    "take_right",
    "unblock",
    "withdraw_parameter",
]
