"""Files of a thread: taken by content, kept encrypted, given as downloads."""

import hashlib
import unicodedata
from collections.abc import Sequence
from datetime import timedelta

import msgspec

from backend.chat.file_types import ALLOWED, type_of
from backend.chat.model import Attachment, Thread
from backend.chat.repository import Attachments
from backend.chat.schemas import AttachmentView
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import GreenroomError, Invalid, NotFound, RateLimited, TooLarge
from backend.kernel.ids import new_id
from backend.kernel.ratelimit import RateLimiter
from backend.kernel.storage import ObjectStore

SIZE_MAX = 10 * 1024 * 1024
NAME_CHARS_MAX = 120
UNUSED_FOR = timedelta(days=1)
A_DAY = 86_400.0
FILES_A_DAY = 40


class TypeRefused(GreenroomError):
    default_status = 415

    def __init__(self) -> None:
        super().__init__("attachment_type_refused", "Files of this kind are not taken.", allowed=ALLOWED)


class Files:
    def __init__(
        self, attachments: Attachments, store: ObjectStore, keyring: Keyring, limiter: RateLimiter, clock: Clock
    ) -> None:
        self.attachments = attachments
        self._store = store
        self._keyring = keyring
        self._limiter = limiter
        self._clock = clock

    async def take(self, thread: Thread, owner_id: str, name: str, data: bytes) -> Attachment:
        """Keeps a file for a message that is still to be sent; unused it goes after a day.

        Raises: Invalid attachment_empty · TooLarge attachment_too_large · 415 attachment_type_refused ·
        RateLimited attachments_too_many.
        """
        if not data:
            raise Invalid("attachment_empty", "The file is empty.")
        if len(data) > SIZE_MAX:
            raise TooLarge("attachment_too_large", "The file is too large.", limit_bytes=SIZE_MAX)
        kind = type_of(data)
        if kind is None:
            raise TypeRefused
        await self._not_too_many(owner_id)
        id = new_id(Attachment.id_prefix)
        attachment = Attachment(
            id=id,
            thread_id=thread.id,
            owner_id=owner_id,
            name_sealed=self._keyring.seal(_safe(name).encode(), _place(id)),
            mime_type=kind,
            size_bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            key=f"{folder_of(thread.id)}/{id}",
            created_at=self._clock(),
        )
        await self._store.put(attachment.key, data)
        return await self.attachments.insert(attachment)

    async def require(self, thread_id: str, attachment_id: str) -> Attachment:
        """Raises: NotFound attachment_unknown."""
        attachment = await self.attachments.get(attachment_id)
        if attachment is None or attachment.thread_id != thread_id:
            raise NotFound("attachment_unknown", "There is no such file.")
        return attachment

    async def claimable(self, thread_id: str, owner_id: str, ids: Sequence[str]) -> None:
        """Raises: Invalid attachment_foreign where one is not of this thread and person, or already sent."""
        found = await self.attachments.of(ids)
        own = [each for each in found if each.thread_id == thread_id and each.owner_id == owner_id]
        if len({each.id for each in own if each.message_id is None}) != len(ids):
            raise Invalid("attachment_foreign", "A file of this message is not there. Attach it again.")

    async def claim(self, ids: Sequence[str], message_id: str) -> None:
        for id in ids:
            await self.attachments.update(
                id, lambda known: (msgspec.structs.replace(known, message_id=known.message_id or message_id), ())
            )

    async def views(self, ids: Sequence[str]) -> list[AttachmentView]:
        return [self._view(each) for each in await self.attachments.of(ids)]

    def name_of(self, attachment: Attachment) -> str:
        return self._keyring.open(attachment.name_sealed, _place(attachment.id)).decode()

    def _view(self, each: Attachment) -> AttachmentView:
        url = f"/api/chat/threads/{each.thread_id}/attachments/{each.id}"
        return AttachmentView(each.id, self.name_of(each), each.mime_type, each.size_bytes, url)

    async def remove_unused(self) -> int:
        """Files that no message took; gives how many."""
        old = {"message_id": None, "created_at": {"$lt": self._clock() - UNUSED_FOR}}
        found = await self.attachments.find(old, limit=200)
        for each in found:
            await self._store.delete(each.key)
            await self.attachments.delete(each.id)
        return len(found)

    async def forget(self, thread_id: str) -> int:
        """All files of a thread; gives how many."""
        await self._store.delete_prefix(folder_of(thread_id))
        return (await self.attachments.collection.delete_many({"thread_id": thread_id})).deleted_count

    async def _not_too_many(self, owner_id: str) -> None:
        try:
            await self._limiter.hit(f"chat files:{owner_id}", limit=FILES_A_DAY, window_s=A_DAY)
        except RateLimited as error:
            raise RateLimited(
                "attachments_too_many",
                "That is enough for today.",
                retry_after_s=float(str(error.extra["retry_after_s"])),
            ) from error


def folder_of(thread_id: str) -> str:
    return f"chat/{thread_id}"


def _place(id: str) -> bytes:
    return f"chat_attachments/{id}/name".encode()


def _safe(name: str) -> str:
    """A file's name without folders, control characters and marks that turn the direction of writing."""
    base = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(char for char in base if unicodedata.category(char)[0] != "C").strip(" .")
    stem, dot, ending = kept.rpartition(".")
    short = f"{stem[: NAME_CHARS_MAX - len(ending) - 1]}{dot}{ending}" if stem and len(ending) < 10 else kept
    return short[:NAME_CHARS_MAX] or "file"
