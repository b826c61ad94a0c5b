from media.node.keyframes import KeyframeRequests


def test_nothing_leaves_unasked() -> None:
    assert not KeyframeRequests().collect(1e9)


def test_requests_close_together_become_one_at_the_end_of_the_interval() -> None:
    requests = KeyframeRequests()
    requests.request()
    assert requests.collect(0)
    requests.request()
    requests.request()
    assert not requests.collect(499)
    assert requests.collect(500)
    assert not requests.collect(5_000)


def test_a_recording_gets_one_at_once_and_one_every_four_seconds() -> None:
    requests = KeyframeRequests()
    requests.recording(True)
    sent = [at_ms for at_ms in range(0, 13_000, 100) if requests.collect(at_ms)]
    assert sent == [0, 4_000, 8_000, 12_000]


def test_the_end_of_a_recording_ends_them() -> None:
    requests = KeyframeRequests()
    requests.recording(True)
    requests.collect(0)
    requests.recording(False)
    assert requests.due_ms is None
