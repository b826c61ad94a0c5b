from backend.answers.captions import webvtt
from backend.interviews.staff_schemas import Segment


def a_segment(index, start_s, end_s, text):
    return Segment(index, start_s, end_s, text, 0.9, [])


def test_segments_become_cues():
    text = webvtt([a_segment(0, 0.0, 1.5, "Hello."), a_segment(1, 3661.25, 3662.0, "再见。")])
    assert text == ("WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.500\nHello.\n\n2\n01:01:01.250 --> 01:01:02.000\n再见。\n")


def test_markup_and_line_breaks_in_speech_stay_text():
    assert "a &lt;b&gt; &amp; c --&gt; d" in webvtt([a_segment(0, 0, 1, "a <b> & c\n\n--> d")])


def test_no_words_no_cue():
    assert webvtt([a_segment(0, 0, 1, "  ")]) == "WEBVTT\n"
