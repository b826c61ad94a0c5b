"""A mail server and a push service in a process of their own: they count, check the signature, and decrypt."""

import asyncio
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

import msgspec

from backend.notices.model import PushAddress
from tests.notifications.providers import MailServer, PushService, mail_server, push_service

START_TIMEOUT_S = 60.0


class Arrivals(msgspec.Struct, frozen=True):
    """`first` maps a push's tag or a mail's id to when it first arrived (s since 1970); later copies are counted."""

    first: dict[str, float]
    mails_again: int
    pushes_again: int
    refused: int


class Providers:
    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.mail_port = int(self._ask("mail port"))

    def trust(self, public_key: str) -> None:
        """The installation's key that pushes must be signed with."""
        self._ask(("trust", public_key))

    def browsers(self, names: list[str]) -> dict[str, PushAddress]:
        """Browsers that subscribe."""
        return msgspec.convert(self._ask(("browsers", names)), dict[str, PushAddress])

    def arrivals(self) -> Arrivals:
        return msgspec.convert(self._ask("arrivals"), Arrivals)

    def _ask(self, order: object) -> object:
        self._pipe.send(order)
        return self._pipe.recv()


@contextmanager
def providing() -> Iterator[Providers]:
    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe()
    process = context.Process(target=_run, args=(far,), daemon=True)
    process.start()
    try:
        yield Providers(near)
    finally:
        process.kill()
        process.join()


def _run(pipe: Connection) -> None:
    asyncio.run(_serve(pipe))


class _Mails(MailServer):
    """Keeps no mail, only when the first of each came."""

    def __init__(self) -> None:
        super().__init__()
        self.first: dict[str, float] = {}

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        _, mail = self.mails.pop()
        self.first.setdefault(str(mail["Message-ID"]).strip("<>").partition("@")[0], time.time())
        return answer


class _Pushes(PushService):
    def __init__(self) -> None:
        super().__init__()
        self.first: dict[str, float] = {}
        self.refused = 0

    def _take(self, line: str, headers: dict[str, str], authorization: str, body: bytes) -> str:
        answer = super()._take(line, headers, authorization, body)
        if answer.startswith("201"):
            _, message = self.requests.pop()
            self.first.setdefault(str(message["tag"]), time.time())
        else:
            self.refused += 1
        return answer


async def _serve(pipe: Connection) -> None:
    mails, pushes = _Mails(), _Pushes()
    async with mail_server(mails), push_service(pushes):
        while True:
            order = await asyncio.to_thread(pipe.recv)
            match order:
                case "mail port":
                    pipe.send(mails.port)
                case ("trust", str(key)):
                    pushes.public_key = key
                    pipe.send(None)
                case ("browsers", list(names)):
                    pipe.send({name: msgspec.to_builtins(pushes.browser(name)) for name in names})
                case "arrivals":
                    pipe.send(msgspec.to_builtins(_arrivals(mails, pushes)))


def _arrivals(mails: _Mails, pushes: _Pushes) -> Arrivals:
    return Arrivals(
        {**pushes.first, **mails.first},
        sum(n - 1 for n in mails.copies.values()),
        sum(n - 1 for n in pushes.copies.values()),
        pushes.refused,
    )
