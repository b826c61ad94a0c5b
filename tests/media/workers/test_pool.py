import asyncio
import os
import random
import signal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from media.workers.confinement import Confinement
from media.workers.pool import ChildPool, NotBegun, TaskFailed, _Child, _FreeChildren
from media.workers.tasks import (
    Ended,
    Heard,
    Joined,
    JoinLegs,
    Prepare,
    Report,
    Task,
    Transcribe,
    TranscribeGroup,
    Transcribing,
)
from tests.media.speech.recordings import clips, pcm_of
from tests.media.workers.legs import leg


async def reports(pool: ChildPool, task: Task, wall_s: float = 60, **how: Any) -> list[Report]:
    return [report async for report in pool.run(task, wall_s=wall_s, **how)]


def join(tmp_path: Path) -> JoinLegs:
    return JoinLegs([str(leg(1_000, None).at(tmp_path / "leg.webm"))], str(tmp_path), cpu_s=30)


async def test_a_child_joins_and_transcribes(tmp_path: Path, model_dir: Path, speech_dir: Path) -> None:
    speech = str(speech_dir / clips(speech_dir, "en")[0]["file"])
    async with ChildPool(1) as pool:
        [joined] = await reports(pool, join(tmp_path))
        heard = await reports(pool, Transcribe(speech, "en", str(model_dir), "cpu", 60))
    assert isinstance(joined, Joined)
    assert [type(report) for report in heard] == [Transcribing, Heard, Transcribing, Ended]
    assert (heard[0], heard[2]) == (Transcribing(0, 1), Transcribing(1, 1))


async def test_the_words_of_a_finished_answer_go_before_all_that_waits() -> None:
    free = _FreeChildren([_Child(Confinement(), 0)])
    child = await free.take(2)
    served: list[str] = []

    async def wait(name: str, urgency: int) -> None:
        mine = await free.take(urgency)
        served.append(name)
        free.give(mine)

    waiting = [asyncio.create_task(wait(*each)) for each in (("span", 2), ("preview", 1), ("final", 0), ("other", 0))]
    gone = asyncio.create_task(wait("gone", 0))
    await asyncio.sleep(0)
    free.give(child)
    gone.cancel()
    await asyncio.gather(*waiting)
    assert served == ["final", "other", "preview", "span"]
    assert await free.take(2) is child, "who went away while waiting took nothing along"


async def test_a_place_given_to_somebody_who_just_left_goes_to_the_next() -> None:
    free = _FreeChildren([_Child(Confinement(), 0)])
    child = await free.take(0)
    leaver = asyncio.create_task(free.take(0))
    await asyncio.sleep(0)
    free.give(child)
    leaver.cancel()
    assert isinstance((await asyncio.gather(leaver, return_exceptions=True))[0], asyncio.CancelledError)
    assert await free.take(2) is child


async def test_words_of_a_running_answer_wait_no_longer_than_they_are_wanted(
    tmp_path: Path, model_dir: Path, speech_dir: Path
) -> None:
    speech = str(speech_dir / clips(speech_dir, "en")[0]["file"])
    span = TranscribeGroup(speech, "en", str(model_dir), "cpu", 60, [(0, 2_000)])
    asked: list[bool] = []

    async def is_off() -> bool:
        asked.append(True)
        return True

    async with ChildPool(1) as pool:
        child = await pool._free.take(0)
        with pytest.raises(NotBegun):
            await reports(pool, span, wait_s=0.05)
        pool._free.give(child)
        with pytest.raises(NotBegun):
            await reports(pool, span, is_off=is_off)
        assert (asked, child._process) == ([True], None), "no child is started for it"
        assert isinstance((await reports(pool, span, wait_s=30))[0], Heard)
        assert isinstance((await reports(pool, join(tmp_path)))[0], Joined)


