"""A mail server and a push service in a process of their own: they count, check the signature, and decrypt."""

import asyncio
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import BytesHeaderParser
from multiprocessing.connection import Connection
from typing import Any

import msgspec

from backend.notices.model import PushAddress
from tests.notifications.providers import MailServer, PushService, mail_server, push_service

START_TIMEOUT_S = 60.0
_HEADS = BytesHeaderParser()


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

    def came(self) -> int:
        """How many different ones have arrived so far."""
        return msgspec.convert(self._ask("came"), int)

    def arrivals(self) -> Arrivals:
        return msgspec.convert(self._ask("arrivals"), Arrivals)

    def cpu_s(self) -> float:
        """What serving has cost so far."""
        return msgspec.convert(self._ask("cpu"), float)

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
    """Keeps no mail and reads its head alone, only when the first of each came."""

    def __init__(self) -> None:
        super().__init__()
        self.first: dict[str, float] = {}

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        message_id = str(_HEADS.parsebytes(envelope.content)["Message-ID"])
        self.copies[message_id] += 1
        self.first.setdefault(message_id.strip("<>").partition("@")[0], time.time())
        return "250 OK"


class _Pushes(PushService):
    """Checks a token once, as long as it is the very same."""

    def __init__(self) -> None:
        super().__init__()
        self.first: dict[str, float] = {}
        self.refused = 0
        self._signed: dict[str, bool] = {}

    def _is_signed(self, token: str) -> bool:
        if token not in self._signed:
            self._signed[token] = super()._is_signed(token)
        return self._signed[token]

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
                case "came":
                    pipe.send(len(mails.first) + len(pushes.first))
                case "cpu":
                    pipe.send(time.process_time())
                case "arrivals":
                    pipe.send(msgspec.to_builtins(_arrivals(mails, pushes)))


def _arrivals(mails: _Mails, pushes: _Pushes) -> Arrivals:
    return Arrivals(
        {**pushes.first, **mails.first},
        sum(n - 1 for n in mails.copies.values()),
        sum(n - 1 for n in pushes.copies.values()),
        pushes.refused,
    )
