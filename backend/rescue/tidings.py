"""Who hears of a call, and how: notices to those who are called, and a note in the team's thread."""

from collections.abc import Sequence

import msgspec

from backend.accounts.notices import notice_wanted
from backend.accounts.people import People
from backend.chat.conversations import Conversations
from backend.contracts.events.notifications import NoticeWithdrawn
from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.kernel.crypto import Keyring
from backend.kernel.errors import NotFound
from backend.kernel.language import Language, LocalText
from backend.positions.repository import Positions
from backend.rescue.model import Rescue, Round
from backend.rescue.rules import SAME_CALL

SYSTEM = "system"
KINDS = {"help": "help_asked", "long_step": "step_stuck"}
_CALLED = {
    "help": LocalText("请求帮助，正在呼叫：{names}", "Asked for help; being called: {names}"),
    "long_step": LocalText("在一个步骤停留超过十分钟，正在呼叫：{names}", "Long in one step; being called: {names}"),
}
_ANSWERED = LocalText("{names} 已接手，用时 {seconds} 秒", "{names} took it after {seconds} s")
_UNANSWERED = LocalText("目前没有人接起求助。", "Nobody has answered the call yet.")


class Tidings:
    def __init__(
        self, people: People, interviews: Interviews, positions: Positions, conversations: Conversations,
        keyring: Keyring,
    ) -> None:  # fmt: skip
        self._people = people
        self._positions = positions
        self._interviews = interviews
        self._conversations = conversations
        self._keyring = keyring

    async def notices(self, rescue: Rescue, called: Round, interview: Interview) -> list[msgspec.Struct]:
        """One to each of a round; asked for twice it is one. Who has gone in the meantime is left out."""
        candidate = await self._people.person(interview.candidate_id)
        found: list[msgspec.Struct] = []
        for each in called.called:
            try:
                member = await self._people.person(each.member_id)
            except NotFound:
                continue
            parameters = {
                "candidate": candidate.name,
                "employer": interview.occasion.employer.in_language(member.language),
                "position": interview.occasion.position.in_language(member.language),
            }
            found.append(
                notice_wanted(
                    self._keyring, notice_id(rescue.id, called.level, member.id), member,
                    KINDS.get(rescue.cause, "help_asked"), parameters, f"/staff/calls/{rescue.id}",
                    expires_at=called.at + SAME_CALL, urgency="high",
                )
            )  # fmt: skip
        return found

    async def note(self, rescue: Rescue, change: str) -> None:
        """Leaves a word in the candidate's thread for the team, once for each change."""
        interview = await self._interviews.get(rescue.interview_id)
        if interview is None or interview.erased is not None:
            return
        try:
            candidate = await self._people.person(interview.candidate_id)
            text = await self._text(rescue, change, await self._language(interview))
        except NotFound:
            return
        thread = await self._conversations.of_interview(interview, candidate.name)
        await self._conversations.note(thread, SYSTEM, f"{rescue.id}:{change}:{len(rescue.rounds)}"[-64:], text)

    async def _text(self, rescue: Rescue, change: str, language: Language) -> str:
        if change == "called":
            names = await self.names([called.member_id for called in rescue.rounds[-1].called])
            words = _CALLED.get(rescue.cause, _CALLED["help"])
            return words.in_language(language).format(names=_listed(names, language))
        if change == "accepted" and rescue.reacted_by is not None:
            names = await self.names([rescue.reacted_by])
            seconds = round(rescue.response_s or 0)
            return _ANSWERED.in_language(language).format(names=_listed(names, language), seconds=seconds)
        return _UNANSWERED.in_language(language)

    async def _language(self, interview: Interview) -> Language:
        """The team's: that of the position's contact."""
        position = await self._positions.get(interview.position_id)
        contact = await self._people.members.get(position.contact_id) if position else None
        return contact.language if contact else interview.language

    async def names(self, account_ids: Sequence[str]) -> list[str]:
        """In order; who is no more is left out."""
        known = await self._people.names(account_ids)
        return [known[each] for each in account_ids if each in known]

    async def names_of(self, account_ids: Sequence[str]) -> dict[str, str]:
        """By account; who is no more is left out."""
        return await self._people.names(account_ids)


def notice_id(rescue_id: str, level: int, member_id: str) -> str:
    return f"help_asked:{rescue_id}:{level}:{member_id}"


def withdrawn(rescue: Rescue) -> list[msgspec.Struct]:
    """What has not been sent yet need not be sent any more."""
    return [
        NoticeWithdrawn(notice_id(rescue.id, each.level, called.member_id), called.member_id)
        for each in rescue.rounds
        for called in each.called
    ]


def _listed(names: Sequence[str], language: Language) -> str:
    return ("、" if language == "zh-CN" else ", ").join(names)
