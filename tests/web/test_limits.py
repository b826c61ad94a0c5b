"""Limits on requests: of a person wherever they are, of a network where nobody is signed in."""

from collections.abc import AsyncIterator, Callable

import msgspec
import pytest
from litestar import get
from redis.asyncio import Redis

from backend.kernel.errors import RateLimited
from backend.kernel.ratelimit import RateLimiter
from backend.kernel.settings import Settings
from backend.web.limits import RequestLimits, is_local, network_of
from backend.web.policy import Role
from tests.web_house import CLIENT, WebHouse, a_web_house, problem


@pytest.fixture
async def house(settings: Settings, redis: Redis) -> AsyncIterator[WebHouse]:
    few = msgspec.structs.replace(settings, limit_person_per_minute=3, limit_network_per_minute=2)
    async with a_web_house(few, has_indexes=False) as house:
        await house.employer()
        yield house


async def test_a_person_is_limited_and_told_for_how_long_and_others_are_not(house: WebHouse) -> None:
    member = await house.member(Role.RECRUITER)
    here, there = [await house.bearer(Role.RECRUITER, member.id) for _ in range(2)]
    answers = [await house.http.get("/api/me", headers=headers) for headers in (here, there, here)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    refused = await house.http.get("/api/me", headers=there)
    assert problem(refused) == (429, "rate_limited")
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert (await house.http.get("/api/me", headers=await house.bearer(Role.RECRUITER))).status_code == 200


async def test_requests_without_a_session_count_for_their_network(house: WebHouse) -> None:
    guessed = {"Authorization": "Bearer guessed"}
    assert problem(await house.http.get("/api/me", headers=guessed)) == (401, "session_ended")
    assert (await house.http.get("/api/consent-text")).status_code == 200
    assert problem(await house.http.get("/api/me", headers=guessed)) == (429, "rate_limited")
    assert problem(await house.http.get("/api/consent-text")) == (429, "rate_limited")
    assert (await house.http.get("/healthz")).status_code == 200
    assert (await house.http.get("/api/me", headers=await house.bearer(Role.AUDITOR))).status_code == 200


async def test_a_dear_route_has_a_narrower_limit_of_its_own(settings: Settings, redis: Redis) -> None:
    @get("/dear", opt={"limit_per_minute": 1})
    async def dear() -> None: ...

    @get("/cheap")
    async def cheap() -> None: ...

    limits, scope = RequestLimits(RateLimiter(redis), settings), {"client": CLIENT}
    await limits.count_person("mem_1", scope, dear)
    with pytest.raises(RateLimited):
        await limits.count_person("mem_1", scope, dear)
    await limits.count_person("mem_1", scope, cheap)
    await limits.count_person("mem_2", scope, dear)


async def test_without_redis_nobody_is_limited(make_settings: Callable[..., Settings]) -> None:
    @get("/any")
    async def any_route() -> None: ...

    away = Redis.from_url("redis://127.0.0.1:1")
    limits = RequestLimits(RateLimiter(away), make_settings(limit_person_per_minute=1))
    for _ in range(3):
        await limits.count_person("mem_1", {"client": CLIENT}, any_route)
    await away.aclose()


@pytest.mark.parametrize(
    ("client", "network"),
    [
        (("192.0.2.7", 5000), "192.0.2.7"),
        (("2001:db8:1:2:3:4:5:6", 5000), "2001:db8:1:2::/64"),
        (("2001:db8:1:2:ffff::1", 1), "2001:db8:1:2::/64"),
        (("::ffff:192.0.2.7", 1), "192.0.2.7"),
        (("fe80::1%eth0", 1), "fe80::/64"),
        (("greenroom.test", 1), "greenroom.test"),
        (None, "unknown"),
    ],
)
def test_a_household_has_one_network(client: tuple[str, int] | None, network: str) -> None:
    assert network_of({"client": client}) == network


def test_what_this_machine_asks_itself_is_not_counted() -> None:
    assert is_local({"client": ("127.0.0.1", 1)})
    assert is_local({"client": ("::1", 1)})
    assert not is_local({"client": ("192.0.2.7", 1)})
    assert not is_local({"client": None})
