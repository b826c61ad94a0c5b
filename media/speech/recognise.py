"""The product's recogniser: samples → segments of text with word times and confidence.

Voice activity gates everything, so silence and noise never reach the decoder; each segment is decoded in its own short
context; Chinese comes out in simplified characters. One thread: run several processes for throughput.
"""

import math
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer

from backend.contracts.media import TranscriptWord
from media.speech.condensed import condensed
from media.speech.decoding import decode, encode
from media.speech.groups import LONGEST, groups
from media.speech.segments import Span, voiced_spans
from media.speech.silero import PER_MS, SAMPLE_RATE, WINDOW_MS, Samples, probabilities
from media.speech.splices import Spliced
from media.speech.stretches import Stretch, stretches, stretches_within
from media.speech.transcript import KnownSegment, RecognisedPart, RecognisedSegment, SpokenLanguage
from media.speech.words import Word, align

NEAR_MS = 200
UNREAD_MIN_MS = 1_000
"""Of speech behind the last word, before it is read by itself."""
ROOM_BEFORE_MS = 600

BEAM_SIZE: dict[SpokenLanguage, int] = {"en": 1, "zh": 5}


@cache
def _simplifier() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def simplified(texts: list[str]) -> list[str]:
    """Traditional → simplified Chinese, converted as one text (characters depend on their neighbours), cut as given."""
    whole = _simplifier().convert("".join(texts))
    if len(whole) != sum(map(len, texts)):
        return [_simplifier().convert(text) for text in texts]
    ends = np.cumsum([len(text) for text in texts]).tolist()
    return [whole[end - len(text) : end] for text, end in zip(texts, ends, strict=True)]


