"""Searching what is sealed: words become blind tokens, kept beside the message and looked up by equality.

A token says nothing without the installation's key. Latin words are found by their beginnings of three, five and eight
letters, Chinese by pairs of neighbouring characters; what the tokens find is opened and compared with what was asked
for. Each token costs something at every message, so there are no more of them than narrow a search.
"""

import re
import unicodedata
from collections.abc import Iterator

from backend.kernel.crypto import Keyring

TOKENS_MAX = 400
PREFIXES = (8, 5, 3)
TOKEN_CHARS = 16
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_IS_HAN = re.compile(rf"[{_HAN}]")


def folded(text: str) -> str:
    """The form in which two spellings of one text are the same."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def tokens_of(keyring: Keyring, text: str) -> list[str]:
    """What a message is found by, at most `TOKENS_MAX` of them, the first ones."""
    found: dict[str, None] = {}
    for run in _RUN.findall(folded(text)):
        for part in _parts(run):
            found[part] = None
            if len(found) >= TOKENS_MAX:
                return _blind(keyring, found)
    return _blind(keyring, found)


def query_tokens(keyring: Keyring, query: str) -> list[str]:
    """What a message must have, all of them, to be looked at; none where the query has nothing to search by."""
    wanted: dict[str, None] = {}
    for run in _RUN.findall(folded(query)):
        if not _IS_HAN.match(run):
            wanted[_beginnings(run)[0]] = None
        elif len(run) == 1:
            wanted[run] = None
        else:
            wanted |= dict.fromkeys(run[at : at + 2] for at in range(len(run) - 1))
    return _blind(keyring, wanted)


def is_match(query: str, text: str) -> bool:
    """Whether every word of the query stands in the text."""
    within = folded(text)
    return all(word in within for word in folded(query).split(" "))


def _parts(run: str) -> Iterator[str]:
    if _IS_HAN.match(run):
        yield from run
        yield from (run[at : at + 2] for at in range(len(run) - 1))
        return
    yield from _beginnings(run)


def _beginnings(word: str) -> list[str]:
    """The longest first; of a word that is shorter than all of them, itself."""
    return [word[:size] for size in PREFIXES if size <= len(word)] or [word]


def _blind(keyring: Keyring, parts: dict[str, None]) -> list[str]:
    return [keyring.blind_index(f"chat:{part}")[:TOKEN_CHARS] for part in parts]
