"""An API process with so many interviews ready to start, and one worker, on the embedded stores."""

import asyncio
import multiprocessing
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec
import psutil
import structlog
import uvloop

from backend.app.embedded import EmbeddedMongo, EmbeddedRedis
from backend.flows.model import ClosingStep, Flow, FlowStep, GreetingStep, PacingPolicy, QuestionStep
from backend.kernel.allocation import keep_freed_memory, look_for_cycles_rarely
from backend.kernel.clock import utc_now
from backend.kernel.environment import load_settings
from backend.kernel.language import LocalText
from backend.questions.model import ChoiceOption, Question
from load_tests.counts import Counts, counts
from tests.interviews.house import House, a_house
from tests.web_house import served

START_TIMEOUT_S = 240.0
_WORDS = LocalText(zh_cn="请讲。", en="Please tell us.")
KINDS = ("voice", "text", "choice", "voice")


class Seat(msgspec.Struct, frozen=True):
    interview_id: str
    room: str
    token: str


class Place(msgspec.Struct, frozen=True):
    address: str
    redis_url: str
    pids: dict[str, int]
    seats: list[Seat]


class Stored(msgspec.Struct, frozen=True):
    """What of an interview stands in the database at the end."""

    interview_id: str
    state: str
    answers: int
    texts: list[str]
    commands: int


class Interviewing:
    def __init__(self, place: Place, pipe: Connection) -> None:
        self.place = place
        self._pipe = pipe

    def cpu_s(self) -> dict[str, float]:
        """What each process has used so far."""
        times = {name: psutil.Process(pid).cpu_times() for name, pid in self.place.pids.items()}
        return {name: float(each.user + each.system) for name, each in times.items()}

    def counts(self) -> Counts:
        self._pipe.send("counts")
        return msgspec.json.decode(self._pipe.recv_bytes(), type=Counts)

    def stored(self) -> list[Stored]:
        self._pipe.send("stored")
        return msgspec.json.decode(self._pipe.recv_bytes(), type=list[Stored])


@contextmanager
def an_interviewing_house(size: int, gap_s: float) -> Iterator[Interviewing]:
    """Raises: TimeoutError where it does not start."""
    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe()
    process = context.Process(target=_run, args=(far, size, gap_s))
    process.start()
    try:
        if not near.poll(START_TIMEOUT_S):
            raise TimeoutError("the API did not start")
        place = msgspec.json.decode(near.recv_bytes(), type=Place)
        yield Interviewing(place, near)
    finally:
        near.send("end")
        process.join(20)
        process.kill()


def _run(pipe: Connection, size: int, gap_s: float) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    uvloop.run(_serve(pipe, size, gap_s))


async def _serve(pipe: Connection, size: int, gap_s: float) -> None:
    """As `backend.app.asgi.serve` does, in a process with nothing else."""
    keep_freed_memory()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        mongo, redis = EmbeddedMongo(folder / "mongo"), EmbeddedRedis(folder / "redis", is_durable=True)
        for server in (mongo, redis):
            await server.start()
            stack.push_async_callback(server.stop)
        environ = {
            "GREENROOM_DATA_DIR": str(folder), "GREENROOM_MONGODB_URI": mongo.uri,
            "GREENROOM_MONGODB_DATABASE": f"load_{secrets.token_hex(4)}", "GREENROOM_REDIS_URL": redis.uri,
            "GREENROOM_LOG_LEVEL": "error", "GREENROOM_LIMIT_NETWORK_PER_MINUTE": "0",
        }  # fmt: skip
        settings = load_settings(environ)
        house = await stack.enter_async_context(a_house(settings))
        address = await stack.enter_async_context(served(house))  # type: ignore[arg-type]
        look_for_cycles_rarely()
        worker = _worker(environ)
        stack.callback(worker.kill)
        seats = [await _seat(house, _flow(gap_s)) for _ in range(size)]
        pids = {"the API process": os.getpid(), "MongoDB": mongo.pid, "Redis": redis.pid, "the worker": worker.pid}
        pipe.send_bytes(msgspec.json.encode(Place(address, redis.uri, pids, seats)))
        while (order := await asyncio.to_thread(pipe.recv)) != "end":
            if order == "counts":
                pipe.send_bytes(msgspec.json.encode(counts()))
            else:
                pipe.send_bytes(msgspec.json.encode([await _stored(house, seat.interview_id) for seat in seats]))


def _worker(environ: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "backend.app.cli", "worker"],
        env={**environ, "PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).resolve().parents[1])},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


async def _seat(house: House, flow: Flow) -> Seat:
    interview = await house.interview(("text",), flow=flow)
    bearer = await house.bearer(interview.candidate_id)
    return Seat(interview.id, interview.room, bearer["Authorization"].removeprefix("Bearer "))


async def _stored(house: House, interview_id: str) -> Stored:
    interview = await house.stored(interview_id)
    texts = [turn.text for turn in interview.turns if turn.kind == "text"]
    return Stored(interview_id, interview.state, interview.answers, texts, len(interview.commands))


def _flow(gap_s: float) -> Flow:
    options = [ChoiceOption("a", _WORDS), ChoiceOption("b", _WORDS)]
    questions: list[FlowStep] = [
        QuestionStep(
            f"q{number}",
            Question(
                id=f"q{number}", kind=kind, prompt=_WORDS, thinking_s=60.0, soft_limit_s=60.0, hard_limit_s=600.0,
                options=options if kind == "choice" else [],
            ),
        )
        for number, kind in enumerate(KINDS, 1)
    ]  # fmt: skip
    hello = GreetingStep("hello", {"graduate": _WORDS, "experienced": _WORDS, "returning": _WORDS})
    return Flow(
        id="flw_load", position_id="pos_load", number=1, state="published", created_at=utc_now(),
        steps=[hello, *questions, ClosingStep("bye", _WORDS)], pacing=PacingPolicy(gap_s=gap_s),
    )  # fmt: skip
