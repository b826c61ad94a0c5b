"""A candidate's own uploads and their receipts, asked for and told as they change."""

from backend.contracts.events.live import interview_topic
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Unavailable
from backend.kernel.live import LiveBus
from backend.offline import upload_schemas
from backend.offline.admission import told_of
from backend.offline.repository import Receipts
from backend.offline.upload_schemas import UploadMetadata, UploadView
from backend.offline.views import upload_view
from backend.uploads.model import Upload
from backend.uploads.quotas import Quota
from backend.uploads.repository import Uploads

NEWEST = 200


class OwnUploads:
    def __init__(self, uploads: Uploads, receipts: Receipts, live: LiveBus, keyring: Keyring, quota: Quota) -> None:
        self._uploads = uploads
        self._receipts = receipts
        self._live = live
        self._keyring = keyring
        self._quota = quota

    async def all(self, account_id: str) -> upload_schemas.OwnUploads:
        uploads = await self._uploads.of_account(account_id)
        receipts = await self._receipts.of_account(account_id)
        newest = sorted(uploads, key=lambda upload: upload.id, reverse=True)[:NEWEST]
        views = [upload_view(upload, self.told(upload), receipts.get(upload.id)) for upload in newest]
        return upload_schemas.OwnUploads(views, self._quota.allowed_bytes(uploads), self._quota.max_bytes)

    async def one(self, upload_id: str, account_id: str) -> UploadView:
        """Raises: NotFound upload_unknown."""
        upload = await self._uploads.own(upload_id, account_id)
        return upload_view(upload, self.told(upload), await self._receipts.get(upload.id))

    async def tell(self, upload_id: str) -> None:
        """On the candidate's screens. Redis being away costs the telling alone."""
        upload = await self._uploads.get(upload_id)
        if upload is None:
            return
        view = upload_view(upload, self.told(upload), await self._receipts.get(upload.id))
        try:
            await self._live.publish(interview_topic(upload.interview_id), "upload", view)
        except Unavailable:
            return

    def told(self, upload: Upload) -> UploadMetadata:
        return told_of(upload, self._keyring)
