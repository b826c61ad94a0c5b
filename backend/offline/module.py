"""Wires offline answers: packs, uploads by tus, receipts, two paths."""

from dataclasses import dataclass
from datetime import timedelta

from litestar import Router

from backend.accounts.module import services as account_services
from backend.contracts.events.interviews import InterviewChanged, changes
from backend.contracts.events.media import UploadVerified
from backend.contracts.events.privacy import PersonErased
from backend.interviews.module import services as interview_services
from backend.interviews.repository import Interviews
from backend.kernel.errors import GreenroomError
from backend.kernel.events import Received, mentioning
from backend.kernel.settings import Settings
from backend.kernel.turns import look_in_turns
from backend.offline.admission import AnswerUploads
from backend.offline.erasing import ERASED, Erasing
from backend.offline.joining import Joining
from backend.offline.judging import Judging
from backend.offline.own_uploads import OwnUploads
from backend.offline.packing import Packing
from backend.offline.receipts import Issuing
from backend.offline.reconciling import Reconciling
from backend.offline.reminders import Reminders
from backend.offline.repository import Packs, PhoneRecordings, Receipts
from backend.offline.routes import ROUTES
from backend.offline.signing import Signer
from backend.offline.verified import Verified
from backend.uploads.locks import UploadLocks
from backend.uploads.quotas import Quota
from backend.uploads.repository import Uploads
from backend.uploads.routes import ROUTES as TUS_ROUTES
from backend.uploads.routes import tus_problem
from backend.uploads.service import UploadService
from backend.web.module import Module, Wiring, provided

GONE_ANOTHER_WAY = frozenset({"declined", "withdrawn"})
"""Changes by which an interview takes no answers any more."""

SWEEP_EVERY_S = 60.0
SWEEP_LEASE_MS = 50_000
UNVERIFIED_AFTER = timedelta(minutes=3)
_MB = 1_000_000


@dataclass(frozen=True)
class OfflineServices:
    """The domain's services and collections."""

    interviews: Interviews
    uploads: Uploads
    packs: Packs
    receipts: Receipts
    recordings: PhoneRecordings
    tus: UploadService
    packing: Packing
    joining: Joining
    own_uploads: OwnUploads
    reminders: Reminders
    reconciling: Reconciling
    verified: Verified
    erasing: Erasing
    signer: Signer


def services(wiring: Wiring) -> OfflineServices:
    parts, people = interview_services(wiring), account_services(wiring).people
    clock, keyring, store = wiring.clock, wiring.keyring, wiring.store
    uploads = Uploads(wiring.mongo, wiring.relay, clock)
    packs, receipts = Packs(wiring.mongo, wiring.relay, clock), Receipts(wiring.mongo, wiring.relay, clock)
    recordings = PhoneRecordings(wiring.mongo, clock)
    signer, quota, judging = Signer(keyring), quota_of(wiring.settings), Judging(packs)
    reminders, issuing = Reminders(packs, people.person, keyring, clock), Issuing(receipts, signer)
    own_uploads = OwnUploads(uploads, receipts, wiring.live, keyring, quota)
    joining = Joining(parts.interviews, parts.conducting, packs, receipts, judging, issuing, reminders, clock)
    purpose = AnswerUploads(parts.interviews, packs, receipts, wiring.jobs, keyring, clock)
    return OfflineServices(
        interviews=parts.interviews,
        uploads=uploads,
        packs=packs,
        receipts=receipts,
        recordings=recordings,
        tus=UploadService(uploads, store, UploadLocks(wiring.redis), keyring, quota, purpose, clock),
        packing=Packing(packs, parts.interviews, signer, reminders, clock),
        joining=joining,
        own_uploads=own_uploads,
        reminders=reminders,
        reconciling=Reconciling(parts.interviews, recordings, uploads, store, clock),
        verified=Verified(
            uploads, own_uploads, parts.interviews, parts.conducting, packs, receipts, judging, joining, issuing,
            reminders, store, clock,
        ),
        erasing=Erasing(uploads, packs, receipts, recordings, store),
        signer=signer,
    )  # fmt: skip


def quota_of(settings: Settings) -> Quota:
    return Quota(settings.upload_max_mb * _MB, settings.upload_quota_mb * _MB)


def build(wiring: Wiring) -> Module:
    parts = services(wiring)

    async def look() -> None:
        await parts.tus.sweep(wiring.clock() - UNVERIFIED_AFTER)

    async def sweep() -> None:
        await look_in_turns(wiring.redis, "uploads:sweep", look, every_s=SWEEP_EVERY_S, lease_ms=SWEEP_LEASE_MS)

    router = Router(
        path="/api",
        route_handlers=ROUTES,
        tags=["offline"],
        dependencies=provided(
            signer=parts.signer, packing=parts.packing, joining=parts.joining, own_uploads=parts.own_uploads,
            reminders=parts.reminders, reconciling=parts.reconciling,
        ),
    )  # fmt: skip
    tus = Router(
        path="/",
        route_handlers=TUS_ROUTES,
        tags=["uploads"],
        dependencies=provided(uploads=parts.tus),
        exception_handlers={GreenroomError: tus_problem},
    )

    @mentioning(*changes(ERASED, *GONE_ANOTHER_WAY))
    async def interview_changed(received: Received[InterviewChanged]) -> None:
        await parts.erasing.interview_changed(received)
        if received.event.change in GONE_ANOTHER_WAY:
            await parts.reminders.not_awaited(received.event.interview_id)

    return Module(
        name="offline",
        route_handlers=[router, tus],
        repositories=[parts.uploads, parts.packs, parts.receipts, parts.recordings],
        subscriptions={
            UploadVerified: parts.verified.upload_verified,
            InterviewChanged: interview_changed,
            PersonErased: parts.erasing.person_erased,
        },
        background={"sweep": sweep},
    )
