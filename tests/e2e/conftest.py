"""One house for the end-to-end tests of each pytest-xdist worker; two workers share the machine's two cores.

Which tests meet in one house, and in which order, is left to chance. So a test that changes a candidate invites its own
(`newcomers.newcomer`, a first name with a first letter of its own) or takes one by name; it waits for each thing it
looks at on its own, with a generous deadline; and no bound on real time is tighter than what the product promises.
"""

import fcntl
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.browser import chromium_path
from tests.e2e.house import House

ROOT = Path(__file__).parents[2]
expect.set_options(timeout=60_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.timeout(900))


@pytest.fixture(scope="session")
def web_app() -> Path:
    """The built web app; built here, once, where a plain `pytest` comes before `make build`."""
    dist = ROOT / "pwa" / "dist"
    with (ROOT / "pwa" / "vite.config.ts").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (dist / "index.html").is_file():
            subprocess.run(["npm", "run", "build"], cwd=ROOT / "pwa", check=True, timeout=300)
    return dist


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, web_app: Path) -> Iterator[House]:
    if chromium_path() is None:
        pytest.fail("no Chromium: apt-get install chromium, or name one in GREENROOM_CHROMIUM")
    house = House(tmp_path_factory.mktemp("house") / "var")
    try:
        house.start()
        house.put_nobody_on_duty()
        yield house
    finally:
        house.stop()
        keep = os.environ.get("GREENROOM_E2E_LOG")
        if keep and house.log_path.exists():
            Path(keep + os.environ.get("PYTEST_XDIST_WORKER", "")).write_bytes(house.log_path.read_bytes())
