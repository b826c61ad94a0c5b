"""Settings from the environment and nothing else.

`.env.example` is written from the struct (`python -m backend.kernel.environment > .env.example`); a test keeps it so.
"""

import difflib
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
from msgspec import Meta

from backend.kernel.settings import Settings
from backend.kernel.settings_rules import checked

PREFIX = "GREENROOM_"


class SettingsError(Exception):
    """One or more variables are wrong; `problems` has one sentence for each."""

    def __init__(self, problems: str | list[str]) -> None:
        problems = [problems] if isinstance(problems, str) else problems
        super().__init__("\n".join(problems))
        self.problems = problems


class _Field(msgspec.Struct, frozen=True):
    name: str
    type: Any
    default: Any
    description: str
    expected: str
    is_secret: bool

    @property
    def variable(self) -> str:
        return PREFIX + self.name.upper()


def _fields() -> list[_Field]:
    hints = get_type_hints(Settings, include_extras=True)
    fields = []
    for field in msgspec.structs.fields(Settings):
        metas = [meta for meta in hints[field.name].__metadata__ if isinstance(meta, Meta)]
        extra = next(meta.extra for meta in metas if meta.extra)
        description = next(meta.description for meta in metas if meta.description)
        fields.append(_Field(field.name, field.type, field.default, description, extra["expected"], extra["is_secret"]))
    return fields


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Reads every `GREENROOM_*` variable; an empty one counts as not set. Unknown names warn, with the closest known.

    Raises: SettingsError naming each wrong variable, its value (`***` for secrets) and what is expected.
    """
    problems: list[str] = []
    values: dict[str, Any] = {}
    for field in _fields():
        given = environ.get(field.variable, "").strip()
        if not given:
            continue
        try:
            values[field.name] = checked(field.name, _parse(given, field.type))
        except ValueError as error:
            problems.append(_problem(field, given, error))
    problems += _contradictions(values)
    if problems:
        raise SettingsError(problems)
    for name in unknown_names(environ):
        warnings.warn(name, stacklevel=2)
    return Settings(**values)


def unknown_names(environ: Mapping[str, str]) -> list[str]:
    """A sentence for each `GREENROOM_*` variable that no field reads."""
    known = [field.variable for field in _fields()]
    sentences = []
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            closest = difflib.get_close_matches(name, known, n=1)
            sentences.append(f"{name} is not a setting" + (f"; did you mean {closest[0]}?" if closest else "."))
    return sentences


def to_environ(settings: Settings) -> dict[str, str]:
    """The variables that `load_settings` reads back as the same settings, for child processes."""
    environ: dict[str, str] = {}
    for field in _fields():
        value = getattr(settings, field.name)
        if value is not None and value != field.default:
            environ[field.variable] = str(value).lower() if isinstance(value, bool) else str(value)
    return environ


def env_example() -> str:
    """The text of `.env.example`."""
    lines = [
        "# Every setting of Greenroom, with its default. Copy to .env and uncomment what you change;",
        "# `greenroom` itself reads the environment only.",
    ]
    for field in _fields():
        value = field.default
        shown = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        lines += ["", f"# {field.description}", f"# Expected: {field.expected}.", f"# {field.variable}={shown}"]
    return "\n".join(lines) + "\n"


def _parse(given: str, kind: Any) -> Any:
    if kind is bool or getattr(kind, "__origin__", None) is bool:
        given = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(given.lower(), given)
    return msgspec.convert(given, kind, strict=False, dec_hook=_to_path)


def _to_path(kind: type, value: Any) -> Any:
    if kind is Path:
        try:
            return Path(value).expanduser()
        except RuntimeError:
            raise ValueError("there is no such home directory") from None
    raise NotImplementedError(kind)


def _problem(field: _Field, given: str, error: ValueError) -> str:
    shown = "***" if field.is_secret else repr(given if len(given) <= 200 else given[:200] + "…")
    reason = "" if isinstance(error, msgspec.ValidationError) else f" ({error})"
    return f"{field.variable} is {shown}; expected {field.expected}{reason}."


def _contradictions(values: dict[str, Any]) -> list[str]:
    problems = []
    for one, other in (("tls_certificate", "tls_key"), ("turn_urls", "turn_secret")):
        if (one in values) != (other in values):
            present, absent = (one, other) if one in values else (other, one)
            problems.append(
                f"{PREFIX}{present.upper()} is set without {PREFIX}{absent.upper()}; expected both or neither."
            )
    return problems


if __name__ == "__main__":
    sys.stdout.write(env_example())
