"""What may be done about a delegation, one file each."""

from telavis.delegations.actions.accept import accept, join
from telavis.delegations.actions.begin import begin
from telavis.delegations.actions.end import end
from telavis.delegations.actions.invite import invite
from telavis.delegations.actions.proving import prove, send_code
from telavis.delegations.actions.sweep import sweep
from telavis.delegations.actions.withdraw import withdraw

__all__ = ["accept", "begin", "end", "invite", "join", "prove", "send_code", "sweep", "withdraw"]
