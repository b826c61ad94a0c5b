"""Events, jobs and documents that the kernel's tests use."""

from datetime import datetime

import msgspec

from backend.kernel.repository import Document


class Noted(msgspec.Struct, frozen=True, tag="tests.noted"):
    interview_id: str
    number: int


class Ignored(msgspec.Struct, frozen=True, tag="tests.ignored"):
    number: int


class Work(msgspec.Struct, frozen=True, tag="tests.work"):
    number: int


class OtherWork(msgspec.Struct, frozen=True, tag="tests.other_work"):
    number: int


class Question(msgspec.Struct, frozen=True):
    number: int


class Answer(msgspec.Struct, frozen=True):
    number: int


class Thing(Document, frozen=True, kw_only=True):
    name: str
    count: int = 0
    at: datetime | None = None
    sealed: bytes = b""
    shares: dict[int, float] = {}  # noqa: RUF012
    note: str | None = None
