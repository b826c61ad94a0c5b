from pathlib import Path

import numpy as np
import pytest

from media.speech.condensed import condensed
from media.speech.decoding import compression_ratio, decode, encode, repeats_itself
from media.speech.recognise import Recogniser, simplified
from media.speech.silero import SAMPLE_RATE, Samples
from media.speech.stretches import stretches
from media.speech.transcript import SpokenLanguage, spoken_language
from media.speech.words import Word, with_punctuation, without_silence
from tests.media.speech.recordings import clips, error_rate, long_answers, named, noisy, pcm_of, words_of

WORST = {"en": 0.15, "zh": 0.30}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_real_speech_is_understood(recogniser: Recogniser, speech_dir: Path, language: SpokenLanguage) -> None:
    chosen = clips(speech_dir, language)[:4]
    if not chosen:
        pytest.skip(f"no {language} speech here")
    heard = [
        " ".join(segment.text for segment in recogniser.transcribe(pcm_of(speech_dir, clip), language))
        for clip in chosen
    ]
    assert error_rate([clip["text"] for clip in chosen], heard, language) <= WORST[language]


def test_words_have_times_where_they_were_said(recogniser: Recogniser, speech_dir: Path) -> None:
    clip = clips(speech_dir, "en")[0]
    pcm = pcm_of(speech_dir, clip)
    silence = np.zeros(3 * SAMPLE_RATE, np.float32)
    found = list(recogniser.transcribe(np.concatenate([silence, pcm, silence]), "en"))
    words = [word for segment in found for word in segment.words]
    assert " ".join(word.text for word in words) == " ".join(segment.text for segment in found)
    times = [time for word in words for time in (word.start_s, word.end_s)]
    assert times == sorted(times)
    assert times[0] >= 2.9
    assert times[-1] <= 3.1 + len(pcm) / SAMPLE_RATE
    assert all(word.end_s - word.start_s < 2 for word in words)
    assert all(0 < segment.confidence <= 1 for segment in found)


def test_the_same_input_gives_the_same_transcript(recogniser: Recogniser, speech_dir: Path) -> None:
    pcm = pcm_of(speech_dir, clips(speech_dir, "en")[1])
    assert list(recogniser.transcribe(pcm, "en")) == list(recogniser.transcribe(pcm, "en"))


def _not_speech() -> dict[str, Samples]:
    time, noise = np.arange(12 * SAMPLE_RATE) / SAMPLE_RATE, np.random.default_rng(5)
    chord = sum(np.sin(2 * np.pi * f * time) * (np.sin(2 * np.pi * 2 * time) > 0) for f in (262, 330, 392, 523))
    brown = np.cumsum(noise.normal(0, 1, len(time)))
    sounds = {
        "silence": np.zeros_like(time),
        "white noise": noise.normal(0, 0.1, len(time)),
        "brown noise": 0.3 * (brown - brown.mean()) / np.abs(brown - brown.mean()).max(),
        "hum": 0.2 * np.sin(2 * np.pi * 50 * time),
        "music-like chords": 0.1 * chord,
        "clicks": (np.arange(len(time)) % 8_000 < 40) * 0.8,
    }
    return {name: sound.astype(np.float32) for name, sound in sounds.items()}


@pytest.mark.parametrize("name", list(_not_speech()))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_invented(recogniser: Recogniser, name: str, language: SpokenLanguage) -> None:
    assert list(recogniser.transcribe(_not_speech()[name], language)) == []


def test_the_decoder_itself_hears_nothing_in_silence(recogniser: Recogniser) -> None:
    """Even past the voice detector."""
    encoded = encode(recogniser._model, np.zeros(4 * SAMPLE_RATE, np.float32))
    assert decode(recogniser._model, encoded, recogniser._tokenizer("en"), duration_s=4, beam_size=1) is None


def test_the_language_is_heard(recogniser: Recogniser, speech_dir: Path) -> None:
    for language in ("en", "zh"):
        for clip in clips(speech_dir, language)[:1]:
            assert recogniser.detect_language(pcm_of(speech_dir, clip)) == language


def test_a_long_answer_comes_in_segments_as_each_is_done(recogniser: Recogniser, speech_dir: Path) -> None:
    pcm, speech = long_answers(speech_dir)[0]
    first = next(recogniser.transcribe(pcm, "en"))
    assert abs(first.start_s - speech[0][0]) < 0.5


def test_a_sentence_is_not_taken_for_its_first_word(recogniser: Recogniser, speech_dir: Path) -> None:
    """Each word makes a reading less likely than a shorter one: what counts is how likely its words are."""
    pcm = noisy(named(speech_dir, "zh-aishell-las-0.flac"), 40)
    sound = condensed(pcm, list(stretches(pcm))).pcm
    encoded, tokenizer = encode(recogniser._model, sound), recogniser._tokenizer("zh")
    seconds = len(sound) / SAMPLE_RATE
    reading = decode(recogniser._model, encoded, tokenizer, duration_s=seconds, beam_size=5, has_pauses=True)
    assert reading is not None
    assert reading.temperature == 0
    assert len(words_of(reading.text, "zh")) >= 7


def test_repetition_is_noticed() -> None:
    assert repeats_itself([1, 2, 3, 1, 2, 3, 4])
    assert not repeats_itself([1, 2, 1, 2, 5, 6, 7])
    assert compression_ratio("and then " * 20) > 2.4


def test_chinese_is_written_in_simplified_characters_word_by_word() -> None:
    assert simplified(["我國的", "經濟", "發展"]) == ["我国的", "经济", "发展"]


def test_marks_belong_to_their_words() -> None:
    words = [Word(" so", 0, 1, 1), Word(",", 1, 1, 1), Word(' "', 1, 1, 1), Word("yes", 1, 2, 1), Word('."', 2, 2, 1)]
    assert [word.text for word in with_punctuation(words)] == [" so,", ' "yes."']


def test_a_word_begins_with_its_voice_not_in_the_pause_before() -> None:
    voice = np.array([0.9] * 10 + [0.0] * 50 + [0.9] * 10, np.float32)
    word = without_silence(Word("ask", 0.32, 2.24, 1), voice)
    assert 1.85 <= word.start_s <= 1.95
    assert word.end_s == 2.24


def test_the_products_languages_have_spoken_names() -> None:
    assert (spoken_language("zh-CN"), spoken_language("en"), spoken_language("en-GB")) == ("zh", "en", "en")
