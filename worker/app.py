"""The Celery application: how messages travel. What they mean is in `worker.steps`."""

from __future__ import annotations

from celery import Celery

from worker.bell import SCHEME, prepare_folder
from worker.settings import WorkerSettings

QUEUE = "sohoa"


def make_app(settings: WorkerSettings) -> Celery:
    """An application on the broker of the settings, or on the folder queue when there is none."""
    app = Celery("sohoa", set_as_current=False)
    app.conf.update(
        task_default_queue=QUEUE,
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        # One page at a time and none in reserve: a page takes seconds, and what one worker holds
        # back another could be reading.
        worker_prefetch_multiplier=1,
        # Acknowledged after the step: a broker that keeps messages gives a dead worker's to the
        # next. Doing it twice is harmless, the step's row lets one in.
        task_acks_late=True,
        # Not rejected when a child is lost, because a page that kills its worker would come back
        # for ever ("message loops"). The lease counts such deaths and quarantines.
        task_reject_on_worker_lost=False,
        # One engine a process, no forking after its threads have started. More processes, not
        # more children; the supervisor (or the container's) starts a new one when one ends.
        worker_pool="solo",
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        broker_connection_retry_on_startup=True,
    )
    if settings.broker_url is None:
        app.conf.broker_url = f"{SCHEME}://localhost/"
        app.conf.broker_transport_options = prepare_folder(settings.queue_folder)
    else:
        app.conf.broker_url = settings.broker_url.get_secret_value()
    return app
