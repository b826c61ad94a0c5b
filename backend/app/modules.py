"""The domains of the application, lowest first. Indexes are made and background tasks start in this order."""

import asyncio
from collections.abc import Callable

from backend.accounts.model import Person
from backend.accounts.module import build as accounts
from backend.answers.module import build as answers
from backend.app.mailbox import has_mailbox, mailbox_of
from backend.app.operation import build as operation
from backend.applications.module import build as applications
from backend.campaigns.module import build as campaigns
from backend.chat.module import build as chat
from backend.erasure.module import build as build_erasure
from backend.flows.module import build as flows
from backend.helpcentre.module import build as helpcentre
from backend.homes.module import build as homes
from backend.interviews.module import build as interviews
from backend.materials.module import build as materials
from backend.monitor.module import build as monitor
from backend.notes.module import build as notes
from backend.notices.module import build as notices
from backend.offline.module import build as offline
from backend.participants.module import build as participants
from backend.positions.module import build as positions
from backend.privacy.module import build as privacy
from backend.questions.module import build as questions
from backend.recruiting.module import build as recruiting
from backend.reminders.module import build as reminders
from backend.rescue.module import build as rescue
from backend.reviews.module import build as reviews
from backend.rooms.module import build as rooms
from backend.scheduling.module import build as scheduling
from backend.web.module import Module, Wiring


def erasure(wiring: Wiring) -> Module:
    """With the demo's mailbox, which keeps mails in the open."""
    mailbox = mailbox_of(wiring.settings)

    async def forget_mails(person: Person) -> int:
        return await asyncio.to_thread(mailbox.forget, person.email)

    return build_erasure(wiring, [forget_mails] if has_mailbox(wiring.settings) else [])


BUILDERS: tuple[Callable[[Wiring], Module], ...] = (
    accounts,
    privacy,
    notices,
    positions,
    questions,
    flows,
    applications,
    interviews,
    participants,
    notes,
    materials,
    reminders,
    campaigns,
    answers,
    offline,
    rooms,
    chat,
    helpcentre,
    scheduling,
    recruiting,
    rescue,
    monitor,
    reviews,
    homes,
    erasure,
    operation,
)


def build_modules(wiring: Wiring) -> list[Module]:
    return [build(wiring) for build in BUILDERS]