class Recogniser:
    """One Whisper model in this process. Not for use from several threads at once."""

    def __init__(self, model: Path, *, device: str = "cpu") -> None:
        """`model` is a directory of a CTranslate2 Whisper (`media.speech.model.locate_model`)."""
        compute_type = "int8" if device == "cpu" else "default"
        self._model = WhisperModel(
            str(model), device=device, compute_type=compute_type, cpu_threads=1, local_files_only=True
        )
        self._tokenizers: dict[SpokenLanguage, Tokenizer] = {}

    def warm_up(self) -> None:
        """What only the first segment would wait for: the voice model, the encoder's buffers, the simplifier."""
        silence = np.zeros(SAMPLE_RATE, np.float32)
        probabilities(silence)
        encode(self._model, silence)
        simplified(["你"])

    def detect_language(self, pcm: Samples) -> SpokenLanguage:
        """Chinese or English, heard in the longest of the first stretches; English where nothing is said."""
        found = list(islice(stretches(pcm), 4))
        if not found or not self._model.model.is_multilingual:
            return "en"
        longest = max(found, key=lambda stretch: stretch.length)
        sound = pcm[longest.begin : min(longest.end, longest.begin + LONGEST)]
        ranking = dict(self._model.model.detect_language(encode(self._model, sound))[0])
        return "zh" if ranking.get("<|zh|>", 0.0) > ranking.get("<|en|>", 0.0) else "en"

    def transcribe(self, pcm: Samples, language: SpokenLanguage) -> Iterator[RecognisedSegment]:
        """(n,) float32 mono 16 kHz → segments in order, each as soon as it is done."""
        for part in self.parts(pcm, language):
            if part.segment is not None:
                yield part.segment

    def parts(
        self, pcm: Samples, language: SpokenLanguage, known: Sequence[KnownSegment] = ()
    ) -> Iterator[RecognisedPart]:
        """The same with how far it is: first none of all, then one more each time, with or without words.

        What is `known` (by this recogniser, in this language) and covers what is read at once is taken as it is.
        """
        spliced = Spliced.of(pcm)
        found = list(groups(spliced.pcm, list(stretches(spliced.pcm)), [spliced.known(each) for each in known]))
        yield RecognisedPart(0, len(found), None)
        for done, group in enumerate(found, 1):
            if isinstance(group, KnownSegment):
                segment = group.segment
            elif (heard := self._hear(spliced.pcm, group, language)) is not None:
                segment = spliced.recorded(heard)
            else:
                segment = None
            yield RecognisedPart(done, len(found), segment)

    def group(self, pcm: Samples, sounds: Sequence[Span], language: SpokenLanguage) -> RecognisedSegment | None:
        """What is said in these parts of (n,) float32 mono 16 kHz, which hold one group; None where nothing is."""
        found = [each for sound in sounds for each in stretches_within(pcm, sound)]
        return self._hear(pcm, found, language) if found else None

    def _hear(self, pcm: Samples, group: Sequence[Stretch], language: SpokenLanguage) -> RecognisedSegment | None:
        """The words of some stretches of a recording, with its times."""
        whole = condensed(pcm, group)
        span = Span(0, len(whole.pcm) // PER_MS)
        heard = self._recognise(span, whole.pcm, probabilities(whole.pcm), language, has_pauses=len(group) > 1)
        return heard and whole.segment(heard)

    def _recognise(
        self, span: Span, pcm: Samples, voice: Samples, language: SpokenLanguage, *, has_pauses: bool
    ) -> RecognisedSegment | None:
        """Whisper may take a long pause for the end: what was said behind it is then read by itself."""
        read = self._read(span, pcm, voice, language, has_pauses=has_pauses)
        rest = _unread(read, span, voice) if read is not None else None
        if read is None or rest is None:
            return read
        more = self._read(
            rest, pcm[(rest.start_ms - span.start_ms) * SAMPLE_RATE // 1000 :], voice, language, has_pauses=has_pauses
        )
        return _together(read, more, language) if more is not None else read

    def _read(
        self, span: Span, pcm: Samples, voice: Samples, language: SpokenLanguage, *, has_pauses: bool
    ) -> RecognisedSegment | None:
        tokenizer = self._tokenizer(language)
        encoded = encode(self._model, pcm)
        duration_s = len(pcm) / SAMPLE_RATE
        beam_size = BEAM_SIZE[language]
        decoded = decode(
            self._model, encoded, tokenizer, duration_s=duration_s, beam_size=beam_size, has_pauses=has_pauses
        )
        if decoded is None:
            return None
        windows = voice[span.start_ms // WINDOW_MS : -(-span.end_ms // WINDOW_MS)]
        words = align(self._model, encoded, tokenizer, decoded.tokens, windows)
        return _segment(span, decoded.text, math.exp(decoded.log_probability), words, language)

    def _tokenizer(self, language: SpokenLanguage) -> Tokenizer:
        if language not in self._tokenizers:
            model = self._model
            self._tokenizers[language] = Tokenizer(
                model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language=language
            )
        return self._tokenizers[language]


def _unread(read: RecognisedSegment, span: Span, voice: Samples) -> Span | None:
    """From the first stretch of speech on that begins behind the last word and is too long to be a breath."""
    first = span.start_ms // WINDOW_MS
    last_ms = round(1000 * (read.words[-1].end_s if read.words else read.start_s))
    for stretch in voiced_spans(voice[first : -(-span.end_ms // WINDOW_MS)]):
        begin_ms = first * WINDOW_MS + stretch.start_ms
        if begin_ms >= last_ms - NEAR_MS and stretch.duration_ms >= UNREAD_MIN_MS:
            return Span(max((last_ms + begin_ms) // 2, begin_ms - ROOM_BEFORE_MS), span.end_ms)
    return None


def _together(read: RecognisedSegment, more: RecognisedSegment, language: SpokenLanguage) -> RecognisedSegment:
    return RecognisedSegment(
        read.start_s,
        more.end_s,
        ("" if language == "zh" else " ").join([read.text, more.text]),
        min(read.confidence, more.confidence),
        [*read.words, *more.words],
    )


def _segment(
    span: Span, text: str, confidence: float, words: list[Word], language: SpokenLanguage
) -> RecognisedSegment:
    words = [word for word in words if word.text.strip()]
    texts = [text, *(word.text.strip() for word in words)]
    if language == "zh":
        texts = [*simplified(texts[:1]), *simplified(texts[1:])]
    origin_s = span.start_ms / 1000
    placed = [
        TranscriptWord(word_text, round(origin_s + w.start_s, 3), round(origin_s + w.end_s, 3), round(w.probability, 3))
        for word_text, w in zip(texts[1:], words, strict=True)
    ]
    start_s = placed[0].start_s if placed else origin_s
    end_s = placed[-1].end_s if placed else span.end_ms / 1000
    return RecognisedSegment(start_s, max(start_s, end_s), texts[0], round(min(1.0, confidence), 3), placed)
