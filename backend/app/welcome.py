"""What `greenroom up` prints: the children's lines with their names before them, and at the end the way in."""

import asyncio
import sys
import unicodedata
from io import StringIO
from typing import TextIO

import msgspec

from backend.app.plan import Plan, greenroom
from backend.kernel.children import die_with_parent

NAME_WIDTH = 8
DEMO_TIMEOUT_S = 120.0
_COLOURS = {"api": 36, "media": 35, "worker": 33, "notifier": 34, "mailbox": 90, "mongodb": 90, "redis": 90, "up": 32}


class DemoStaff(msgspec.Struct, frozen=True):
    role: str
    email: str
    password: str


class DemoCandidate(msgspec.Struct, frozen=True):
    name: str
    link: str
    code: str | None = None


class DemoLinks(msgspec.Struct, frozen=True):
    """The part of `greenroom demo --json` that a person wants to see."""

    base_url: str
    staff: list[DemoStaff]
    candidates: list[DemoCandidate]


class Console:
    """Lines of many processes on one output."""

    def __init__(self, output: TextIO | None = None) -> None:
        self._output = output or sys.stdout
        self._has_colour = self._output.isatty()

    def say(self, name: str, line: str) -> None:
        label = f"{name:<{NAME_WIDTH}}"
        if self._has_colour:
            label = f"\x1b[{_COLOURS.get(name, 0)}m{label}\x1b[0m"
        self.show(f"{label} │ {line}")

    def show(self, text: str) -> None:
        print(text, file=self._output, flush=True)


async def demo_of(plan: Plan, console: Console) -> DemoLinks | None:
    """Loads the demo employer in a process of its own; None where that fails, with the reason on the console."""
    process = await asyncio.create_subprocess_exec(
        *greenroom("demo", "--json"),
        env=plan.environ,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        preexec_fn=die_with_parent(),
    )
    try:
        async with asyncio.timeout(DEMO_TIMEOUT_S):
            output, complaint = await process.communicate()
        if process.returncode == 0:
            return msgspec.json.decode(output, type=DemoLinks)
        reason = complaint.decode("utf-8", "replace")
    except msgspec.DecodeError as error:
        reason = str(error)
    except TimeoutError:
        reason = f"no end within {DEMO_TIMEOUT_S:.0f} s"
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    console.say("up", f"the demo could not be loaded: {reason}")
    return None


def welcome(plan: Plan, demo: DemoLinks | None, console: Console) -> None:
    """The links, and with `--lan` a QR code for a phone."""
    base_url = plan.house.base_url
    console.show(f"\n  Greenroom   {base_url}\n  Staff       {base_url}/staff")
    if demo is not None:
        for member in demo.staff:
            console.show(f"              {member.role:<15} {member.email:<36} {member.password}")
        console.show("  Candidates")
        for candidate in demo.candidates:
            console.show(f"              {_padded(candidate.name, 15)} {candidate.link}{_code(candidate)}")
        if plan.house.smtp_url and "mailbox" in {child.name for child in plan.children}:
            console.show(f"  Demo mail   {base_url}/demo/mailbox")
    if plan.is_lan:
        link = demo.candidates[0].link if demo and demo.candidates else base_url
        console.show(
            f"\n{qr_code(link)}\n  For a phone in the same network; accept this machine's own certificate once."
        )
    elif demo is not None:
        console.show("\n  For a phone in the same network: make run LAN=1 (or greenroom up --demo --lan)")
    console.show("  Stop with Ctrl-C.\n")


def _code(candidate: DemoCandidate) -> str:
    return f"   code {candidate.code}" if candidate.code else ""


def _padded(text: str, columns: int) -> str:
    """Chinese characters take two columns of a terminal."""
    taken = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * (columns - taken)


def qr_code(link: str) -> str:
    """The link as a QR code in block characters."""
    import segno

    text = StringIO()
    segno.make(link, micro=False, error="l").terminal(out=text, compact=True, border=2)
    return text.getvalue()
