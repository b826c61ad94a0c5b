"""What the phone and the server say about answers given without a network, and about the phone's own recordings.

Routes, all of them the candidate's own (foreign ids are 404); errors are problem documents with a code:

GET  /api/offline/keys                                    → SigningKeys     whose signatures packs and receipts carry
POST /api/interviews/{interview}/pack  PackRequested      → PackIssued      the same device again gets the same pack
POST /api/offline/packs/{pack}/opened  QuestionsOpened    → PackState       which questions were seen, and when
POST /api/offline/packs/{pack}/texts   TextAnswered       → AnswerReceived  a typed answer; idempotent by `take`
PUT  /api/offline/waiting              AnswersWaiting     → 204             what still lies on this device
GET  /api/offline/uploads                                 → OwnUploads      the newest 200
GET  /api/offline/uploads/{upload}                        → UploadView
POST /api/interviews/{interview}/takes/{take}/reconcile  PhoneRecording → Reconciliation
/uploads                                                    tus 1.0.0, see `UploadMetadata`

Live event `upload` on the topic `interview:{id}` carries the UploadView after each change of its state.
"""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from backend.interviews.offline_answer import AnswerTiming
from backend.kernel.language import LocalText
from backend.questions.model import AnswerKind, CodeLanguage

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_.-]+$")]
OwnId = Annotated[str, msgspec.Meta(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
"""An id that the phone makes: a random UUID will do."""
Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
_Coordinate = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{43}$")]
Milliseconds = Annotated[float, msgspec.Meta(ge=0, le=1e15)]


class SigningKey(msgspec.Struct, frozen=True):
    """A JWK (RFC 8037): `alg` of the signatures is Ed25519 (RFC 9864)."""

    kid: str
    x: str
    kty: Literal["OKP"] = "OKP"
    crv: Literal["Ed25519"] = "Ed25519"
    use: Literal["sig"] = "sig"
    alg: Literal["Ed25519"] = "Ed25519"


class SigningKeys(msgspec.Struct, frozen=True):
    keys: list[SigningKey]


class DeviceKey(msgspec.Struct, frozen=True):
    """The public part of a non-extractable WebCrypto P-256 key as JWK; further members are ignored."""

    x: _Coordinate
    y: _Coordinate
    kty: Literal["EC"] = "EC"
    crv: Literal["P-256"] = "P-256"


class PackRequested(msgspec.Struct, frozen=True):
    """`encryption` is an ECDH key, to which the questions are encrypted; `signing` an ECDSA key, which signs times.

    Another key for a known `device` makes a new pack, for what was encrypted to the old one is lost with it.
    """

    device: OwnId
    encryption: DeviceKey
    signing: DeviceKey


class PackedQuestion(msgspec.Struct, frozen=True):
    """What may be known ahead. `sealed` is a compact JWE (alg ECDH-ES, enc A256GCM) of a JSON `QuestionContent`.

    `opened_at`: it was seen already, on this or another device or in the room: its thinking time counts from then.
    `answered_at`: the server has an answer; it is not asked again. `opens_at`: not before this moment.
    The hard limit is announced `warn_before_s` ahead and may be extended `extensions` times by `extension_s`.
    """

    question_id: str
    index: int
    kind: AnswerKind
    thinking_s: float
    soft_limit_s: float
    hard_limit_s: float
    sealed: str
    opens_at: datetime
    opened_at: datetime | None = None
    answered_at: datetime | None = None
    warn_before_s: float = 0.0
    extensions: int = 0
    extension_s: float = 0.0


class PackedOption(msgspec.Struct, frozen=True):
    id: str
    text: LocalText


class QuestionContent(msgspec.Struct, frozen=True):
    """What a question asks; it is opened when the person comes to it."""

    question_id: str
    prompt: LocalText
    rephrased: LocalText | None = None
    material: LocalText | None = None
    options: list[PackedOption] = []
    choices_max: int = 1
    code_languages: list[CodeLanguage] = []


class PackClaims(msgspec.Struct, frozen=True):
    """The payload of the pack's JWS, JSON.

    Answers whose end is signed before `deadline` are in time; `grace_s` more is granted for clocks that drift. After
    `expires_at` nothing is opened any more. `issued_at` is the server's clock: the anchor for the phone's.
    """

    pack_id: str
    interview_id: str
    device: str
    issued_at: datetime
    expires_at: datetime
    deadline: datetime
    grace_s: float
    questions: list[PackedQuestion]
    v: Literal[1] = 1


class PackIssued(msgspec.Struct, frozen=True):
    """`jws`: compact, header {alg: Ed25519, kid, typ: greenroom-pack+jws}, payload `PackClaims`."""

    pack_id: str
    jws: str
    expires_at: datetime


class Reading(msgspec.Struct, frozen=True):
    """Both clocks of a phone at one moment: `steady_ms` is performance.now() of the page `page` (an id that is new with
    every page load), `own_ms` is Date.now().
    """

    page: OwnId
    steady_ms: Milliseconds
    own_ms: Annotated[float, msgspec.Meta(ge=-1e15, le=1e15)]


class Anchor(msgspec.Struct, frozen=True):
    """The server said "it is `server_ms`" (ms since 1970: a pack's `issued_at`, a `Date`) `at` this reading."""

    server_ms: Milliseconds
    at: Reading


class TakeStatement(msgspec.Struct, frozen=True):
    """What the phone signs about one answer: payload of a compact JWS, ES256 by the device's signing key, typ
    greenroom-take+jws, JSON.

    opened: the question was decrypted and shown · began: answering (recording) began · ended: the answer was closed.
    `anchors`: all that the phone knows, at least one. `sha256` and `size_bytes` are of the whole file (of the UTF-8
    text for typed answers).
    """

    pack_id: Id
    question_id: Id
    take: OwnId
    device: OwnId
    opened: Reading
    began: Reading
    ended: Reading
    anchors: Annotated[list[Anchor], msgspec.Meta(max_length=20)]
    sha256: Sha256
    size_bytes: Annotated[int, msgspec.Meta(ge=0)]
    v: Literal[1] = 1


class OpenedQuestion(msgspec.Struct, frozen=True):
    question_id: Id
    opened: Reading
    anchors: Annotated[list[Anchor], msgspec.Meta(max_length=20)]


class QuestionsOpened(msgspec.Struct, frozen=True):
    questions: Annotated[list[OpenedQuestion], msgspec.Meta(max_length=100)]


class PackState(msgspec.Struct, frozen=True):
    """What the server knows of a pack: by question id, when it was opened, and when its answer came."""

    pack_id: str
    expires_at: datetime
    opened: dict[str, datetime]
    answered: dict[str, datetime]


class TextAnswered(msgspec.Struct, frozen=True):
    """An answer that was typed (or chosen: `options`). `statement` as for recordings, over the text."""

    take: OwnId
    question_id: Id
    text: Annotated[str, msgspec.Meta(max_length=20_000)]
    statement: Annotated[str, msgspec.Meta(max_length=16_000)]


class AnswerReceived(msgspec.Struct, frozen=True):
    """`receipt` as in UploadView; `upload_id` in its claims is the answer's id."""

    take: str
    receipt: str
    timing: AnswerTiming


class AnswersWaiting(msgspec.Struct, frozen=True):
    """What this device still has to send. 0 answers: nothing."""

    interview_id: Id
    device: OwnId
    answers: Annotated[int, msgspec.Meta(ge=0, le=1000)]
    size_bytes: Annotated[int, msgspec.Meta(ge=0)]
