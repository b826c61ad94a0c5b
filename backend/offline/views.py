"""The candidate's picture of their uploads. Pure."""

from backend.offline.model import ReceiptRecord
from backend.offline.upload_schemas import UploadMetadata, UploadSource, UploadView
from backend.uploads.model import Upload


def upload_view(upload: Upload, told: UploadMetadata, receipt: ReceiptRecord | None) -> UploadView:
    source: UploadSource = told.source
    return UploadView(
        id=upload.id,
        url=f"/uploads/{upload.id}",
        interview_id=upload.interview_id,
        take=told.take,
        source=source,
        state="refused" if upload.state == "ending" else upload.state,
        offset_bytes=upload.offset_bytes,
        size_bytes=upload.length_bytes,
        created_at=upload.created_at,
        expires_at=upload.expires_at if upload.state == "receiving" else None,
        question_id=told.question,
        recording=told.recording,
        chunks=told.chunks,
        sha256=receipt.sha256 if receipt else told.sha256,
        problem=upload.problem,
        duplicate_of=receipt.duplicate_of if receipt else None,
        receipt=receipt.token if receipt else None,
        timing=receipt.timing if receipt else None,
    )
