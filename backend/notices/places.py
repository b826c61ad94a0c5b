"""Where the sealed parts of a notice belong, and where its arrival is announced."""


def content_place(notice_id: str) -> bytes:
    """Associated data of a `NoticeContent`: as `accounts.notices` seals it."""
    return notice_id.encode()


def message_place(notice_id: str) -> bytes:
    """Associated data of a `Shown`."""
    return f"notice_messages/{notice_id}".encode()


def inbox_topic(account_id: str) -> str:
    """The live topic of everything that is a person's own."""
    return f"account:{account_id}"


def push_place(subscription_id: str) -> bytes:
    """Associated data of a `PushAddress`."""
    return f"push_subscriptions/{subscription_id}".encode()
