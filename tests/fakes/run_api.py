"""`python -m tests.fakes.run_api`: the API alone, in a process that can be killed.

Prints the URL once it takes calls. Everything comes from the environment.
"""

from __future__ import annotations

from api.server import prepare_service, run_api
from api.settings import ApiSettings
from dossier.logs import configure_logs

if __name__ == "__main__":
    configure_logs(as_json=True)
    settings = ApiSettings()
    prepare_service(settings)
    run_api(settings, port=0, on_ready=lambda url: print(url, flush=True))
