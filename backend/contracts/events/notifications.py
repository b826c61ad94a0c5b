"""Messages that people shall get."""

import msgspec


class MailWanted(msgspec.Struct, frozen=True, tag="notifications.mail_wanted"):
    """One mail to one person. Address and parameters are personal, so they travel sealed (kernel.crypto).

    `sealed` opens, with `delivery_id` as associated data, to a JSON `MailContent`. Idempotent by `delivery_id`.
    """

    delivery_id: str
    account_id: str
    template: str
    language: str
    sealed: bytes


class MailContent(msgspec.Struct, frozen=True):
    """`parameters` are the template's placeholders, e.g. name, code, link, minutes."""

    to: str
    parameters: dict[str, str]
