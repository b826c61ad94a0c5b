"""A process that books for people until it is killed: `python -m tests.scheduling.booker_process ID,CANDIDATE …`.

Its settings come from the environment. It prints `booked INTERVIEW` after each acknowledgement.
"""

import asyncio
import os
import random
import sys

from backend.app.asgi import create_api
from backend.app.resources import open_resources
from backend.kernel.environment import load_settings
from backend.kernel.errors import GreenroomError
from backend.scheduling.module import services
from tests.scheduling.crowd import choose


async def main(people: list[tuple[str, str]]) -> None:
    async with open_resources(load_settings(os.environ)) as resources:
        parts = services(create_api(resources).wiring)
        print("ready", flush=True)
        while True:
            await asyncio.gather(*(_book(parts, *person) for person in people))


async def _book(parts, interview_id: str, candidate_id: str) -> None:  # type: ignore[no-untyped-def]
    try:
        how = await choose(parts, interview_id, candidate_id, random.Random())
        if how == "booked":
            print(f"booked {interview_id}", flush=True)
    except GreenroomError:
        await asyncio.sleep(0)


if __name__ == "__main__":
    asyncio.run(main([tuple(pair.split(",")) for pair in sys.argv[1:]]))  # type: ignore[misc]
