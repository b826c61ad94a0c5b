"""The notifier process: hears what people shall get, keeps it, and sends it when it is due."""

import asyncio
import signal
from contextlib import AsyncExitStack

import structlog

from backend.contracts.events.notifications import MailWanted, NoticeWanted, NoticeWithdrawn
from backend.contracts.events.privacy import PersonErased
from backend.kernel.crypto import Keyring
from backend.kernel.environment import SettingsError
from backend.kernel.events import EventBus, Received
from backend.kernel.ids import new_id
from backend.kernel.live import LiveBus
from backend.kernel.mongo import Mongo
from backend.kernel.processes import Heartbeat
from backend.kernel.redis import connect_redis
from backend.kernel.settings import Settings
from backend.kernel.streams import exponential
from backend.kernel.tasks import TaskSupervisor
from notifications.deliveries import Deliveries
from notifications.dispatcher import LAST_TRY, Dispatcher
from notifications.wiring import parts_of

GROUP = "notifications"
AT_ONCE = 8
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 300.0

_log = structlog.get_logger()


async def run(settings: Settings) -> None:
    """Until SIGTERM or SIGINT. Raises: SettingsError · TaskCrashed."""
    if settings.mongodb_uri is None or settings.redis_url is None:
        raise SettingsError("GREENROOM_MONGODB_URI and GREENROOM_REDIS_URL: expected, unless `greenroom up` is used")
    keyring = await asyncio.to_thread(Keyring.from_settings, settings)
    async with AsyncExitStack() as opened:
        mongo = await Mongo.connect(settings.mongodb_uri, settings.mongodb_database)
        opened.push_async_callback(mongo.close)
        redis = await connect_redis(settings.redis_url)
        opened.push_async_callback(redis.aclose)
        parts = await parts_of(settings, mongo, LiveBus(redis), keyring)
        opened.push_async_callback(parts.close)
        if parts.email is None:
            _log.warning("smtp_missing", remedy="set GREENROOM_SMTP_URL; until then no mail is sent")
        deliveries = Deliveries(mongo)
        await deliveries.ensure_indexes()
        dispatcher = Dispatcher(deliveries, parts.email, keyring)

        async def forget(received: Received[PersonErased]) -> None:
            await dispatcher.person_erased(received)
            await parts.keeping.erased(received)

        tasks = await opened.enter_async_context(TaskSupervisor("notifier"))
        subscription = EventBus(redis).subscribe(
            GROUP,
            {
                MailWanted: dispatcher.mail_wanted,
                NoticeWanted: parts.keeping.wanted,
                NoticeWithdrawn: parts.keeping.withdrawn,
                PersonErased: forget,
            },
            concurrency=AT_ONCE,
            max_tries=LAST_TRY,
            backoff_s=exponential(FIRST_PAUSE_S, LONGEST_PAUSE_S),
        )
        tasks.start("events", subscription.run)
        tasks.start("sender", parts.sender.run)
        tasks.start("heartbeat", Heartbeat(redis, "notifier", new_id("notifier"), parts.problems).run)
        await _stopped()


async def _stopped() -> None:
    """Returns at SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
