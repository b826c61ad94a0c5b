"""A node that records in real time until it is killed: `python -m tests.media.recording.killed_node`.

Reads `{"redis_url", "data_dir", "objects", "key", "speech"}` from the standard input and says, a line each, up to which
millisecond packets have been handed to the recorder, and when (monotonic seconds).
"""

import asyncio
import base64
import json
import sys
from pathlib import Path
from time import monotonic

from backend.contracts.media import ActiveTake
from backend.kernel.clock import utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.environment import load_settings
from backend.kernel.events import EventBus
from backend.kernel.redis import connect_redis
from backend.kernel.storage import open_store
from media.node.chunks import ChunkPolicy
from media.node.recorder import Recorder
from tests.media.recording.house import ROOM, Phone
from tests.media.recording.streams import AUDIO, VP8, speech, video


async def main() -> None:
    asked = json.loads(sys.stdin.readline())
    settings = load_settings({"GREENROOM_DATA_DIR": asked["data_dir"]})
    keyring = Keyring(base64.b64decode(asked["key"]))
    bus = EventBus(await connect_redis(asked["redis_url"]))
    store = open_store(asked["objects"], keyring)
    recorder = Recorder(settings, store, keyring, "node_1", bus, utc_now, chunk_policy=ChunkPolicy(chunk_ms=1_000))
    await recorder.recover()
    phone = Phone(recorder)
    phone.publish(AUDIO, speech(Path(asked["speech"]), 8.0))
    phone.publish(VP8, video("vp8", 8.0))
    recorder.open_take(ROOM, ActiveTake("take_1", ["audio", "video"]))
    await phone.send(speed=1, after=lambda at_ms: print(round(at_ms), monotonic(), flush=True))


if __name__ == "__main__":
    asyncio.run(main())
