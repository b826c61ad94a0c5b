"""The names of an interview's rooms: the candidate's own, one for each person who joins them, one for each screen.

```
rom_x                      the candidate's camera and microphone
rom_x~par_y                a member's
rom_x~par_y~screen         what that member shows; rom_x~candidate~screen: what the candidate shows
```
"""

from typing import Literal

import msgspec

CANDIDATE = "candidate"
"""The candidate's participant id in their own interview."""

Source = Literal["camera", "screen"]


class RoomName(msgspec.Struct, frozen=True):
    main: str
    participant_id: str
    source: Source


def named(room: str) -> RoomName | None:
    """What a room's name says; None for what is none."""
    main, *rest = room.split("~")
    match rest:
        case []:
            return RoomName(main, CANDIDATE, "camera")
        case [participant_id] if participant_id not in ("", CANDIDATE):
            return RoomName(main, participant_id, "camera")
        case [participant_id, "screen"] if participant_id:
            return RoomName(main, participant_id, "screen")
    return None


def camera_room(main: str, participant_id: str) -> str:
    return main if participant_id == CANDIDATE else f"{main}~{participant_id}"


def screen_room(main: str, participant_id: str) -> str:
    return f"{main}~{participant_id}~screen"


def main_of(room: str) -> str:
    """The candidate's room of the interview that a room belongs to."""
    return room.partition("~")[0]


def is_main(room: str) -> bool:
    return "~" not in room
