"""Two paths: the phone tells what it kept of a live answer, the server tells what it misses of it."""

from datetime import datetime, timedelta

import msgspec

from backend.contracts.media import LegManifest
from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.interviews.take import Take
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, NotFound
from backend.kernel.storage import ObjectStore
from backend.kernel.streaming_aead import SealBroken
from backend.offline.missing import missing_stretches, wanted_chunks
from backend.offline.model import PhoneRecordingRecord
from backend.offline.reconcile_schemas import MissingStretch, PhoneChunk, PhoneRecording, Reconciliation, WantedChunks
from backend.offline.repository import PhoneRecordings
from backend.uploads.repository import Uploads

SETTLING_MAX = timedelta(seconds=30)
ASK_AGAIN_S = 5
_MS = timedelta(milliseconds=1)


class Reconciling:
    def __init__(
        self,
        interviews: Interviews,
        recordings: PhoneRecordings,
        uploads: Uploads,
        store: ObjectStore,
        clock: Clock,
    ) -> None:
        self._interviews = interviews
        self._recordings = recordings
        self._uploads = uploads
        self._store = store
        self._clock = clock

    async def reconcile(self, interview_id: str, account_id: str, take_id: str, told: PhoneRecording) -> Reconciliation:
        """Raises: NotFound interview_unknown, take_unknown · Unavailable storage_unavailable."""
        interview = await self._interviews.own(interview_id, account_id)
        take = interview.take(take_id)
        if take is None:
            raise NotFound("take_unknown", "There is no such recording.")
        if take.finished_at is None:
            return Reconciliation(take_id, "running", [], [], ASK_AGAIN_S)
        if not told.is_complete or not _is_settled(take, self._clock()):
            return Reconciliation(take_id, "settling", [], [], ASK_AGAIN_S)
        missing = await self._missing(take, told)
        wanted = wanted_chunks(missing, told.chunks)
        if not wanted:
            return Reconciliation(take_id, "complete", missing, [])
        await self._remember(interview, take_id, account_id, told, wanted)
        sent = await self._sent(account_id, take_id, told.recording)
        wanted = [
            msgspec.structs.replace(each, upload_id=sent.get(_range(each), ("", ""))[0] or None) for each in wanted
        ]
        is_filled = all(sent.get(_range(each), ("", ""))[1] == "received" for each in wanted)
        return Reconciliation(take_id, "filled" if is_filled else "wanted", missing, wanted)

    async def _missing(self, take: Take, told: PhoneRecording) -> list[MissingStretch]:
        """Within what both the answer and the phone's recording span."""
        legs = await legs_of(self._store, take.id)
        last_ms = max((chunk.end_ms for chunk in told.chunks), default=0)
        start_at = max(take.wanted_at, told.began_at)
        end_at = min(take.finished_at or told.began_at, told.began_at + last_ms * _MS)
        return missing_stretches(legs, start_at, end_at, told.began_at) if start_at < end_at else []

    async def _sent(self, account_id: str, take_id: str, recording: str) -> dict[str, tuple[str, str]]:
        """By chunk range: the upload and its state."""
        found = await self._uploads.find(
            {"account_id": account_id, "labels.take": take_id, "labels.recording": recording}
        )
        alive = [upload for upload in found if upload.state not in ("refused", "ending")]
        return {upload.labels["chunks"]: (upload.id, upload.state) for upload in alive}

    async def _remember(
        self, interview: Interview, take_id: str, account_id: str, told: PhoneRecording, wanted: list[WantedChunks]
    ) -> None:
        """For the record; asked again with the same answer nothing is written."""
        record = PhoneRecordingRecord(
            id=f"{take_id}.{told.recording}",
            account_id=account_id,
            interview_id=interview.id,
            take_id=take_id,
            recording=told.recording,
            began_at=told.began_at,
            chunks=_bounds(told.chunks),
            is_complete=told.is_complete,
            wanted=wanted,
        )
        known = await self._recordings.get(record.id)
        try:
            if known is None:
                await self._recordings.insert(record)
            elif msgspec.structs.replace(known, version=0) != record:
                await self._recordings.save(msgspec.structs.replace(record, version=known.version))
        except Conflict:
            return


async def legs_of(store: ObjectStore, take_id: str) -> list[LegManifest]:
    """What the object store holds of the take through the room. Raises: Unavailable."""
    keys = [key for key in await store.list(f"takes/{take_id}") if key.endswith("/manifest.json")]
    legs = []
    for key in keys:
        try:
            legs.append(msgspec.json.decode(await store.get(key), type=LegManifest))
        except (NotFound, SealBroken, msgspec.DecodeError):
            continue
    return legs


def _bounds(chunks: list[PhoneChunk]) -> list[PhoneChunk]:
    """First and last tell enough."""
    ordered = sorted(chunks, key=lambda chunk: chunk.index)
    return [ordered[0], ordered[-1]] if len(ordered) > 1 else ordered


def _id_of(upload: tuple[str, str] | None) -> str | None:
    return upload[0] if upload else None


def _range(wanted: WantedChunks) -> str:
    return f"{wanted.first}-{wanted.last}"


def _is_settled(take: Take, now: datetime) -> bool:
    """The node has stored all it has, or has been silent about it for long."""
    is_whole = take.stored_at is not None and all(leg.is_stored for leg in take.legs)
    return is_whole or (take.finished_at is not None and take.finished_at + SETTLING_MAX <= now)
