"""The keyring, sealed fields, blind indexes and sealed records."""

import base64
import io
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.crypto import Keyring, RecordOpener, RecordSealer, SealBroken
from backend.kernel.environment import SettingsError
from backend.kernel.settings import Settings

KEYRING = Keyring(bytes(range(32)))


def spool(records: list[bytes], file_id: str = "leg_1") -> bytes:
    sealer = RecordSealer(KEYRING, file_id)
    return b"".join(sealer.seal(record) for record in records)


def opened(data: bytes, file_id: str = "leg_1") -> tuple[list[bytes], RecordOpener]:
    opener = RecordOpener(KEYRING, file_id)
    return list(opener.read(io.BytesIO(data))), opener


@given(st.binary(max_size=300), st.binary(max_size=40))
def test_a_sealed_field_opens_where_it_belongs(data: bytes, aad: bytes) -> None:
    assert KEYRING.open(KEYRING.seal(data, aad), aad) == data


@given(st.binary(max_size=60), st.data())
def test_no_flipped_bit_goes_unnoticed(data: bytes, draw: st.DataObject) -> None:
    sealed = bytearray(KEYRING.seal(data, b"place"))
    bit = draw.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        KEYRING.open(bytes(sealed), b"place")


@pytest.mark.parametrize("length", [0, 4, 5, 16, 17, 32])
def test_a_cut_field_does_not_open(length: int) -> None:
    with pytest.raises(SealBroken):
        KEYRING.open(KEYRING.seal(b"", b"")[:length], b"")


def test_a_field_moved_elsewhere_does_not_open() -> None:
    with pytest.raises(SealBroken):
        KEYRING.open(KEYRING.seal(b"secret", b"acc_1:phone"), b"acc_2:phone")


def test_another_key_does_not_open_a_field() -> None:
    with pytest.raises(SealBroken):
        Keyring.generate().open(KEYRING.seal(b"secret", b""), b"")


def test_sealing_twice_looks_different() -> None:
    assert KEYRING.seal(b"same", b"") != KEYRING.seal(b"same", b"")


def test_derived_keys_are_stable_and_differ_by_purpose() -> None:
    assert KEYRING.derive("one") == Keyring(bytes(range(32))).derive("one")
    assert len({KEYRING.derive("one"), KEYRING.derive("two"), Keyring.generate().derive("one")}) == 3
    assert len(KEYRING.derive("one")) == 32


def test_a_blind_index_finds_equal_values_under_one_key_alone() -> None:
    assert KEYRING.blind_index("li@example.org") == KEYRING.blind_index("li@example.org")
    assert KEYRING.blind_index("li@example.org") != KEYRING.blind_index("wu@example.org")
    assert KEYRING.blind_index("li@example.org") != Keyring.generate().blind_index("li@example.org")


def test_the_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "var")
    first, second = Keyring.from_settings(settings), Keyring.from_settings(settings)
    assert second.open(first.seal(b"kept", b""), b"") == b"kept"
    key_file = tmp_path / "var" / "master.key"
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert [path.name for path in key_file.parent.iterdir()] == ["master.key"]


def test_the_key_from_the_environment_wins_and_a_wrong_one_is_named_but_not_shown(tmp_path: Path) -> None:
    key = base64.b64encode(bytes(range(32))).decode()
    assert Keyring.from_settings(Settings(data_dir=tmp_path, master_key=key)).derive("x") == KEYRING.derive("x")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(SettingsError, match="GREENROOM_MASTER_KEY") as refused:
        Keyring.from_settings(Settings(data_dir=tmp_path, master_key="c2hvcnQ="))
    assert "c2hvcnQ=" not in str(refused.value)


@given(st.lists(st.binary(max_size=80), max_size=6))
def test_records_come_back_in_order(records: list[bytes]) -> None:
    data = spool(records)
    found, opener = opened(data)
    assert found == records
    assert (opener.next_index, opener.end_offset) == (len(records), len(data))


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=5), st.data())
def test_a_file_cut_anywhere_gives_every_whole_record(records: list[bytes], draw: st.DataObject) -> None:
    ends = [len(spool(records[:count])) for count in range(len(records) + 1)]
    data = spool(records)
    cut = draw.draw(st.integers(0, len(data)))
    found, opener = opened(data[:cut])
    whole = sum(end <= cut for end in ends) - 1
    assert found == records[:whole]
    assert opener.end_offset == ends[whole]


def test_zeros_behind_the_last_record_are_a_torn_write() -> None:
    assert opened(spool([b"one", b"two"]) + bytes(4096))[0] == [b"one", b"two"]


def test_a_file_goes_on_after_a_torn_record() -> None:
    data = spool([b"one", b"two"])
    _, opener = opened(data[:-3])
    sealer = RecordSealer(KEYRING, "leg_1", next_index=opener.next_index)
    assert opened(data[: opener.end_offset] + sealer.seal(b"three"))[0] == [b"one", b"three"]


def test_a_changed_record_that_others_follow_is_an_error() -> None:
    data = bytearray(spool([b"one", b"two"]))
    data[20] ^= 1
    with pytest.raises(SealBroken):
        opened(bytes(data))


def test_records_in_another_order_or_file_do_not_open() -> None:
    one = spool([b"one"])
    two = spool([b"one", b"two"])[len(one) :]
    with pytest.raises(SealBroken):
        opened(two + one)
    with pytest.raises(SealBroken):
        opened(spool([b"one", b"two"], "leg_2"), "leg_1")


def test_a_keyring_wants_32_bytes() -> None:
    with pytest.raises(ValueError):
        Keyring(os.urandom(16))
