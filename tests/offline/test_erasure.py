"""An erasure takes uploads, packs, receipts and half-sent files along."""

from backend.contracts.events.interviews import InterviewChanged
from backend.kernel.clock import utc_now
from backend.offline.module import services
from tests.interviews.house import House, until
from tests.offline.conftest import AnInterview
from tests.offline.phone import a_phone
from tests.offline.test_packs import send_text

COLLECTIONS = ("uploads", "packs", "receipts", "phone_recordings")


async def counts(house: House, whose: dict[str, str]) -> list[int]:
    return [await house.api.wiring.mongo.collection(name).count(whose) for name in COLLECTIONS]


async def test_nothing_of_an_erased_interview_stays_and_others_keep_theirs(
    house: House, an_offline_interview: AnInterview
) -> None:
    phone, other = [await a_phone(house, await an_offline_interview("text", "voice")) for _ in range(2)]
    for each in (phone, other):
        await each.take_along()
        await send_text(each, 0, "Something personal.")
        content = b"half of a recording" * 100
        created = await each.create(content, each.metadata(content, 1))
        assert (await each.patch(created.headers["location"], 0, content[:500])).status_code == 204
    assert await counts(house, {"interview_id": phone.interview_id}) == [1, 1, 1, 0]
    before = len(await house.resources.store.list("takes"))
    erased = InterviewChanged(phone.interview_id, "app_1", "withdrawn", 9, "erased", utc_now())
    await house.resources.bus.publish(erased)

    async def is_gone() -> bool:
        return sum(await counts(house, {"interview_id": phone.interview_id})) == 0

    await until(is_gone, within_s=60)
    assert len(await house.resources.store.list("takes")) == before - 1
    assert await counts(house, {"interview_id": other.interview_id}) == [1, 1, 1, 0]
    parts = services(house.api.wiring)
    stored = await house.stored(other.interview_id)
    assert await parts.erasing.forget({"account_id": stored.candidate_id}) == 3
    assert await house.resources.store.list("takes") == []
