"""The Celery application: how messages travel. What they mean is in `worker.steps`.

A message is a bell, the step's row is the truth (`dossier.messages`). So no broker has to keep
anything for the pages to be safe; the settings here are about time: how soon a free worker hears of
the next page, and that a broken line is noticed.
"""

from __future__ import annotations

from typing import Any, Final

from celery import Celery

from worker.bell import SCHEME, prepare_folder
from worker.settings import WorkerSettings

_COMMON: Final[dict[str, Any]] = {
    "task_serializer": "json",
    "accept_content": ["json"],
    "task_ignore_result": True,
    # One page at a time and none in reserve: a page takes seconds, and what one worker holds
    # back another could be reading.
    "worker_prefetch_multiplier": 1,
    # Acknowledged after the step: a broker that keeps messages gives a dead worker's to the
    # next. Doing it twice is harmless, the step's row lets one in.
    "task_acks_late": True,
    # Not rejected when a child is lost, because a page that kills its worker would come back
    # for ever ("message loops"). The lease counts such deaths and quarantines.
    "task_reject_on_worker_lost": False,
    # One engine a process, no forking after its threads have started. More processes, not
    # more children; the supervisor (or the container's) starts a new one when one ends.
    "worker_pool": "solo",
    "worker_enable_remote_control": False,
    "worker_send_task_events": False,
    "worker_hijack_root_logger": False,
    "worker_redirect_stdouts": False,
    "broker_connection_retry_on_startup": True,
}


def make_app(settings: WorkerSettings) -> Celery:
    """An application on the broker of the settings, or on the folder queue when there is none."""
    app = Celery("sohoa", set_as_current=False)
    app.conf.update(_COMMON, task_default_queue=settings.queue)
    if settings.broker_url is None:
        app.conf.broker_url = f"{SCHEME}://localhost/"
        app.conf.broker_transport_options = prepare_folder(settings.queue_folder)
        return app
    app.conf.broker_url = settings.broker_url.get_secret_value()
    scheme = app.conf.broker_url.partition(":")[0]
    app.conf.update(_redis(settings) if scheme.startswith("redis") else _rabbitmq())
    return app


def _redis(settings: WorkerSettings) -> dict[str, Any]:
    return {
        "broker_transport_options": {
            # An unacknowledged message is given out again after so long. Longer than any step may
            # take, so that a worker that lives is not doubled; one that died is replaced by its
            # lease and the sweeper long before.
            "visibility_timeout": int(settings.step_limit_s + settings.lease_s),
            # A line that a firewall dropped is silent for ever without these; Celery's own
            # consumers are known to hang there.
            "socket_keepalive": True,
            "socket_connect_timeout": 5,
            "socket_timeout": 30,
            "health_check_interval": 20,
        }
    }


def _rabbitmq() -> dict[str, Any]:
    return {
        # Replicated and on the disk: the loss of a node loses no bell. Classic mirrored queues are
        # gone since RabbitMQ 4. Celery sees the type and leaves out the global prefetch that
        # quorum queues refuse.
        "task_default_queue_type": "quorum",
        # Sent means that the broker has it: only then is the outbox's row marked.
        "broker_transport_options": {"confirm_publish": True},
        # A solo worker answers no heartbeat while it reads a page, so the broker would cut the
        # line at every long one. TCP's own keepalive (set by py-amqp) notices a dead line, and
        # `worker.deafness` a consumer that hears nothing.
        "broker_heartbeat": 0,
    }
