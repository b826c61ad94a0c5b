"""Refusals that the tus protocol has a status of its own for."""

from backend.kernel.errors import GreenroomError


class PreconditionFailed(GreenroomError):
    """The client speaks another version of the protocol."""

    default_status = 412


class UnsupportedMedia(GreenroomError):
    default_status = 415


class Locked(GreenroomError):
    """Another request writes to the upload."""

    default_status = 423


class ChecksumMismatch(GreenroomError):
    """What came is not what was sent; nothing of the request is kept."""

    default_status = 460

    def __init__(self) -> None:
        super().__init__("checksum_mismatch", "The data was changed on its way. Please send it again.")
