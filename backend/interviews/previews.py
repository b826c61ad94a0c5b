"""Interviews that nobody keeps: the candidate's practice, and HR's look at a flow as a candidate.

The same conductor, without recordings and without a document: one lies sealed in Redis for an hour after it was last
used and is gone. Time passes when somebody looks; screens ask again at the moments that the view names.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from redis.asyncio import Redis
from redis.exceptions import WatchError

from backend.accounts.model import Person
from backend.flows.model import ClosingStep, Flow, GreetingStep, PracticeStep
from backend.flows.model import Segment as CandidateSegment
from backend.interviews import conductor, presence
from backend.interviews.due import tick
from backend.interviews.live_schemas import Command, LiveView
from backend.interviews.live_views import Hot, live_view
from backend.interviews.model import Accommodations, Interview, Occasion, room_of
from backend.interviews.outcome import Outcome
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Conflict, NotFound
from backend.kernel.ids import new_id
from backend.kernel.language import Language, LocalText
from backend.kernel.redis import redis_coded
from backend.questions.model import Question

LIFE_S = 3600
TRIES = 10
PREFIX = "pre"
PRACTICE = Question(
    id="practice",
    kind="video",
    prompt=LocalText(
        zh_cn="先热个身：说说最近一件让你开心的小事。",
        en="To warm up: tell us about a small thing that you enjoyed lately.",
    ),
    thinking_s=15.0,
    soft_limit_s=45.0,
    hard_limit_s=120.0,
    rephrased=LocalText(
        zh_cn="比如看了一本书、做了一顿饭，什么都可以。", en="A book, a meal, a walk: anything will do."
    ),
)
_HELLO = LocalText(
    zh_cn="你好，{first_name}。这是练习，不会录制，也不会评分。",
    en="Hello {first_name}. This is practice: nothing is recorded, nothing counts.",
)
_BYE = LocalText(
    zh_cn="练习结束。刚才的内容都没有保存。", en="That was the practice. Nothing of it has been kept."
)  # fmt: skip


class Preview(msgspec.Struct, frozen=True):
    owner_id: str
    interview: Interview


class Previews:
    def __init__(
        self,
        redis: Redis,
        keyring: Keyring,
        person_of: Callable[[str], Awaitable[Person]],
        clock: Clock,
    ) -> None:
        self._redis = redis
        self._keyring = keyring
        self._person_of = person_of
        self._clock = clock

    async def practise(self, interview: Interview) -> LiveView:
        """The flow's own practice, else a question for everyone; with the person's accommodations."""
        steps = [step for step in interview.flow.steps if isinstance(step, PracticeStep)]
        asked = steps or [PracticeStep("practice", PRACTICE)]
        texts: dict[CandidateSegment, LocalText] = dict.fromkeys(("graduate", "experienced", "returning"), _HELLO)
        flow: Flow = msgspec.structs.replace(
            interview.flow, steps=[GreetingStep("hello", texts), *asked, ClosingStep("bye", _BYE)]
        )
        return await self._begin(
            interview.candidate_id, flow, interview.language, interview.segment, interview.occasion.position,
            interview.accommodations,
        )  # fmt: skip

    async def show(
        self, account_id: str, flow: Flow, language: Language, segment: CandidateSegment, position: LocalText
    ) -> LiveView:
        """A flow, drafted or published, as a candidate of a segment would meet it."""
        return await self._begin(account_id, flow, language, segment, position, Accommodations())

    async def view(self, preview_id: str, account_id: str) -> LiveView:
        """Raises: NotFound preview_unknown."""
        return await self._apply(preview_id, account_id, lambda interview, now: Outcome(interview))

    async def command(self, preview_id: str, account_id: str, command: Command) -> LiveView:
        """Raises: NotFound preview_unknown; as conductor.apply."""
        return await self._apply(preview_id, account_id, lambda i, now: conductor.apply(i, command, now))

    async def _begin(
        self, account_id: str, flow: Flow, language: Language, segment: CandidateSegment, position: LocalText,
        accommodations: Accommodations,
    ) -> LiveView:  # fmt: skip
        now = self._clock()
        preview_id = new_id(PREFIX)
        empty = LocalText(zh_cn="", en="")
        interview = Interview(
            id=preview_id, application_id="", candidate_id=account_id, position_id=flow.position_id,
            room=room_of(preview_id), language=language, segment=segment, flow=flow, state="checked",
            occasion=Occasion(
                employer=empty, position=position, department=empty, competencies={}, duration_min=0,
                retention_days=0, reviewers=[], contact_name="", contact_email="",
            ),
            invited_at=now, expires_at=now + timedelta(seconds=LIFE_S), updated_at=now, is_preview=True,
            accommodations=Accommodations(in_force=accommodations.in_force),
        )  # fmt: skip
        begun = presence.start(interview, now).interview
        with redis_coded():
            await self._redis.set(_key(preview_id), self._sealed(Preview(account_id, begun)), ex=LIFE_S)
        return await self._shown(begun, account_id, now)

    async def _apply(
        self, preview_id: str, account_id: str, step: Callable[[Interview, datetime], Outcome]
    ) -> LiveView:
        """What is due happens first, then the step; who comes second applies it to what the first one kept."""
        for _ in range(TRIES):
            with redis_coded():
                async with self._redis.pipeline(transaction=True) as together:
                    await together.watch(_key(preview_id))
                    known = self._opened(await together.get(_key(preview_id)), preview_id, account_id)
                    now = self._clock()
                    interview = step(tick(Outcome(known), now).interview, now).interview
                    if interview is not known:
                        interview = msgspec.structs.replace(interview, version=known.version + 1)
                    together.multi()  # type: ignore[no-untyped-call]
                    together.set(_key(preview_id), self._sealed(Preview(account_id, interview)), ex=LIFE_S)
                    try:
                        await together.execute()
                    except WatchError:
                        continue
                    return await self._shown(interview, account_id, now)
        raise Conflict("stale_version", "This has changed in the meantime.")

    def _opened(self, kept: Any, preview_id: str, account_id: str) -> Interview:
        preview = msgspec.msgpack.decode(self._keyring.open(kept, _place(preview_id)), type=Preview) if kept else None
        if preview is None or preview.owner_id != account_id:
            raise NotFound("preview_unknown", "There is no such practice.")
        return preview.interview

    def _sealed(self, preview: Preview) -> bytes:
        return self._keyring.seal(msgspec.msgpack.encode(preview), _place(preview.interview.id))

    async def _shown(self, interview: Interview, account_id: str, now: datetime) -> LiveView:
        view = live_view(interview, (await self._person_of(account_id)).first_name, now, Hot())
        return msgspec.structs.replace(view, accommodations=interview.in_force)


def _key(preview_id: str) -> str:
    return f"gr:preview:{preview_id}"


def _place(preview_id: str) -> bytes:
    return f"previews/{preview_id}".encode()
