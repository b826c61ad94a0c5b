from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.kernel.crypto import Keyring, SealBroken
from media.node.chunks import FileBytes
from media.node.recovery import abandoned_spools
from media.node.spool import Cluster, FileHeader, LegEnd, LegHead, SpoolReader, SpoolWriter, remove_spool, spool_path

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HEAD = LegHead("take_1", "leg_1", "node_1", "room_1", AT)
RECORDS = [
    HEAD,
    FileHeader(b"<header>", None, True, False),
    *[Cluster(f"<{number}>".encode() * 9, number * 800, AT) for number in range(4)],
    FileHeader(b"<both>", "vp8", True, True),
    Cluster(b"<last>", 4_000, AT),
    LegEnd(),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return spool_path(tmp_path / "spool", "take_1", "leg_1")


def test_what_was_appended_is_read_back_while_it_grows(path: Path, keyring: Keyring) -> None:
    writer, reader = SpoolWriter(path, keyring), SpoolReader(path, keyring)
    writer.append(RECORDS[:3])
    assert list(reader.records()) == RECORDS[:3]
    assert list(reader.records()) == []
    writer.append(RECORDS[3:])
    assert list(reader.records()) == RECORDS[3:]


def test_a_spool_torn_at_any_byte_gives_its_whole_records(path: Path, keyring: Keyring) -> None:
    writer = SpoolWriter(path, keyring)
    ends = []
    for record in RECORDS:
        writer.append([record])
        ends.append(writer.size_bytes)
    whole = path.read_bytes()
    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        assert list(SpoolReader(path, keyring).records()) == RECORDS[: sum(end <= cut for end in ends)]


def test_the_bytes_on_disk_are_sealed_and_bound_to_their_leg(path: Path, keyring: Keyring) -> None:
    SpoolWriter(path, keyring).append(RECORDS)
    assert b"<0>" not in path.read_bytes()
    other = path.with_name("leg_2.spool")
    other.write_bytes(path.read_bytes())
    with pytest.raises(SealBroken):
        list(SpoolReader(other, keyring).records())


def test_a_write_that_fails_leaves_no_trace_and_may_be_tried_again(path: Path, keyring: Keyring) -> None:
    """The file size is limited as a full disk limits it."""
    import resource
    import signal

    writer = SpoolWriter(path, keyring)
    writer.append(RECORDS[:2])
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (writer.size_bytes + 100, before[1]))
    try:
        with pytest.raises(OSError):
            writer.append([Cluster(bytes(500), 800, AT)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert path.stat().st_size == writer.size_bytes
    writer.append(RECORDS[2:])
    assert list(SpoolReader(path, keyring).records()) == RECORDS


def test_a_spool_that_is_written_is_not_abandoned_until_its_writer_is_gone(path: Path, keyring: Keyring) -> None:
    writer = SpoolWriter(path, keyring)
    writer.append(RECORDS)
    spool_dir = path.parent.parent
    assert list(abandoned_spools(spool_dir)) == []
    writer.close()
    (found,) = abandoned_spools(spool_dir)
    assert (found.take_id, found.leg_id) == ("take_1", "leg_1")
    assert list(abandoned_spools(spool_dir)) == []
    found.release()
    remove_spool(path)
    remove_spool(path)
    assert not path.parent.exists()


@pytest.mark.parametrize("bad", ["../up", "a/b", "", "x" * 81, "take\n"])
def test_ids_that_are_none_never_become_paths(tmp_path: Path, bad: str) -> None:
    with pytest.raises(ValueError):
        spool_path(tmp_path, bad, "leg_1")


@pytest.mark.parametrize("skip", [0, 3, 8, 9, 20, 60, 120])
def test_the_file_begins_with_its_last_header_and_goes_on_where_the_store_ends(skip: int) -> None:
    whole = b"<both>" + b"".join(each.data for each in RECORDS if isinstance(each, Cluster))
    content = FileBytes(skip)
    for record in RECORDS:
        content.take(record)
    assert bytes(content.pending) == whole[skip:]
    assert content.is_complete


def test_a_header_that_never_settled_counts_at_the_end() -> None:
    content = FileBytes()
    for record in RECORDS[:5]:
        content.take(record)
    assert not content.pending
    content.begin()
    assert bytes(content.pending).startswith(b"<header><0>")


def test_a_closed_spool_has_nothing_to_sync(tmp_path: Path) -> None:
    """A leg may end between the look at its writer and the sync."""
    writer = SpoolWriter(spool_path(tmp_path, "take", "leg"), Keyring.generate())
    writer.append([LegEnd()])
    writer.close()
    writer.sync()
    assert not writer.is_dirty
