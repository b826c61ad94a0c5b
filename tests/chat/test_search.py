from hypothesis import given
from hypothesis import strategies as st

from backend.chat.search import is_match, query_tokens, tokens_of
from backend.kernel.crypto import Keyring

KEYRING = Keyring.generate()


def finds(query: str, text: str) -> bool:
    wanted = query_tokens(KEYRING, query)
    return bool(wanted) and set(wanted) <= set(tokens_of(KEYRING, text)) and is_match(query, text)


def test_words_are_found_by_their_beginning_and_chinese_by_its_characters() -> None:
    assert finds("sched", "Could we Reschedule? My schedule is full.")
    assert finds("改时间", "我想改时间，可以吗？")
    assert finds("ＳＣＨＥＤＵＬＥ", "my schedule")
    assert not finds("时改", "我想改时间")
    assert not finds("salary", "my schedule")
    assert query_tokens(KEYRING, "?! …") == []


def test_tokens_tell_nothing_without_the_key() -> None:
    assert not set(tokens_of(KEYRING, "salary")) & set(tokens_of(Keyring.generate(), "salary"))


@given(st.text(alphabet=st.characters(categories=["L", "N", "Z", "P"]), min_size=1, max_size=60))
def test_every_whole_word_of_a_text_finds_it(text: str) -> None:
    for word in text.split():
        if query_tokens(KEYRING, word):
            assert set(query_tokens(KEYRING, word)) <= set(tokens_of(KEYRING, text))
