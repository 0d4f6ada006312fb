"""The worker of a test: takes every job that is due, then stops."""

from concurrent.futures import ThreadPoolExecutor
from unittest import mock

from django.db import connection, connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def work() -> None:
    """Run every job that is due, as the worker does, in a thread of its own.

    The thread of the test may hold the event loop of a browser's driver, and the connections of another thread
    close with each job.
    """
    with ThreadPoolExecutor(max_workers=1) as threads:
        threads.submit(_take_every_job).result()


def _take_every_job() -> None:
    at_once = mock.patch.dict(connections["default"].settings_dict, {"CONN_MAX_AGE": 0})
    with at_once, app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def work_here(task_name: str) -> None:
    """Run the jobs of one kind inside the transaction of the test, without a worker."""
    for job in ProcrastinateJob.objects.filter(task_name=task_name, status="todo"):
        app.tasks[task_name](**job.args)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE task_name = %s AND status = 'todo'",
            [task_name],
        )


def make_retries_due() -> None:
    """Let the time of the next attempts have come."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")


def leave_in_the_hands_of_a_dead_worker() -> None:
    """What a worker that was killed leaves: its jobs begun, and its last sign of life."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes') RETURNING id"
        )
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", cursor.fetchone())


def resume_stalled() -> None:
    """What a living worker does each minute."""
    app.configure_task("documents.resume_stalled").defer(timestamp=0)
    work()
