"""A supervisor over three processes that say who they are: an API that answers, a worker with a child of its own.

Run by the tests: `python -m tests.app.house_of_pids DIRECTORY`.
"""

import asyncio
import os
import sys
from pathlib import Path

from backend.app.child import ChildSpec
from backend.app.embedded import free_port
from backend.app.house import House
from backend.app.plan import Plan
from backend.app.supervisor import Supervisor
from backend.app.welcome import Console

SAY = "import os, signal, subprocess, sys; print(sys.argv[1], os.getpid(), flush=True); "
WAIT = SAY + "signal.pause()"
PARENT = SAY + "subprocess.Popen([sys.executable, '-c', sys.argv[2], 'grandchild']); signal.pause()"
SERVE = SAY + "import runpy; sys.argv[1:2] = []; runpy.run_module('http.server', run_name='__main__')"


def plan(directory: Path) -> Plan:
    port = free_port()
    (directory / "healthz").write_text("well")
    serving = ["api", str(port), "--bind", "127.0.0.1", "--directory", str(directory)]
    environ = dict(os.environ)
    children = [
        ChildSpec("redis", [sys.executable, "-c", WAIT, "redis"], environ, directory),
        ChildSpec("api", [sys.executable, "-c", SERVE, *serving], environ, directory),
        ChildSpec("worker", [sys.executable, "-c", PARENT, "worker", WAIT], environ, directory),
    ]
    url = f"http://127.0.0.1:{port}"
    house = House(os.getpid(), url, "", "", None)
    return Plan(house=house, children=children, environ=environ, api_url=url, is_demo=False, is_lan=False)


if __name__ == "__main__":
    sys.exit(asyncio.run(Supervisor(plan(Path(sys.argv[1])), Console()).run()))
