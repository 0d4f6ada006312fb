"""The table of steps."""

from telavis.service_requests.notifications import TELLINGS, Deadline
from telavis.service_requests.permissions import MAY
from telavis.service_requests.workflow import FHIR_STATUS, JOURNEY, Note, State, States, Verb, destination


def test_every_verb_has_a_step_a_permission_and_somebody_to_tell():
    for verb in Verb:
        assert verb in JOURNEY
        assert verb in MAY
        assert verb in TELLINGS


def test_every_line_of_the_journal_and_every_deadline_has_somebody_to_tell():
    assert set(TELLINGS) == {*Verb, *Note, *Deadline}


def test_every_state_has_a_fhir_status():
    assert set(FHIR_STATUS) == set(State)


def test_every_state_but_the_ends_leads_on():
    leading = {state for step in JOURNEY.values() for state in step.sources}
    assert set(State) - leading == {State.ENTERED_IN_ERROR}


def test_a_reply_goes_back_to_where_the_request_was_put_on_hold():
    assert destination(Verb.REPLY, State.ON_HOLD, came_from=State.SENT) == State.SENT
    assert destination(Verb.REPLY, State.ON_HOLD, came_from=State.TAKEN) == State.TAKEN


def test_a_correction_stays_where_it_was():
    assert destination(Verb.CORRECT, State.CLOSED) == State.CLOSED


def test_a_verb_does_not_lead_on_from_another_state():
    assert destination(Verb.TAKE, State.TAKEN) is None


def test_the_states_that_the_service_may_see_leave_out_drafts_and_the_bin():
    assert set(State) - set(States.ONCE_SENT) == {State.DRAFT, State.DISCARDED}
