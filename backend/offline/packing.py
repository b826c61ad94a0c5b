"""Question packs: made for one device, signed, each question sealed to the device's key by itself."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
from joserfc import jwe

from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, Gone, NotFound
from backend.offline.model import Pack
from backend.offline.reminders import Reminders
from backend.offline.repository import Packs
from backend.offline.schemas import (
    DeviceKey,
    PackClaims,
    PackedOption,
    PackedQuestion,
    PackIssued,
    PackRequested,
    PackState,
    QuestionContent,
    QuestionsOpened,
)
from backend.offline.signing import PACK_TYPE, Signer, public_key
from backend.offline.timing import DRIFT, GRACE, placed
from backend.questions.model import Question

LIFE = timedelta(days=7)
_OPEN = frozenset({"consented", "checked", "live", "paused"})


class Packing:
    def __init__(
        self, packs: Packs, interviews: Interviews, signer: Signer, reminders: Reminders, clock: Clock
    ) -> None:
        self._packs = packs
        self._interviews = interviews
        self._signer = signer
        self._reminders = reminders
        self._clock = clock

    async def issue(self, interview_id: str, account_id: str, request: PackRequested) -> PackIssued:
        """The device's pack, as things stand now; one that has expired, or was for another key, is made anew.

        Raises: NotFound interview_unknown · Conflict pack_not_allowed, offline_not_allowed · Gone interview_expired ·
        Invalid device_key_invalid.
        """
        interview = await self._interviews.own(interview_id, account_id)
        now = self._clock()
        _refuse(interview, now)
        for key in (request.encryption, request.signing):
            public_key(key)
        pack = await self._packs.get(pack_id(interview_id, request))
        if pack is None:
            pack = await self._made(interview, account_id, request, now)
        elif pack.expires_at <= now:
            pack = await self._packs.update(pack.id, lambda known: (renewed(known, interview, now), ()))
        return await self._issued(pack, interview)

    async def _made(self, interview: Interview, account_id: str, request: PackRequested, now: datetime) -> Pack:
        fresh = Pack(
            id=pack_id(interview.id, request),
            account_id=account_id,
            interview_id=interview.id,
            device=request.device,
            encryption=request.encryption,
            signing=request.signing,
            question_ids=[question.id for question in offline_questions(interview)],
            issued_at=now,
            expires_at=min(now + LIFE, interview.expires_at),
            deadline=interview.expires_at,
        )
        fresh, notices = await self._reminders.begun(fresh)
        try:
            return await self._packs.insert(fresh, notices)
        except Conflict:
            return await self._packs.require(fresh.id)

    async def _issued(self, pack: Pack, interview: Interview) -> PackIssued:
        seen = await self._packs.of_interview(interview.id)
        numbered = [(index, each) for index, each in enumerate(interview.flow.questions, 1) if each.may_offline]
        questions = [_packed(question, index, pack, interview, seen) for index, question in numbered]
        claims = PackClaims(
            pack_id=pack.id,
            interview_id=interview.id,
            device=pack.device,
            issued_at=self._clock(),
            expires_at=pack.expires_at,
            deadline=pack.deadline,
            grace_s=GRACE.total_seconds(),
            questions=questions,
        )
        return PackIssued(pack.id, self._signer.sign(PACK_TYPE, claims), pack.expires_at)

    async def opened(self, pack_id: str, account_id: str, said: QuestionsOpened) -> PackState:
        """Marks questions as seen; the first moment that is told stays. A time that cannot be is taken for now.

        Raises: NotFound pack_unknown, question_unknown.
        """
        pack = await self._packs.own(pack_id, account_id)
        now = self._clock()
        if unknown := {each.question_id for each in said.questions} - set(pack.question_ids):
            raise NotFound("question_unknown", "This question is not in the pack.", questions=sorted(unknown))
        moments = {
            each.question_id: _plausible(placed(each.opened, each.anchors), pack, now) for each in said.questions
        }

        def mark(known: Pack) -> tuple[Pack, list[msgspec.Struct]]:
            fresh = {name: at for name, at in moments.items() if name not in known.opened}
            return (msgspec.structs.replace(known, opened=known.opened | fresh) if fresh else known), []

        return state_of(await self._packs.update(pack_id, mark))


def pack_id(interview_id: str, request: PackRequested) -> str:
    """Follows from interview, device and keys, so that asking twice gives one pack."""
    parts = (interview_id, request.device, request.encryption.x, request.signing.x)
    return "pck_" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:26]


def offline_questions(interview: Interview) -> list[Question]:
    return [question for question in interview.flow.questions if question.may_offline]


def renewed(pack: Pack, interview: Interview, now: datetime) -> Pack:
    return msgspec.structs.replace(
        pack, expires_at=min(now + LIFE, interview.expires_at), deadline=interview.expires_at
    )


def state_of(pack: Pack) -> PackState:
    return PackState(pack.id, pack.expires_at, pack.opened, pack.answered)


def sealed_to(key: DeviceKey, content: QuestionContent) -> str:
    """A compact JWE (RFC 7516) that the device alone opens."""
    header = {"alg": "ECDH-ES", "enc": "A256GCM", "typ": "greenroom-question+jwe"}
    return jwe.encrypt_compact(header, msgspec.json.encode(content), public_key(key))


def _refuse(interview: Interview, now: datetime) -> None:
    if interview.state == "expired" or interview.expires_at <= now:
        raise Gone("interview_expired", "The time for this interview is over.")
    if interview.state not in _OPEN:
        raise Conflict("pack_not_allowed", "Questions can be taken along between consent and handing in.")
    if not offline_questions(interview):
        raise Conflict("offline_not_allowed", "The questions of this interview are answered online.")


def _packed(question: Question, index: int, pack: Pack, interview: Interview, seen: Iterable[Pack]) -> PackedQuestion:
    ours, pacing = interview.in_force, interview.flow.pacing
    content = QuestionContent(
        question_id=question.id,
        prompt=question.prompt,
        rephrased=question.rephrased,
        material=question.material,
        options=[PackedOption(option.id, option.text) for option in question.options],
        choices_max=question.choices_max,
        code_languages=question.code_languages,
    )
    return PackedQuestion(
        question_id=question.id,
        index=index,
        kind=question.kind,
        thinking_s=question.thinking_s * ours.thinking_factor,
        soft_limit_s=question.soft_limit_s * ours.time_factor,
        hard_limit_s=question.hard_limit_s * ours.time_factor,
        sealed=sealed_to(pack.encryption, content),
        opens_at=pack.issued_at,
        opened_at=first_opened(question.id, interview, seen),
        answered_at=answered_at(question.id, interview),
        warn_before_s=pacing.warn_before_s,
        extensions=pacing.extensions,
        extension_s=pacing.extension_s,
    )


def first_opened(question_id: str, interview: Interview, packs: Iterable[Pack]) -> datetime | None:
    """When the person first saw the question: in the room, or on any of their devices."""
    moments = [turn.opened_at for turn in interview.turns if turn.question_id == question_id]
    moments += [pack.opened[question_id] for pack in packs if question_id in pack.opened]
    return min(moments, default=None)


def answered_at(question_id: str, interview: Interview) -> datetime | None:
    for turn in interview.turns:
        if turn.question_id == question_id and turn.ended_at is not None:
            return turn.ended_at
    answer = interview.offline_answer(question_id)
    return answer.timing.received_at if answer else None


def _plausible(moment: object, pack: Pack, now: datetime) -> datetime:
    at: datetime | None = getattr(moment, "at", None)
    return at if at is not None and pack.issued_at - DRIFT <= at <= now + DRIFT else now
