"""How much one person may have uploaded. Pure."""

from collections.abc import Iterable

import msgspec

from backend.kernel.errors import Conflict, TooLarge
from backend.uploads.model import Upload


class Quota(msgspec.Struct, frozen=True):
    """`max_bytes` of one upload, `total_bytes` of all, `open_uploads` that are not whole."""

    max_bytes: int
    total_bytes: int
    open_uploads: int = 40

    def allowed_bytes(self, uploads: Iterable[Upload]) -> int:
        """What the next upload may have."""
        held = sum(upload.held_bytes for upload in uploads)
        return max(0, min(self.max_bytes, self.total_bytes - held))

    def refuse_excess(self, uploads: list[Upload], length: int | None) -> None:
        """Raises: 413 upload_too_large, upload_quota_exceeded with what is allowed · 409 uploads_too_many."""
        allowed = self.allowed_bytes(uploads)
        if length is not None and length > self.max_bytes:
            raise TooLarge("upload_too_large", "This file is larger than one upload may be.", allowed_bytes=allowed)
        if (length or 0) > allowed or allowed == 0:
            raise TooLarge(
                "upload_quota_exceeded", "This is more than one person may have uploaded.", allowed_bytes=allowed
            )
        if sum(1 for upload in uploads if upload.state == "receiving") >= self.open_uploads:
            raise Conflict(
                "uploads_too_many", "Too many uploads are open at once. Finish some first.", allowed=self.open_uploads
            )
