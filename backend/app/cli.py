"""The command `greenroom`. A command imports its part when it is chosen, so that `--help` is there at once."""

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend.kernel.settings import Settings

EXIT_FAILED = 1
EXIT_MISUSED = 2

Run = Callable[["Settings"], Awaitable[None]]


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="greenroom",
        description="Self-hosted AI interviews. Everything is configured by GREENROOM_* variables (see .env.example).",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    up = commands.add_parser("up", help="everything on this machine, with databases of its own unless some are named")
    up.add_argument("--lan", action="store_true", help="https for phones in the local network")
    up.add_argument("--demo", action=argparse.BooleanOptionalAction, default=None, help="load the demo employer")

    for name, about in _PROCESSES.items():
        process = commands.add_parser(name, help=about)
        process.add_argument("--wait-for", default="", help=argparse.SUPPRESS)
        if name == "mailbox":
            process.add_argument("--port", type=int, default=1025, help="SMTP port on the loopback (default 1025)")
        if name == "media":
            process.add_argument(
                "--drain",
                nargs="?",
                const="",
                metavar="NODE_ID",
                help="start none: tell a running node (this directory's by default) to take nobody new until it is "
                "started again, and wait until it is empty and everything is stored",
            )

    demo = commands.add_parser("demo", help="load the demo employer; print its links and tokens")
    demo.add_argument("--json", action="store_true", help="one JSON object")
    commands.add_parser("doctor", help="check every part and name the remedy")
    transcribe = commands.add_parser("transcribe", help="recognise speech in files, a JSON line each")
    transcribe.add_argument("files", nargs="+", metavar="FILE")
    transcribe.add_argument("--language", choices=["en", "zh"])
    transcribe.add_argument("--json", action="store_true")
    rehearse = commands.add_parser(
        "rehearse", help="what the interviewer hears and says in a recorded answer, and when"
    )
    rehearse.add_argument("file", metavar="FILE", help="any file with an audio track")
    rehearse.add_argument("--language", choices=["en", "zh"], default="en", help="of the words shown (default en)")
    rehearse.add_argument("--soft-limit", type=float, default=90.0, metavar="S", help="what the question asks for")
    rehearse.add_argument("--moves-on", action="store_true", help="as a policy that goes on after its offer")
    rehearse.add_argument("--json", action="store_true", help="one JSON object a line and event")
    commands.add_parser("openapi", help="print the OpenAPI document")
    return parser


_PROCESSES = {
    "api": "the web server: REST, WebSocket and the app itself",
    "media": "a media node: WebRTC and recording",
    "worker": "a media worker: playable files and transcripts",
    "notifier": "the notifier: mail and reminders",
    "mailbox": "the demo's SMTP server, which catches all mail",
}


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code: 0, 1 where something failed, 2 where the command or a setting is wrong."""
    arguments = build_parser().parse_args(argv)
    from backend.kernel.environment import SettingsError, load_settings

    try:
        if arguments.command == "transcribe":
            return _transcribe(arguments)
        if arguments.command == "rehearse":
            return _rehearse(arguments)
        return _run(arguments, load_settings(os.environ))
    except SettingsError as error:
        print(f"greenroom: {error}", file=sys.stderr)
        return EXIT_MISUSED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read has what they wanted (`… | head`); what is still in the buffer goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _run(arguments: argparse.Namespace, settings: "Settings") -> int:
    match arguments.command:
        case "up":
            from backend.app.supervisor import up

            return up(settings, is_lan=arguments.lan, is_demo=arguments.demo)
        case "demo":
            from backend.app.demonstration import demo

            return demo(settings, as_json=arguments.json)
        case "doctor":
            from backend.app.doctor import doctor

            return doctor(settings)
        case "openapi":
            from backend.app.asgi import print_openapi

            print_openapi(settings)
            return 0
        case "media" if arguments.drain is not None:
            from backend.app.draining import drain

            return drain(settings, arguments.drain or None)
        case process:
            return _serve(process, settings, arguments)


def _serve(process: str, settings: "Settings", arguments: argparse.Namespace) -> int:
    import uvloop

    from backend.app.waiting import wait_for_servers
    from backend.kernel.logging import configure_logging

    configure_logging(settings, process)
    run = _entry(process, arguments)

    async def serve() -> None:
        await wait_for_servers(arguments.wait_for)
        await run(settings)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve())
    return 0


def _entry(process: str, arguments: argparse.Namespace) -> Run:
    match process:
        case "api":
            from backend.app.asgi import serve

            return serve
        case "media":
            from media.node.main import run as run_node

            return run_node
        case "worker":
            from media.workers.main import run as run_worker

            return run_worker
        case "notifier":
            from notifications.main import run as run_notifier

            return run_notifier
        case _:
            from backend.app.mail_catcher import run as run_mailbox

            return lambda settings: run_mailbox(settings, arguments.port)


def _transcribe(arguments: argparse.Namespace) -> int:
    from media.speech.cli import main as transcribe

    argv: list[str] = list(arguments.files)
    if arguments.language:
        argv += ["--language", arguments.language]
    if arguments.json:
        argv.append("--json")
    return transcribe(argv)


def _rehearse(arguments: argparse.Namespace) -> int:
    from backend.app.rehearse import rehearse

    return rehearse(
        arguments.file,
        language=arguments.language,
        is_json=arguments.json,
        soft_limit_s=arguments.soft_limit,
        moves_on=arguments.moves_on,
    )


if __name__ == "__main__":
    sys.exit(main())
