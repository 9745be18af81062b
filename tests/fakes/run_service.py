"""`python -m tests.fakes.run_service`: what `sohoa serve` does, with the fake reader.

Prints the URL once it takes calls. Everything comes from the environment.
"""

from __future__ import annotations

from api.server import prepare_service, run_api
from api.settings import ApiSettings
from dossier.logs import configure_logs
from tests.fakes.run_worker import COMMAND
from worker.settings import WorkerSettings
from worker.supervisor import supervise

if __name__ == "__main__":
    configure_logs(as_json=True)
    settings = ApiSettings()
    prepare_service(settings)
    with supervise(WorkerSettings(), COMMAND):
        run_api(settings, port=0, on_ready=lambda url: print(url, flush=True))
