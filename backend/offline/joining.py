"""An answer that has come joins its interview, whatever state that is in by now."""

import hashlib

from backend.interviews import offline
from backend.interviews.conducting import Conducting
from backend.interviews.model import Interview
from backend.interviews.offline import Recording
from backend.interviews.offline_answer import AnswerTiming, OfflineAnswer
from backend.interviews.repository import Interviews
from backend.kernel.clock import Clock
from backend.offline.judging import Judging, question_of
from backend.offline.receipts import Issuing, claims_of
from backend.offline.reminders import Reminders
from backend.offline.repository import Packs, Receipts
from backend.offline.schemas import AnswerReceived, TextAnswered
from backend.offline.statements import refuse_other_content, stated


class Joining:
    def __init__(
        self,
        interviews: Interviews,
        conducting: Conducting,
        packs: Packs,
        receipts: Receipts,
        judging: Judging,
        issuing: Issuing,
        reminders: Reminders,
        clock: Clock,
    ) -> None:
        self._interviews = interviews
        self._conducting = conducting
        self._packs = packs
        self._receipts = receipts
        self._judging = judging
        self._issuing = issuing
        self._reminders = reminders
        self._clock = clock

    async def join(
        self,
        interview_id: str,
        answer_id: str,
        question_id: str,
        timing: AnswerTiming,
        *,
        recording: Recording | None = None,
        text: str = "",
    ) -> None:
        """Raises: NotFound interview_unknown · Conflict answers_not_taken."""

        def step(interview: Interview) -> OfflineAnswer:
            question = question_of(interview, question_id)
            return OfflineAnswer(
                id=answer_id,
                question_id=question_id,
                kind=question.kind,
                prompt=question.prompt,
                competencies=question.competencies,
                timing=timing,
                take_id=recording.take_id if recording else None,
                sha256=recording.sha256 if recording else "",
                text=text,
            )

        await self._conducting.apply(
            interview_id, lambda interview, now: offline.answered(interview, step(interview), recording, now)
        )

    async def typed(self, pack_id: str, account_id: str, said: TextAnswered) -> AnswerReceived:
        """A typed answer; the same again gets the same receipt.

        Raises: NotFound pack_unknown · Invalid statement_broken, question_unknown · Conflict answers_not_taken.
        """
        pack = await self._packs.own(pack_id, account_id)
        content = said.text.encode()
        sha256 = hashlib.sha256(content).hexdigest()
        statement = stated(pack, said.statement, said.take, said.question_id)
        refuse_other_content(statement, sha256, len(content))
        interview = await self._interviews.own(pack.interview_id, account_id)
        answer_id = f"ans_{hashlib.sha256(f'{pack.id} {said.take}'.encode()).hexdigest()[:26]}"
        known = await self._receipts.get(answer_id)
        if known is None or known.timing is None:
            timing = await self._judging.timing(interview, pack, statement, said.question_id, self._clock(), None)
            await self.join(interview.id, answer_id, said.question_id, timing, text=said.text)
            record = (said.take, "", interview.id)
            known = await self._issuing.issue(
                account_id, claims_of(answer_id, record, (sha256, len(content)), 0.0, timing)
            )
            await self._reminders.received(pack.id, said.question_id)
            return AnswerReceived(said.take, known.token, timing)
        return AnswerReceived(said.take, known.token, known.timing)
