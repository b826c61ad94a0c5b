import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.answers.ranges import ByteRange, Unsatisfiable, is_unchanged, requested_range

ETAG = '"abc"'


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, None),
        ("bytes=0-", ByteRange(0, 100)),
        ("bytes=0-0", ByteRange(0, 1)),
        ("bytes=10-19", ByteRange(10, 20)),
        ("bytes=90-1000", ByteRange(90, 100)),
        ("bytes=-10", ByteRange(90, 100)),
        ("bytes=-1000", ByteRange(0, 100)),
        ("bytes=19-10", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("items=0-1", None),
        ("bytes=a-b", None),
    ],
)
def test_a_range_header_means(header, expected):
    assert requested_range(header, None, ETAG, 100) == expected


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_beyond_the_end_nothing_can_be_given(header):
    with pytest.raises(Unsatisfiable):
        requested_range(header, None, ETAG, 100)


def test_a_range_of_another_version_gives_the_whole():
    assert requested_range("bytes=0-9", '"old"', ETAG, 100) is None
    assert requested_range("bytes=0-9", ETAG, ETAG, 100) == ByteRange(0, 10)


@pytest.mark.parametrize(
    ("header", "unchanged"),
    [(None, False), ('"abc"', True), ('W/"abc"', True), ('"x", "abc"', True), ("*", True), ('"x"', False)],
)
def test_what_the_client_has_already(header, unchanged):
    assert is_unchanged(header, ETAG) is unchanged


@given(st.text(max_size=40), st.integers(0, 1000))
def test_whatever_comes_is_a_part_of_the_content(header, size):
    try:
        part = requested_range(header, None, ETAG, size)
    except Unsatisfiable:
        return
    assert part is None or 0 <= part.start < part.end <= size
