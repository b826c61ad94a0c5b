"""Brings a demo candidate's interview to where it shall stand, by the same steps that a person takes."""

import msgspec

from backend.app.demo_data import DemoCandidate
from backend.interviews.live_schemas import Command
from backend.interviews.module import InterviewServices
from backend.interviews.schemas import ConsentGiven, Declined, DeviceCheck, DeviceFinding, NetworkMeasurement
from backend.kernel.ids import new_id
from backend.privacy.consent import CONSENT_TEXT

DECLINED_NOTE = "我更愿意先和招聘同事通个电话，方便的话请在工作日下午联系我。"
_CHECK = DeviceCheck(
    findings=[
        DeviceFinding("browser", "ok"),
        DeviceFinding("camera", "ok"),
        DeviceFinding("microphone", "ok"),
        DeviceFinding("speaker", "ok"),
        DeviceFinding("network", "ok"),
    ],
    network=NetworkMeasurement(round_trip_ms=48, loss_ratio=0.002, up_kbps=1900),
    user_agent="Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36",
)


async def bring_to(services: InterviewServices, demo: DemoCandidate, interview_id: str, candidate_id: str) -> None:
    """Consents, checks, answers or declines, as far as `demo.progress` says."""
    steps = _Steps(services, demo, interview_id, candidate_id)
    match demo.progress:
        case "invited":
            return
        case "consented":
            await steps.consent()
        case "checked":
            await steps.consent()
            await steps.check()
        case "submitted":
            await steps.consent()
            await steps.check()
            await steps.answer()
        case "human_route":
            await services.candidate.decline(interview_id, candidate_id, Declined(DECLINED_NOTE))


class _Steps:
    def __init__(self, services: InterviewServices, demo: DemoCandidate, interview_id: str, candidate_id: str) -> None:
        self._candidate = services.candidate
        self._demo = demo
        self._interview_id = interview_id
        self._candidate_id = candidate_id

    async def consent(self) -> None:
        given = ConsentGiven(CONSENT_TEXT.version, self._demo.language, accepts_sensitive=True)
        await self._candidate.consent(self._interview_id, self._candidate_id, given)

    async def check(self) -> None:
        await self._candidate.check_device(self._interview_id, self._candidate_id, _CHECK)

    async def answer(self) -> None:
        """Types every answer and hands in."""
        await self._candidate.start(self._interview_id, self._candidate_id)
        for text in self._demo.answers:
            await self._do("continue")
            await self._do("start_answer")
            await self._do("done", text)
        await self._do("continue")
        await self._do("continue")

    async def _do(self, kind: str, text: str | None = None) -> None:
        command = msgspec.convert({"id": new_id("cmd"), "kind": kind, "text": text}, Command)
        await self._candidate.command(self._interview_id, self._candidate_id, command)
