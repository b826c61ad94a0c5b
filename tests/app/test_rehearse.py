"""Recorded answers with known pauses through voice activity, endpointing and pacing."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from backend.app.cli import main
from backend.app.rehearse import Line, moments
from backend.flows.model import PacingPolicy
from media.speech.silero import SAMPLE_RATE, Samples
from tests.media.speech.recordings import long_answers

PAUSE_S = 2.5
EDGE_S = 0.15
"""How exactly an end of speech is known (BUDGETS.md)."""

Spans = list[tuple[float, float]]


@pytest.fixture(scope="module")
def rehearsed(speech_dir: Path) -> list[tuple[Samples, Spans, list[Line]]]:
    return [
        (pcm, spans, [moment.line for moment in moments(pcm, PacingPolicy())])
        for pcm, spans in long_answers(speech_dir)
    ]


def pauses(spans: Spans, answer_s: float) -> Spans:
    """The silences behind speech, the last one until the answer's end."""
    starts = [start for start, _ in spans[1:]] + [answer_s]
    return [(end, start) for (_, end), start in zip(spans, starts, strict=True) if start - end >= PAUSE_S]


def times(lines: list[Line], event: str) -> list[float]:
    return [line.at_s for line in lines if line.event == event]


def test_every_pause_is_found_and_dated(rehearsed: list[tuple[Samples, Spans, list[Line]]]) -> None:
    errors = []
    for pcm, spans, lines in rehearsed:
        for begin, _ in pauses(spans, len(pcm) / SAMPLE_RATE):
            errors.append(min(abs(at - begin) for at in times(lines, "speech_ended")))
    assert np.percentile(errors, 95) <= EDGE_S
    assert max(errors) <= 0.25


def test_nothing_is_said_to_somebody_who_speaks(rehearsed: list[tuple[Samples, Spans, list[Line]]]) -> None:
    for _, spans, lines in rehearsed:
        for at in times(lines, "reassured") + times(lines, "encouraged"):
            assert not any(start + EDGE_S < at < end - EDGE_S for start, end in spans)


def test_long_pauses_are_helped_with_in_time(rehearsed: list[tuple[Samples, Spans, list[Line]]]) -> None:
    for pcm, spans, lines in rehearsed:
        for begin, end in pauses(spans, len(pcm) / SAMPLE_RATE):
            for event, wait_s in (("reassured", 4.0), ("encouraged", 8.0)):
                told = [at for at in times(lines, event) if begin <= at <= end + EDGE_S]
                if end - begin > wait_s + EDGE_S:
                    assert told == [pytest.approx(begin + wait_s, abs=EDGE_S)]
                elif end - begin < wait_s - EDGE_S:
                    assert told == []
                else:
                    assert all(at == pytest.approx(begin + wait_s, abs=EDGE_S) for at in told)


def test_lines_stand_in_the_order_of_knowing_and_nothing_is_known_before_it_happens(
    rehearsed: list[tuple[Samples, Spans, list[Line]]],
) -> None:
    for pcm, _, lines in rehearsed:
        assert [line.decided_at_s for line in lines] == sorted(line.decided_at_s for line in lines)
        assert all(line.at_s <= line.decided_at_s <= len(pcm) / SAMPLE_RATE + 0.1 for line in lines)
        assert max(line.decided_at_s - line.at_s for line in lines) < 1.0
        spoken = [line.event for line in lines if line.event.startswith("speech")]
        assert spoken == ["speech_started", "speech_ended"] * (len(spoken) // 2)


def test_inserted_silence_is_patiently_waited_through(speech_dir: Path) -> None:
    pcm, spans = long_answers(speech_dir)[0]
    cut = round((spans[1][1] + 0.6) * SAMPLE_RATE)
    quiet = pcm[cut : cut + SAMPLE_RATE // 2]
    longer = np.concatenate([pcm[:cut], np.tile(quiet, 60), pcm[cut:]])
    lines = [moment.line for moment in moments(longer, PacingPolicy())]
    within = [line.event for line in lines if spans[1][1] < line.at_s < spans[1][1] + 30 and line.at_s > 1]
    assert within.count("reassured") == within.count("encouraged") == 1
    assert times(lines, "speech_started")[-1] > spans[1][1] + 30


def test_an_answer_that_ends_mid_word_ends_its_speech(speech_dir: Path) -> None:
    pcm, spans = long_answers(speech_dir)[0]
    end_s = spans[0][1] - 1
    lines = [moment.line for moment in moments(pcm[: round(end_s * SAMPLE_RATE)], PacingPolicy())]
    assert lines[-1].event == "speech_ended"
    assert end_s - 1 < lines[-1].at_s <= end_s


def test_the_command_prints_a_line_an_event(speech_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = next(iter(sorted(speech_dir.glob("interview-*.flac"))), sorted(speech_dir.glob("en-*.flac"))[0])
    began = time.process_time()
    assert main(["rehearse", str(name), "--language", "zh", "--json"]) == 0
    used_s = time.process_time() - began
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(list(row) == ["event", "at_s", "decided_at_s"] for row in rows)
    assert rows[0]["event"] == "speech_started"
    assert used_s < rows[-1]["decided_at_s"] / 2
    assert main(["rehearse", str(name)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(rows)


def test_what_cannot_be_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", str(tmp_path / "none.flac"), "--json"]) == 1
    assert "none.flac" in capsys.readouterr().err
    (tmp_path / "minutes.wav").write_bytes(b"no sound at all")
    assert main(["rehearse", str(tmp_path / "minutes.wav")]) == 1
    assert "not a sound or video file" in capsys.readouterr().err


def test_a_reader_that_has_seen_enough_ends_it_without_a_trace(speech_dir: Path) -> None:
    name = sorted(speech_dir.glob("en-*.flac"))[0]
    reading, writing = os.pipe()
    os.close(reading)
    try:
        said = subprocess.run(
            [sys.executable, "-m", "backend.app.cli", "rehearse", str(name)],
            stdout=writing,
            stderr=subprocess.PIPE,
            timeout=90,
            check=False,
        )
    finally:
        os.close(writing)
    assert (said.returncode, said.stderr) == (141, b"")