async def test_prepared_children_are_there_before_they_are_needed(
    tmp_path: Path, model_dir: Path, speech_dir: Path
) -> None:
    speech = str(speech_dir / clips(speech_dir, "en")[0]["file"])
    async with ChildPool(1) as pool:
        await pool.prepare(Prepare(str(model_dir), "cpu", 60))
        process = pool._children[0]._process
        assert process is not None
        assert len(await reports(pool, Transcribe(speech, "en", str(model_dir), "cpu", 60))) == 4
        assert pool._children[0]._process is process


async def test_a_model_that_does_not_load_hurts_only_who_needs_it(tmp_path: Path) -> None:
    async with ChildPool(1) as pool:
        await pool.prepare(Prepare(str(tmp_path / "nowhere"), "cpu", 60))
        assert isinstance((await reports(pool, join(tmp_path)))[0], Joined)


async def test_a_child_that_uses_too_much_processor_time_is_ended_and_replaced(
    tmp_path: Path, model_dir: Path, speech_dir: Path
) -> None:
    pcm = np.tile(pcm_of(speech_dir, clips(speech_dir, "en")[0]), 20)
    speech = leg(len(pcm) // 320 * 20, None, speech=pcm).at(tmp_path / "long.webm")
    async with ChildPool(1) as pool:
        with pytest.raises(TaskFailed) as caught:
            await reports(pool, Transcribe(str(speech), "en", str(model_dir), "cpu", 2))
        assert caught.value.code == "worker_crashed"
        assert str(-signal.SIGXCPU) in caught.value.detail
        assert isinstance((await reports(pool, join(tmp_path)))[0], Joined)


async def test_a_child_that_takes_too_long_is_ended(model_dir: Path, speech_dir: Path) -> None:
    speech = str(speech_dir / clips(speech_dir, "en")[0]["file"])
    async with ChildPool(1) as pool:
        with pytest.raises(TaskFailed, match="worker_timeout"):
            await reports(pool, Transcribe(speech, "en", str(model_dir), "cpu", 60), wall_s=0.05)


async def test_too_little_memory_is_a_coded_failure(tmp_path: Path, model_dir: Path, speech_dir: Path) -> None:
    speech = str(speech_dir / clips(speech_dir, "en")[0]["file"])
    async with ChildPool(1, Confinement(memory_bytes=300 << 20)) as pool:
        with pytest.raises(TaskFailed) as caught:
            await reports(pool, Transcribe(speech, "en", str(model_dir), "cpu", 60))
    assert caught.value.code in {"media_too_large", "media_failed", "worker_crashed"}


async def test_a_broken_file_is_the_files_fault(tmp_path: Path, model_dir: Path) -> None:
    (tmp_path / "noise").write_bytes(random.Random(7).randbytes(4_096))  # other noise may pass for sound
    async with ChildPool(1) as pool:
        with pytest.raises(TaskFailed, match="media_unreadable"):
            await reports(pool, JoinLegs([str(tmp_path / "noise")], str(tmp_path), 30))
        with pytest.raises(TaskFailed, match="media_unreadable"):
            await reports(pool, Transcribe(str(tmp_path / "noise"), "en", str(model_dir), "cpu", 30))
        assert isinstance((await reports(pool, join(tmp_path)))[0], Joined)


async def test_a_child_of_low_priority_says_so_to_the_kernel(tmp_path: Path) -> None:
    async with ChildPool(1, niceness=5) as pool:
        await reports(pool, join(tmp_path))
        process = pool._children[0]._process
        assert process is not None
        assert os.getpriority(os.PRIO_PROCESS, process.pid) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + 5)


async def test_a_child_knows_no_secrets_and_has_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENROOM_MASTER_KEY", "secret")
    async with ChildPool(1) as pool:
        await reports(pool, join(tmp_path))
        process = pool._children[0]._process
        assert process is not None
        environ, limits, routes = (_of_process(process.pid, name) for name in ("environ", "limits", "net/route"))
        own_routes = _of_process(os.getpid(), "net/route")
    assert "GREENROOM" not in environ
    assert "Max core file size        0                    0" in limits
    assert len(routes.splitlines()) <= 1 or routes == own_routes  # some containers allow no namespaces


def _of_process(pid: int, name: str) -> str:
    return Path(f"/proc/{pid}/{name}").read_text()
