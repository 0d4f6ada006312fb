"""The worker's side of notifications: attempts, further and further apart."""

from uuid import UUID

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from telavis.notifications import actions

WAITS = (5, 15, 30, 60, 120, 300, 600, 1200, 1800)
LONGEST_WAIT = 3600
MOST_ATTEMPTS = 80


class BackOff(BaseRetryStrategy):
    """Seconds at first, an hour in the end; `actions.deliver` itself says when a message is given up."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if job.attempts >= MOST_ATTEMPTS:
            return None
        wait = WAITS[job.attempts] if job.attempts < len(WAITS) else LONGEST_WAIT
        return RetryDecision(retry_in={"seconds": wait})


@app.task(name=actions.DELIVER, retry=BackOff())
def deliver(delivery_id: str) -> None:
    """Job arguments are readable by whoever reads the queue: an id, nothing else."""
    actions.deliver(UUID(delivery_id))
