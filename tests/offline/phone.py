"""A phone for the tests: keys of its own, steady and own clocks, packs opened, times signed, answers sent by tus."""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
import msgspec
from joserfc import jwe, jws
from joserfc.jwk import ECKey, OKPKey

from backend.interviews.model import Interview
from backend.kernel.clock import utc_now
from backend.kernel.ids import new_id
from backend.offline.schemas import Anchor, PackClaims, QuestionContent, Reading, TakeStatement
from backend.offline.upload_schemas import ReceiptClaims
from tests.interviews.house import House


@dataclass
class Clock:
    """`own_ahead_s`: the phone's own clock is so much ahead of the server's. `page` is new after each reload."""

    page: str = field(default_factory=lambda: new_id("page"))
    steady_from: datetime = field(default_factory=utc_now)
    own_ahead_s: float = 0.0

    def read(self, at: datetime) -> Reading:
        own = (at + timedelta(seconds=self.own_ahead_s)).timestamp() * 1000
        return Reading(self.page, max(0.0, (at - self.steady_from).total_seconds() * 1000), own)

    def anchor(self, at: datetime) -> Anchor:
        return Anchor(at.timestamp() * 1000, self.read(at))


@dataclass
class Phone:
    http: httpx.AsyncClient
    headers: dict[str, str]
    interview_id: str
    device: str = field(default_factory=lambda: new_id("dev"))
    clock: Clock = field(default_factory=Clock)
    encryption: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256"))
    signing: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256"))
    pack: PackClaims | None = None

    async def take_along(self) -> PackClaims:
        """The pack, its signature checked against the server's keys."""
        body = {"device": self.device, "encryption": _public(self.encryption), "signing": _public(self.signing)}
        answer = await self.http.post(f"/api/interviews/{self.interview_id}/pack", json=body, headers=self.headers)
        assert answer.status_code == 200, answer.text
        self.pack = await self.verified(answer.json()["jws"], PackClaims)
        return self.pack

    async def verified(self, token: str, kind: type[Any]) -> Any:
        keys = (await self.http.get("/api/offline/keys", headers=self.headers)).json()["keys"]
        found = jws.deserialize_compact(token, OKPKey.import_key(keys[0]), algorithms=["Ed25519"])
        return msgspec.json.decode(found.payload, type=kind)

    async def receipt(self, token: str) -> ReceiptClaims:
        claims: ReceiptClaims = await self.verified(token, ReceiptClaims)
        return claims

    def opened(self, number: int = 0) -> QuestionContent:
        assert self.pack is not None
        plain = jwe.decrypt_compact(self.pack.questions[number].sealed, self.encryption).plaintext
        assert plain is not None
        return msgspec.json.decode(plain, type=QuestionContent)

    def statement(
        self, content: bytes, question_id: str, take: str, *, ended: datetime | None = None, lasted_s: float = 20.0,
        **changes: Any,
    ) -> TakeStatement:  # fmt: skip
        assert self.pack is not None
        end = ended or utc_now()
        statement = TakeStatement(
            pack_id=self.pack.pack_id,
            question_id=question_id,
            take=take,
            device=self.device,
            opened=self.clock.read(end - timedelta(seconds=lasted_s + 1)),
            began=self.clock.read(end - timedelta(seconds=lasted_s)),
            ended=self.clock.read(end),
            anchors=[self.clock.anchor(self.pack.issued_at)],
            sha256=hashlib.sha256(content).hexdigest(),
            size_bytes=len(content),
        )
        return msgspec.structs.replace(statement, **changes)

    def signed(self, statement: TakeStatement, key: ECKey | None = None) -> str:
        header = {"alg": "ES256", "typ": "greenroom-take+jws"}
        return jws.serialize_compact(header, msgspec.json.encode(statement), key or self.signing, algorithms=["ES256"])

    def metadata(self, content: bytes, number: int = 0, **changes: Any) -> dict[str, str]:
        """Of an upload of an answer; `statement` in `changes` replaces the signed one."""
        assert self.pack is not None
        question, take = self.pack.questions[number].question_id, changes.pop("take", new_id("rec"))
        statement = changes.pop("statement", None) or self.signed(self.statement(content, question, take, **changes))
        return {
            "source": "offline", "interview": self.interview_id, "take": take, "device": self.device,
            "filetype": "video/webm", "sha256": hashlib.sha256(content).hexdigest(), "pack": self.pack.pack_id,
            "question": question, "statement": statement,
        }  # fmt: skip

    async def create(self, content: bytes, metadata: dict[str, str], **headers: str) -> httpx.Response:
        return await self.http.post(
            "/uploads", headers=self.tus(upload_length=str(len(content)), upload_metadata=encoded(metadata), **headers)
        )

    async def patch(self, url: str, offset: int, content: bytes, **headers: str) -> httpx.Response:
        tus = self.tus(upload_offset=str(offset), content_type="application/offset+octet-stream", **headers)
        return await self.http.patch(url, headers=tus, content=content)

    async def offset(self, url: str) -> int:
        answer = await self.http.head(url, headers=self.tus())
        assert answer.status_code == 200, answer.status_code
        return int(answer.headers["upload-offset"])

    async def upload(self, content: bytes, number: int = 0, **changes: Any) -> str:
        """The upload's id, once all has been sent."""
        created = await self.create(content, self.metadata(content, number, **changes))
        assert created.status_code == 201, created.text
        sent = await self.patch(created.headers["location"], 0, content)
        assert sent.status_code == 204, sent.text
        return str(created.headers["location"]).rpartition("/")[2]

    async def view(self, upload_id: str) -> dict[str, Any]:
        answer = await self.http.get(f"/api/offline/uploads/{upload_id}", headers=self.headers)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def tus(self, **headers: str) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {**self.headers, "tus-resumable": "1.0.0", **named}


async def a_phone(house: House, interview: Interview, http: httpx.AsyncClient | None = None) -> Phone:
    return Phone(http or house.http, await house.bearer(interview.candidate_id), interview.id)


def encoded(metadata: dict[str, str]) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in metadata.items())


def _public(key: ECKey) -> dict[str, Any]:
    return dict(key.as_dict(private=False))
