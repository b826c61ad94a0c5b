"""The private names we lean on. A failure here means: aiortc, aioice or pylibsrtp was upgraded and moved one of them.

Look at media/node/ice.py, transport.py and srtp.py, adapt them, measure the receive path again, then pin the versions.
"""

import inspect
from importlib.metadata import version

import pytest
from aioice.ice import Connection, StunProtocol
from aiortc import RTCCertificate, RTCDtlsTransport, RTCIceGatherer, RTCIceTransport
from pylibsrtp import Policy, Session
from pylibsrtp import _binding as binding

PINNED = {"aiortc": "1.16.0", "aioice": "0.12.1", "pylibsrtp": "1.0.0"}


@pytest.mark.parametrize("package", PINNED)
def test_the_version_is_the_one_that_was_measured(package: str) -> None:
    assert version(package) == PINNED[package], f"{package} moved: check every private name in this file first"


async def test_aioice_keeps_what_the_sockets_lean_on() -> None:
    connection = Connection(ice_controlling=False)
    for name in ("_nominated", "_protocols", "_queue", "_remote_candidates"):
        assert hasattr(connection, name), f"aioice.Connection has no {name} any more"
    assert connection._nominated == {}
    assert list(inspect.signature(Connection.get_component_candidates).parameters) == [
        "self",
        "component",
        "addresses",
        "timeout",
    ], "aioice.Connection.get_component_candidates takes other arguments"
    assert list(inspect.signature(Connection.check_incoming).parameters) == ["self", "message", "addr", "protocol"]
    assert list(inspect.signature(StunProtocol.datagram_received).parameters) == ["self", "data", "addr"]
    assert list(inspect.signature(StunProtocol).parameters) == ["receiver"]
    assert StunProtocol(connection).receiver is connection, "aioice.StunProtocol.receiver is gone"
    assert inspect.iscoroutinefunction(Connection.gather_candidates)
    assert inspect.iscoroutinefunction(Connection.query_consent), "nobody calls the node's own consent checks"
    assert hasattr(connection, "_query_consent_task"), "aioice.Connection._query_consent_task is gone"
    assert list(inspect.signature(Connection.build_request).parameters) == ["self", "pair", "nominate"]
    assert list(inspect.signature(StunProtocol.request).parameters) == [
        "self",
        "request",
        "addr",
        "integrity_key",
        "retransmissions",
    ]


async def test_aiortc_keeps_what_the_transport_leans_on() -> None:
    gatherer = RTCIceGatherer(iceServers=[])
    ours = Connection(ice_controlling=False)
    assert hasattr(gatherer, "_connection"), "RTCIceGatherer._connection is gone"
    gatherer._connection = ours
    ice = RTCIceTransport(gatherer)
    assert ice._connection is ours, "RTCIceTransport takes its connection from elsewhere"
    dtls = RTCDtlsTransport(ice, [RTCCertificate.generateCertificate()])
    assert dtls._rx_srtp is None, "RTCDtlsTransport._rx_srtp is gone"
    assert dtls._tx_srtp is None, "RTCDtlsTransport._tx_srtp is gone"
    dtls._set_role("client")
    assert dtls._role == "client", "RTCDtlsTransport._set_role is gone"


def test_pylibsrtp_keeps_what_decryption_leans_on() -> None:
    key = bytes(30)
    outgoing = Session(Policy(key=key, ssrc_type=Policy.SSRC_ANY_OUTBOUND))
    incoming = Session(Policy(key=key, ssrc_type=Policy.SSRC_ANY_INBOUND))
    for name in ("srtp_protect", "srtp_unprotect", "srtp_unprotect_rtcp"):
        assert hasattr(binding.lib, name), f"pylibsrtp's binding has no {name} any more"
    from media.node.srtp import SrtpContext

    context = SrtpContext(incoming, outgoing)
    plain = b"\x80\x60\x00\x01" + bytes(8) + b"media"
    assert context.unprotect(outgoing.protect(plain)) == plain
    assert context.protect(b"\x80\x60\x00\x02" + bytes(8), b"media") is not None, "srtp_protect takes other arguments"
