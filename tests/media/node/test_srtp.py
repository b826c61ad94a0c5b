import pytest
from hypothesis import given
from hypothesis import strategies as st
from pylibsrtp import Policy, Session

from media.node.rtcp import picture_loss
from media.node.srtp import MAX_DATAGRAM_BYTES, SrtpContext
from tests.media.node.packets import rtp_bytes

KEY = bytes(range(30))


def session(ssrc_type: int) -> Session:
    return Session(Policy(key=KEY, ssrc_type=ssrc_type))


@pytest.fixture
def context() -> SrtpContext:
    return SrtpContext(session(Policy.SSRC_ANY_INBOUND), session(Policy.SSRC_ANY_OUTBOUND))


@pytest.fixture
def far() -> Session:
    return session(Policy.SSRC_ANY_OUTBOUND)


def test_a_packet_comes_out_as_it_went_in(context: SrtpContext, far: Session) -> None:
    plain = rtp_bytes(1)
    assert context.unprotect(far.protect(plain)) == plain


def test_forged_and_replayed_packets_are_nothing(context: SrtpContext, far: Session) -> None:
    protected = far.protect(rtp_bytes(1))
    assert context.unprotect(protected[:-1] + bytes([protected[-1] ^ 1])) is None
    assert context.unprotect(protected) == rtp_bytes(1)
    assert context.unprotect(protected) is None
    assert context.rejected == 2


def test_header_and_payload_leave_as_one_packet(context: SrtpContext) -> None:
    plain = rtp_bytes(7, payload=b"x" * 1200)
    protected = context.protect(plain[:12], plain[12:])
    assert protected is not None
    assert session(Policy.SSRC_ANY_INBOUND).unprotect(protected) == plain


def test_a_packet_that_is_too_long_does_not_leave(context: SrtpContext) -> None:
    assert context.protect(bytes(12), bytes(MAX_DATAGRAM_BYTES)) is None


def test_rtcp_goes_both_ways(context: SrtpContext) -> None:
    near = SrtpContext(session(Policy.SSRC_ANY_INBOUND), session(Policy.SSRC_ANY_OUTBOUND))
    protected = context.protect_rtcp(picture_loss(1, 2))
    assert protected is not None
    assert near.unprotect_rtcp(protected) == picture_loss(1, 2)


def test_a_datagram_that_is_too_long_is_nothing(context: SrtpContext) -> None:
    assert context.unprotect(bytes(MAX_DATAGRAM_BYTES + 1)) is None


@given(st.binary(min_size=1, max_size=300))
def test_any_datagram_is_rejected_without_an_exception(datagram: bytes) -> None:
    context = SrtpContext(session(Policy.SSRC_ANY_INBOUND), session(Policy.SSRC_ANY_OUTBOUND))
    assert context.unprotect(datagram) is None
    assert context.unprotect_rtcp(datagram) is None
