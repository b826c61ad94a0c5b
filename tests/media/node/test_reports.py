import pytest

from media.node.reports import ReceptionStatistics
from media.node.rtcp import SenderReport


def test_loss_is_what_was_expected_and_did_not_come() -> None:
    statistics = ReceptionStatistics(7, 90_000, 100)
    for number in (100, 101, 104, 109):
        statistics.packet(number, number * 3_000, number * 33.0)
    block = statistics.block(5_000)
    assert (block.packets_lost, block.fraction_lost, block.highest_sequence) == (6, int(0.6 * 256), 109)
    assert statistics.counted() == (10, 6)
    statistics.packet(108, 0, 5_000)
    assert statistics.counted() == (0, -1), "it was late, not lost"


def test_the_fraction_is_since_the_last_report() -> None:
    statistics = ReceptionStatistics(7, 90_000, 0)
    for number in (0, 2):
        statistics.packet(number, 0, 0)
    statistics.block(0)
    for number in (3, 4):
        statistics.packet(number, 0, 0)
    block = statistics.block(0)
    assert (block.fraction_lost, block.packets_lost) == (0, 1)


def test_packets_in_step_have_no_jitter_and_a_late_one_does() -> None:
    statistics = ReceptionStatistics(7, 48_000, 0)
    for number in range(50):
        statistics.packet(number, number * 960, number * 20.0)
    assert statistics.block(0).jitter == 0
    statistics.packet(50, 50 * 960, 50 * 20.0 + 16)
    assert statistics.jitter_ms == pytest.approx(1.0)


def test_jitter_survives_the_wrap_of_the_time_stamps() -> None:
    statistics = ReceptionStatistics(7, 90_000, 0)
    for number in range(20):
        statistics.packet(number, (0xFFFF_FFFF - 5 * 3_000 + number * 3_000) & 0xFFFF_FFFF, number * 100 / 3)
    assert statistics.jitter_ms < 0.1


def test_packets_of_one_frame_share_a_time_stamp_and_do_not_count_as_jitter() -> None:
    statistics = ReceptionStatistics(7, 90_000, 0)
    for number in range(60):
        statistics.packet(number, number // 3 * 3_000, number // 3 * 100 / 3 + number % 3 * 5)
    assert statistics.jitter_ms < 0.1


def test_the_echo_of_a_sender_report_tells_how_long_it_waited() -> None:
    statistics = ReceptionStatistics(7, 90_000, 0)
    statistics.packet(0, 0, 0)
    statistics.sender_report(SenderReport(7, 0x0000_1234_5678_0000, 0, 0, 0), 1_000)
    block = statistics.block(1_500)
    assert (block.lsr, block.dlsr) == (0x1234_5678, 32_768)


def test_the_highest_sequence_is_the_senders_own() -> None:
    statistics = ReceptionStatistics(7, 90_000, 1_000, offset=400)
    statistics.packet(1_000, 0, 0)
    assert statistics.block(0).highest_sequence == 600
