"""The demo's mailbox: mails that the local SMTP server caught, a JSON file each, and the route that shows them.

Only where `demo` is on and no SMTP server is configured; anybody who reaches the API may read it.
"""

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from backend.kernel.ids import new_id
from backend.kernel.settings import Settings

if TYPE_CHECKING:
    from litestar import Controller

KEPT = 500


class CaughtMail(msgspec.Struct, frozen=True):
    """One mail; `to` are the envelope's recipients, `text` its plain part."""

    id: str
    to: str
    subject: str
    text: str
    at: datetime


class Mailbox:
    """A folder of mails. Written by one process and read by others, so each file appears whole."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def add(self, to: str, subject: str, text: str, at: datetime) -> CaughtMail:
        """Stores the mail on the disk before it returns; of more than 500 the oldest go."""
        mail = CaughtMail(id=new_id("mail_"), to=to, subject=subject, text=text, at=at)
        self._directory.mkdir(parents=True, exist_ok=True)
        draft = self._directory / f".{mail.id}"
        with draft.open("xb") as file:
            file.write(msgspec.json.encode(mail))
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self._directory / f"{mail.id}.json")
        for old in self._newest()[KEPT:]:
            old.unlink(missing_ok=True)
        return mail

    def forget(self, address: str) -> int:
        """Removes the mails to an address, and those that name it; gives how many there were."""
        needle, count = address.casefold(), 0
        for path in self._newest():
            try:
                mail = msgspec.json.decode(path.read_bytes(), type=CaughtMail)
            except FileNotFoundError:
                continue
            if needle in mail.to.casefold() or needle in mail.text.casefold():
                path.unlink(missing_ok=True)
                count += 1
        return count

    def newest(self, limit: int = 100) -> list[CaughtMail]:
        """The latest mails, newest first."""
        mails = []
        for path in self._newest()[:limit]:
            try:
                mails.append(msgspec.json.decode(path.read_bytes(), type=CaughtMail))
            except FileNotFoundError:
                continue
        return mails

    def _newest(self) -> list[Path]:
        return sorted(self._directory.glob("mail_*.json"), reverse=True)


def mailbox_of(settings: Settings) -> Mailbox:
    return Mailbox(settings.data_dir / "mailbox")


def has_mailbox(settings: Settings) -> bool:
    """Whether mails are caught here: in a demo without a mail server of its own."""
    return settings.demo and settings.smtp_url is None


def mailbox_controllers(settings: Settings) -> "list[type[Controller]]":
    """The demo mailbox's route, or none where mails go to a real server or this is no demo."""
    if not has_mailbox(settings):
        return []
    from litestar import Controller, get  # the SMTP process reads this module too and shall start at once

    from backend.web.policy import Permission

    mailbox = mailbox_of(settings)

    class MailboxController(Controller):
        path = "/api/demo"
        tags = ("demo",)

        @get("/mailbox", opt={"permission": Permission.PUBLIC}, sync_to_thread=True)
        def caught_mails(self) -> list[CaughtMail]:
            """The latest caught mails, newest first."""
            return mailbox.newest()

    return [MailboxController]
