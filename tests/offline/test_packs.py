"""Packs: for one device, readable by it alone, marked as they are opened, reminded of until all has come."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from backend.contracts.events.notifications import NoticeWanted, NoticeWithdrawn
from backend.contracts.events.reminders import DeadlineChanged
from backend.kernel.clock import utc_now
from backend.kernel.errors import Invalid
from backend.kernel.events import STREAM
from backend.offline.module import services
from backend.offline.schemas import PackClaims
from backend.offline.signing import PACK_TYPE, RECEIPT_TYPE
from tests.interviews.house import House, until
from tests.offline.conftest import AnInterview
from tests.offline.phone import Phone, a_phone


async def wanted(house: House) -> list[msgspec.Struct]:
    """What the packs have announced, in order, each once."""
    kinds = {str(kind.__struct_config__.tag): kind for kind in (NoticeWanted, NoticeWithdrawn, DeadlineChanged)}

    async def is_relayed() -> bool:
        return not await house.api.wiring.mongo.collection("packs").find({"outbox_at": {"$ne": None}})

    await until(is_relayed, within_s=60)
    rows: Any = await house.resources.redis.xrange(STREAM)
    found = {fields[b"id"]: fields for _, fields in rows if fields[b"tag"].decode() in kinds}
    events = [msgspec.json.decode(fields[b"data"], type=kinds[fields[b"tag"].decode()]) for fields in found.values()]
    return [event for event in events if getattr(event, "notice_id", "offline_day_").startswith("offline_day_")]


async def test_a_question_opens_with_the_devices_key_alone(house: House, an_offline_interview: AnInterview) -> None:
    interview = await an_offline_interview("voice", "video")
    phone = await a_phone(house, interview)
    pack, pacing = await phone.take_along(), interview.flow.pacing
    assert [question.index for question in pack.questions] == [1, 2]
    assert {(each.warn_before_s, each.extensions, each.extension_s) for each in pack.questions} == {
        (pacing.warn_before_s, pacing.extensions, pacing.extension_s)
    }
    assert "Question" not in str(msgspec.json.encode(pack))
    assert phone.opened(1).prompt.en == "Question 2?"
    with pytest.raises(JoseError):
        jwe.decrypt_compact(pack.questions[0].sealed, ECKey.generate_key("P-256"))


async def test_the_same_device_gets_the_same_pack_and_another_its_own(
    house: House, an_offline_interview: AnInterview
) -> None:
    phone = await a_phone(house, await an_offline_interview())
    first, again = await phone.take_along(), await phone.take_along()
    assert first.pack_id == again.pack_id
    other = Phone(phone.http, phone.headers, phone.interview_id)
    assert (await other.take_along()).pack_id != first.pack_id


async def test_a_tampered_pack_and_a_receipt_in_its_place_do_not_verify(
    house: House, an_offline_interview: AnInterview
) -> None:
    phone = await a_phone(house, await an_offline_interview())
    pack = await phone.take_along()
    signer = services(house.api.wiring).signer
    token = signer.sign(PACK_TYPE, pack)
    assert signer.opened(PACK_TYPE, token, PackClaims) == pack
    head, payload, signature = token.split(".")
    for broken in (f"{head}.{payload[:-4]}AAAA.{signature}", f"{head}.{payload}.", signer.sign(RECEIPT_TYPE, pack)):
        with pytest.raises(Invalid, match="signature_broken"):
            signer.opened(PACK_TYPE, broken, PackClaims)


async def test_opened_questions_are_marked_for_every_device(house: House, an_offline_interview: AnInterview) -> None:
    phone = await a_phone(house, await an_offline_interview("voice", "voice"))
    pack = await phone.take_along()
    now = utc_now()
    opened = {"question_id": "q1", "opened": phone.clock.read(now), "anchors": [phone.clock.anchor(pack.issued_at)]}
    answer = await phone.http.post(
        f"/api/offline/packs/{pack.pack_id}/opened",
        content=msgspec.json.encode({"questions": [opened]}),
        headers={**phone.headers, "content-type": "application/json"},
    )
    assert answer.status_code == 200
    other = Phone(phone.http, phone.headers, phone.interview_id)
    seen = [question.opened_at for question in (await other.take_along()).questions]
    assert seen[0] is not None
    assert abs(seen[0] - now) < timedelta(seconds=1)
    assert seen[1] is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"state": "invited"}, (409, "pack_not_allowed")),
        ({"state": "reviewable"}, (409, "pack_not_allowed")),
        ({"expires_at": utc_now() - timedelta(days=1)}, (410, "interview_expired")),
    ],
)
async def test_packs_are_for_interviews_that_may_be_answered(
    house: House, an_offline_interview: AnInterview, changes: dict[str, object], expected: tuple[int, str]
) -> None:
    phone = await a_phone(house, await an_offline_interview(**changes))
    body = {
        "device": phone.device,
        "encryption": dict(phone.encryption.as_dict(private=False)),
        "signing": dict(phone.signing.as_dict(private=False)),
    }
    answer = await phone.http.post(f"/api/interviews/{phone.interview_id}/pack", json=body, headers=phone.headers)
    assert (answer.status_code, answer.json()["code"]) == expected
    bad = {**body, "encryption": {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43}}
    if expected[0] == 409:
        return
    fine = await a_phone(house, await an_offline_interview())
    answer = await fine.http.post(f"/api/interviews/{fine.interview_id}/pack", json=bad, headers=fine.headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "device_key_invalid")


async def test_reminders_stand_for_day_one_and_three_until_all_has_come(
    house: House, an_offline_interview: AnInterview
) -> None:
    phone = await a_phone(house, await an_offline_interview("text", "text"))
    pack = await phone.take_along()
    notices = [event for event in await wanted(house) if isinstance(event, NoticeWanted)]
    days = [round((notice.due_at - pack.issued_at) / timedelta(days=1)) for notice in notices if notice.due_at]
    assert days == [1, 3]
    waiting = {"interview_id": phone.interview_id, "device": phone.device, "answers": 2, "size_bytes": 14_000_000}
    assert (await phone.http.put("/api/offline/waiting", json=waiting, headers=phone.headers)).status_code == 204
    assert [event.revision for event in (await wanted(house))[2:4]] == [2, 2]  # type: ignore[attr-defined]
    for number in (0, 1):
        assert not [event for event in await wanted(house) if isinstance(event, NoticeWithdrawn)]
        received = await send_text(phone, number, "I listened first.")
        assert received["timing"]["verdict"] == "in_time"
    withdrawn = [event.notice_id for event in await wanted(house) if isinstance(event, NoticeWithdrawn)]
    assert withdrawn == [notice.notice_id for notice in notices]
    debts = [event.count for event in await wanted(house) if isinstance(event, DeadlineChanged)]
    assert debts == [2, 1, 0]


async def test_who_takes_the_application_back_is_not_reminded_and_owes_nothing(
    house: House, an_offline_interview: AnInterview
) -> None:
    phone = await a_phone(house, await an_offline_interview("text", "text"))
    pack = await phone.take_along()
    path = f"/api/interviews/{phone.interview_id}/withdraw"
    assert (await phone.http.post(path, headers=phone.headers)).json()["state"] == "withdrawn"

    async def is_over() -> bool:
        return (await house.api.wiring.mongo.collection("packs").find_one({"_id": pack.pack_id}) or {}).get("is_over")

    await until(is_over)
    assert len([event for event in await wanted(house) if isinstance(event, NoticeWithdrawn)]) == 2
    waiting = {"interview_id": phone.interview_id, "device": phone.device, "answers": 2, "size_bytes": 14_000}
    assert (await phone.http.put("/api/offline/waiting", json=waiting, headers=phone.headers)).status_code == 204
    assert len([event for event in await wanted(house) if isinstance(event, NoticeWanted)]) == 2


async def send_text(phone: Phone, number: int, text: str, take: str = "") -> dict[str, object]:
    assert phone.pack is not None
    question, take = phone.pack.questions[number].question_id, take or f"text-answer-{number}"
    statement = phone.signed(phone.statement(text.encode(), question, take))
    answer = await phone.http.post(
        f"/api/offline/packs/{phone.pack.pack_id}/texts",
        json={"take": take, "question_id": question, "text": text, "statement": statement},
        headers=phone.headers,
    )
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_typed_answers_count_once_and_hand_the_interview_in(
    house: House, an_offline_interview: AnInterview
) -> None:
    interview = await an_offline_interview("text")
    phone = await a_phone(house, interview)
    await phone.take_along()
    first, again = await send_text(phone, 0, "我先听顾客说完。"), await send_text(phone, 0, "我先听顾客说完。")
    assert first == again
    stored = await house.stored(interview.id)
    assert (stored.state, [answer.text for answer in stored.offline]) == ("reviewable", ["我先听顾客说完。"])
    row = await house.api.wiring.mongo.collection("interviews").find_one({"_id": interview.id})
    assert row is not None
    assert isinstance(row["offline"][0]["text"], bytes)


async def test_a_second_answer_to_a_question_is_kept_beside_the_first(
    house: House, an_offline_interview: AnInterview
) -> None:
    interview = await an_offline_interview("text", "voice")
    phone = await a_phone(house, interview)
    await phone.take_along()
    other = Phone(phone.http, phone.headers, phone.interview_id)
    await other.take_along()
    await send_text(phone, 0, "From the first phone.")
    await send_text(other, 0, "From the second phone.")
    stored = await house.stored(interview.id)
    assert [(answer.text, answer.counts) for answer in stored.offline] == [
        ("From the first phone.", True),
        ("From the second phone.", False),
    ]
    assert stored.state == "checked"
    assert stored.answers == 1
