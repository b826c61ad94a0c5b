from hypothesis import given
from hypothesis import strategies as st

from media.node.rtcp import (
    Bye,
    KeyframeRequest,
    Nack,
    ReceiverReport,
    ReportBlock,
    SenderReport,
    SourceDescription,
    bitrate_estimate,
    bye,
    nack,
    parse_rtcp,
    picture_loss,
    receiver_report,
    sender_report,
    source_description,
)

BLOCK = ReportBlock(
    ssrc=7, fraction_lost=12, packets_lost=-3, highest_sequence=70_000, jitter=44, lsr=0xAABBCCDD, dlsr=65_536
)


def test_a_compound_is_read_as_it_was_written() -> None:
    report = SenderReport(5, (3_000_000_000 << 32) | 1 << 31, 90_000, 10, 1000, (BLOCK,))
    compound = sender_report(report) + receiver_report(6, [BLOCK, BLOCK]) + source_description(6, "grün") + bye(5)
    assert parse_rtcp(compound) == [
        report,
        ReceiverReport(6, (BLOCK, BLOCK)),
        SourceDescription(((6, "grün"),)),
        Bye((5,)),
    ]


def test_time_of_a_sender_report_is_in_milliseconds_and_its_middle_echoes() -> None:
    report = SenderReport(5, (100 << 32) | 1 << 31, 0, 0, 0)
    assert report.ntp_ms == 100_500.0
    assert report.ntp_middle == (100 << 16) | 1 << 15


def test_runs_of_missing_sequences_share_an_item_across_the_wrap() -> None:
    sequences = (65_534, 65_535, 0, 14, 15, 200)
    data = nack(1, 9, sequences)
    assert len(data) == 12 + 3 * 4
    assert parse_rtcp(data) == [Nack(9, sequences)]


def test_a_picture_loss_names_its_source() -> None:
    assert parse_rtcp(picture_loss(1, 9)) == [KeyframeRequest(9)]


def test_a_bitrate_estimate_is_an_exponent_and_a_mantissa() -> None:
    data = bitrate_estimate(1, 2_000_000, [9, 10])
    value = int.from_bytes(data[16:20])
    assert data[12:16] == b"REMB"
    assert value >> 24 == 2
    assert (value & 0x3FFFF) << (value >> 18 & 0x3F) == 2_000_000
    assert len(data) == 4 * (int.from_bytes(data[2:4]) + 1)


def test_what_follows_a_broken_length_is_passed_over() -> None:
    assert parse_rtcp(bye(5) + b"\x81\xcb\xff\xff\x00\x00") == [Bye((5,))]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_an_exception(data: bytes) -> None:
    parse_rtcp(data)


@given(st.integers(0, 8 * 103), st.integers(0, 104))
def test_flipped_bits_and_cuts_of_a_real_compound_are_survived(bit: int, cut: int) -> None:
    compound = bytearray(
        sender_report(SenderReport(5, 1, 2, 3, 4, (BLOCK,))) + source_description(6, "name") + nack(1, 9, (1, 2))
    )
    compound[min(bit // 8, len(compound) - 1)] ^= 1 << bit % 8
    for packet in parse_rtcp(bytes(compound[: len(compound) - cut])):
        assert packet is not None


@given(st.lists(st.integers(0, 0xFFFF), min_size=1, max_size=60, unique=True))
def test_every_sequence_asked_for_arrives(sequences: list[int]) -> None:
    ordered = sorted(sequences)
    (found,) = parse_rtcp(nack(1, 2, ordered))
    assert isinstance(found, Nack)
    assert sorted(set(found.sequences)) == ordered
