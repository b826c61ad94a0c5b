"""When each word of a segment was said: Whisper's cross-attention alignment on the segment's own short context."""

from collections.abc import Sequence
from typing import Any

import ctranslate2
import msgspec
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer

from media.speech.silero import WINDOW_MS, Samples

_CLOSING = set("\"'.。,，!！?？:：”)]}、；;…》」』")
_OPENING = set("\"'“¿([{-《「『")
_SILENT = 0.35


class Word(msgspec.Struct, frozen=True):
    """Seconds from the segment's start; `text` carries its punctuation and, in English, its leading space."""

    text: str
    start_s: float
    end_s: float
    probability: float


def align(
    model: WhisperModel, encoded: ctranslate2.StorageView, tokenizer: Tokenizer, tokens: list[int], voice: Samples
) -> list[Word]:
    """Word times of `tokens`. `voice` is the segment's probability of voice a 32 ms window, (w,)."""
    frames = len(voice) * WINDOW_MS // 10
    found: list[dict[str, Any]] = model.find_alignment(tokenizer, [tokens], encoded, frames)[0]
    end_s = len(voice) * WINDOW_MS / 1000
    words = [
        Word(item["word"], min(float(item["start"]), end_s), min(float(item["end"]), end_s), float(item["probability"]))
        for item in found
        if item["word"] and item["tokens"][0] < tokenizer.eot
    ]
    return [without_silence(word, voice) for word in with_punctuation(words)]


def with_punctuation(words: Sequence[Word]) -> list[Word]:
    """Marks join the word they belong to and take no time of their own."""
    joined: list[Word] = []
    opening = ""
    for word in words:
        mark = word.text.strip()
        is_opening = bool(mark) and set(mark) <= _OPENING and (word.text[0] == " " or not set(mark) <= _CLOSING)
        if joined and mark and set(mark) <= _CLOSING and not is_opening:
            joined[-1] = msgspec.structs.replace(joined[-1], text=joined[-1].text + mark)
        elif is_opening:
            opening += word.text
        else:
            joined.append(msgspec.structs.replace(word, text=opening + (mark if opening else word.text)))
            opening = ""
    return joined


def without_silence(word: Word, voice: Samples) -> Word:
    """Alignment lets a word begin where the last one ended. Silence in between is cut off its start, then its end."""
    first, last = round(word.start_s * 1000 / WINDOW_MS), round(word.end_s * 1000 / WINDOW_MS)
    voiced = [index for index in range(first, min(last, len(voice))) if voice[index] >= _SILENT]
    if not voiced:
        return word
    start = end = voiced[-1]
    for index in reversed(voiced):
        if start - index > 5:
            break
        start = index
    start_s = max(word.start_s, (start - 1) * WINDOW_MS / 1000)
    return msgspec.structs.replace(word, start_s=start_s, end_s=min(word.end_s, (end + 1) * WINDOW_MS / 1000))
