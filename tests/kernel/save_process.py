"""Saves a document with an event and is killed before anything relays it: `python -m … MONGODB_URI DATABASE`."""

import asyncio
import os
import signal
import sys

from backend.kernel.mongo import Mongo
from backend.kernel.repository import Repository
from tests.kernel.struct_samples import Noted, Thing


async def main(uri: str, database: str) -> None:
    things = Repository(await Mongo.connect(uri, database), "things", Thing)
    await things.insert(Thing(id="left", name="left behind"), [Noted("left", 1), Noted("left", 2)])
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
