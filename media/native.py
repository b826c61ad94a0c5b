"""The node's packet path as machine code: the very same sources, compiled by mypyc where there is a C compiler.

```
python -m media.native ─▶ var/native/{digest}/media/node/*.so      digest: of the sources, of this file, of this Python
import media.node      ─▶ the digest of the sources as they are now ─▶ there: those; not there: plain Python
```
So an edited source is never shadowed by what was compiled from it before: its digest is another, and nobody looks at
the older one. Both ways pass the same tests.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import warnings
from contextlib import redirect_stdout
from importlib.machinery import EXTENSION_SUFFIXES
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUILDS = ROOT / "var" / "native"
GROUP = "greenroom_node"
PACKAGE = "media.node"
# What runs for every packet. What waits (async), or is replaced while it runs (tests, benches), stays as it is.
MODULES = (
    *(
        "audience",
        "bandwidth",
        "datagram_batch",
        "datagrams",
        "delay_trend",
        "depacketise_h264",
        "depacketise_vp8",
        "forward_cache",
    ),
    *("forward_clock", "forward_pace", "forward_path", "forward_stream", "frame", "h264_parameters", "keyframe_start"),
    *("keyframes", "leg", "leg_speech", "loss_window", "matroska", "nack", "opus", "receive_path", "recorded_peer"),
    *("reorder", "reports", "rtcp", "rtp", "sequence", "sink", "srtp", "timeline", "track"),
)
# Sources that the compiled ones import: constants of theirs are part of the machine code.
SOURCES = ("media/node", "media/speech", "backend/contracts", "backend/kernel")
PURE = "PURE_PYTHON"
"""Set in the environment: nothing compiled is used."""


def use_compiled(package_path: list[str]) -> bool:
    """Put the compiled modules before the sources in the path of `media.node`; False where there are none of these."""
    if os.environ.get(PURE) or not BUILDS.is_dir():
        return False
    build = BUILDS / source_digest()
    if not build.is_dir():
        return False
    package_path.insert(0, str(build / Path(*PACKAGE.split("."))))
    sys.path.append(str(build))
    return True


def source_digest() -> str:
    """Says what is compiled, from what and for which Python."""
    digest = hashlib.sha256(f"{sys.version} {EXTENSION_SUFFIXES[0]}".encode())
    for path in (Path(__file__), *(path for folder in SOURCES for path in sorted((ROOT / folder).rglob("*.py")))):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:24]


def missing() -> list[str]:
    """What this machine lacks to compile, in words."""
    headers = Path(sysconfig.get_paths()["include"]) / "Python.h"
    lacks = [] if _compiler() else ["a C compiler"]
    return lacks if headers.exists() else [*lacks, f"Python's headers ({headers})"]


def build() -> Path:
    """Compile what is not yet compiled, and forget older builds.

    Raises: CalledProcessError where the compiler fails, SystemExit where the sources cannot be compiled.
    """
    done = BUILDS / source_digest()
    if done.is_dir():
        return done
    BUILDS.mkdir(parents=True, exist_ok=True)
    older = [each for each in BUILDS.iterdir() if each.is_dir()]
    with tempfile.TemporaryDirectory(dir=BUILDS, prefix=".") as folder:
        fresh = Path(folder) / "build"
        _compile(_translate(Path(folder) / "c"), fresh)
        if not done.is_dir():
            fresh.rename(done)
    for each in older:
        shutil.rmtree(each, ignore_errors=True)
    return done


def _translate(folder: Path) -> list[Path]:
    """The C sources of all modules: mypyc's own, and for each module what Python calls to import it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from mypyc.build import generate_c_extension_shim, mypyc_build
    from mypyc.options import CompilerOptions

    names = [f"{PACKAGE}.{module}" for module in MODULES]
    paths = [str(Path(*name.split(".")).with_suffix(".py")) for name in names]
    mypy = ["--config-file=", "--ignore-missing-imports", f"--cache-dir={os.devnull}"]
    with redirect_stdout(StringIO()):
        _, files, _ = mypyc_build([*mypy, *paths], CompilerOptions(target_dir=str(folder), group_name=GROUP))
    entries = Path(folder, "entries.c")
    entries.write_text(
        "".join(_entry(generate_c_extension_shim(name, name.split(".")[-1], str(folder), GROUP)) for name in names)
    )
    return [*(Path(path) for group, _ in files for path in group), entries]


def _entry(shim: str) -> str:
    """What Python calls to import a module, fit to stand beside others: the name for a package's entry is let go."""
    path = Path(shim)
    return f"#define PyInit___init__ PyInit___init__{path.stem}\n{path.read_text()}\n#undef PyInit___init__\n"


def _compile(sources: list[Path], folder: Path) -> None:
    """One library with all of it, under the name of each module and of the group that they share."""
    from mypyc.build import include_dir

    package = folder / Path(*PACKAGE.split("."))
    package.mkdir(parents=True)
    library, suffix = folder / "library.so", EXTENSION_SUFFIXES[0]
    includes = [f"-I{place}" for place in (include_dir(), sources[0].parent, sysconfig.get_paths()["include"])]
    flags = ["-shared", "-fPIC", "-O2", "-fwrapv", "-DNDEBUG", "-w", "-fvisibility=default"]
    command = [*_compiler(), *flags, *includes, *map(str, sources), "-o", str(library)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)  # noqa: S603 - the machine's own compiler
    (folder / f"{GROUP}__mypyc{suffix}").symlink_to(library.name)
    for module in MODULES:
        (package / f"{module}{suffix}").symlink_to(Path("..", "..", library.name))


def _compiler() -> list[str]:
    found = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    return [found] if found else []


def main() -> None:
    """Never fails: without machine code the node works as well, only dearer."""
    os.chdir(ROOT)
    if lacks := missing():
        print(f"  without {' and '.join(lacks)}: the media node runs as plain Python, at twice the cost")
        return
    if not (BUILDS / source_digest()).is_dir():
        print("  compiling the media node's packet path", flush=True)
    try:
        build()
    except (Exception, SystemExit) as failed:  # noqa: BLE001 - whatever it is, the node runs without
        print(f"  not compiled ({failed}): the media node runs as plain Python, at twice the cost", file=sys.stderr)


if __name__ == "__main__":
    main()
