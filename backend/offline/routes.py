"""Routes of answers given without a network, and of the phone's own recordings. All of them are the candidate's own."""

from litestar import get, post, put

from backend.offline.joining import Joining
from backend.offline.own_uploads import OwnUploads
from backend.offline.packing import Packing
from backend.offline.reconcile_schemas import PhoneRecording, Reconciliation
from backend.offline.reconciling import Reconciling
from backend.offline.reminders import Reminders
from backend.offline.schemas import (
    AnswerReceived,
    AnswersWaiting,
    PackIssued,
    PackRequested,
    PackState,
    QuestionsOpened,
    SigningKeys,
    TextAnswered,
)
from backend.offline.signing import Signer
from backend.offline.upload_schemas import OwnUploads as OwnUploadsView
from backend.offline.upload_schemas import UploadView
from backend.web.auth import Actor
from backend.web.policy import Permission

_TAKE = {"permission": Permission.INTERVIEW_TAKE}


@get("/offline/keys", opt={"permission": Permission.SELF}, sync_to_thread=False)
def signing_keys(signer: Signer) -> SigningKeys:
    """The public keys of packs and receipts."""
    return signer.keys


@post("/interviews/{interview_id:str}/pack", opt=_TAKE, status_code=200)
async def take_questions_along(interview_id: str, data: PackRequested, actor: Actor, packing: Packing) -> PackIssued:
    """The questions that may be answered without a network, for one device."""
    return await packing.issue(interview_id, actor.account_id, data)


@post("/offline/packs/{pack_id:str}/opened", opt=_TAKE, status_code=200)
async def tell_opened(pack_id: str, data: QuestionsOpened, actor: Actor, packing: Packing) -> PackState:
    """Which questions of the pack were seen."""
    return await packing.opened(pack_id, actor.account_id, data)


@post("/offline/packs/{pack_id:str}/texts", opt=_TAKE, status_code=200, request_max_body_size=512 * 1024)
async def send_text(pack_id: str, data: TextAnswered, actor: Actor, joining: Joining) -> AnswerReceived:
    """A typed answer; idempotent by `take`."""
    return await joining.typed(pack_id, actor.account_id, data)


@put("/offline/waiting", opt=_TAKE, status_code=204)
async def tell_waiting(data: AnswersWaiting, actor: Actor, reminders: Reminders) -> None:
    """What still lies on this device."""
    await reminders.waiting(actor.account_id, data)


@get("/offline/uploads", opt=_TAKE)
async def list_uploads(actor: Actor, own_uploads: OwnUploads) -> OwnUploadsView:
    """One's own uploads with their receipts."""
    return await own_uploads.all(actor.account_id)


@get("/offline/uploads/{upload_id:str}", opt=_TAKE)
async def get_upload(upload_id: str, actor: Actor, own_uploads: OwnUploads) -> UploadView:
    """One upload, with its receipt once it is safe."""
    return await own_uploads.one(upload_id, actor.account_id)


@post(
    "/interviews/{interview_id:str}/takes/{take_id:str}/reconcile",
    opt=_TAKE,
    status_code=200,
    request_max_body_size=2 * 1024 * 1024,
)
async def reconcile_take(
    interview_id: str, take_id: str, data: PhoneRecording, actor: Actor, reconciling: Reconciling
) -> Reconciliation:
    """What the server misses of a live answer that the phone kept as well."""
    return await reconciling.reconcile(interview_id, actor.account_id, take_id, data)


ROUTES = [
    signing_keys, take_questions_along, tell_opened, send_text, tell_waiting, list_uploads, get_upload, reconcile_take,
]  # fmt: skip
