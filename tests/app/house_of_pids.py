"""A supervisor over two processes that say who they are and wait; one has a child of its own. Run by the tests."""

import os
import sys
from pathlib import Path

from backend.app.child import ChildSpec
from backend.app.house import House
from backend.app.plan import Plan
from backend.app.supervisor import Supervisor
from backend.app.welcome import Console

WAIT = "import os, signal, sys; print(sys.argv[1], os.getpid(), flush=True); signal.pause()"
PARENT = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', sys.argv[2], 'grandchild']); " + WAIT


def plan(directory: Path, api_url: str = "http://127.0.0.1:1") -> Plan:
    environ = dict(os.environ)
    children = [
        ChildSpec("api", [sys.executable, "-c", WAIT, "api"], environ, directory),
        ChildSpec("worker", [sys.executable, "-c", PARENT, "worker", WAIT], environ, directory),
    ]
    house = House(os.getpid(), api_url, "", "", None)
    return Plan(house=house, children=children, environ=environ, api_url=api_url, is_demo=False, is_lan=False)


if __name__ == "__main__":
    import asyncio

    sys.exit(asyncio.run(Supervisor(plan(Path(sys.argv[1])), Console()).run()))
