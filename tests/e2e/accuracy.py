"""How much of a known text is wrong in a transcript that holds more: the microphone plays the clip in a loop."""

import re
import unicodedata

_NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def tokens(text: str, language: str) -> list[str]:
    """Lower-case words of English, single characters of Chinese, without punctuation; figures as words."""
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    if language == "zh":
        return re.findall(r"[\w]", text)
    words = re.findall(r"[a-z']+|\d+", text)
    return [_NUMBERS[int(word)] if word.isdigit() and int(word) < len(_NUMBERS) else word for word in words]


def error_rate(reference: list[str], heard: list[str]) -> float:
    """Edits to turn the best-matching stretch of `heard` into `reference`, per token of the reference.

    Semi-global alignment (Sellers 1980): what comes before and after the stretch costs nothing.
    """
    previous = [0] * (len(heard) + 1)
    for row, wanted in enumerate(reference, 1):
        current = [row]
        for column, got in enumerate(heard, 1):
            current.append(
                min(previous[column] + 1, current[column - 1] + 1, previous[column - 1] + (wanted != got)),
            )
        previous = current
    return min(previous) / max(1, len(reference))
