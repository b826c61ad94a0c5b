"""The two languages of the product, and text that exists in both."""

from typing import Literal

import msgspec

Language = Literal["zh-CN", "en"]


class LocalText(msgspec.Struct, frozen=True):
    """The same words in each language; on the wire `{"zh-CN": …, "en": …}`."""

    zh_cn: str = msgspec.field(name="zh-CN")
    en: str

    def in_language(self, language: Language) -> str:
        return self.zh_cn if language == "zh-CN" else self.en
