"""Where the judges' programs lie; one that is missing is an error, never a silent pass."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

HOME = Path(__file__).resolve().parents[1] / ".judges"
JARS = Path("/usr/share/java")
REMEDY = "Run `./setup check`."
LIMIT_SECONDS = 300


class JudgeMissingError(RuntimeError):
    """A judge is not installed."""


def program(name: str) -> Path:
    """A program that comes with Debian.

    Raises:
        JudgeMissingError: it is not installed.
    """
    found = shutil.which(name)
    if found is None:
        raise JudgeMissingError(f"{name} is not installed. {REMEDY}")
    return Path(found)


def present(path: Path) -> Path:
    """``path``, where it is there.

    Raises:
        JudgeMissingError: it is not.
    """
    if not path.exists():
        raise JudgeMissingError(f"{path} is missing. {REMEDY}")
    return path


def python_of(judge: str) -> Path:
    """The Python of the environment ``.judges/<judge>``; raises as ``present``."""
    return present(HOME / judge / "bin" / "python")


def library_of(judge: str, path: str) -> Path:
    """A file of a library in the environment ``.judges/<judge>``; raises as ``present``."""
    python_of(judge)
    found = sorted((HOME / judge / "lib").glob(f"python*/site-packages/{path}"))
    return found[0] if found else present(HOME / judge / "lib" / path)


def jars(*names: str) -> str:
    """A class path of Java libraries that come with Debian; raises as ``present``."""
    return ":".join(str(present(JARS / f"{name}.jar")) for name in names)


def run(command: Sequence[object], **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a judge to its end; only what it says counts, for some end with 0 whatever they find."""
    return subprocess.run(
        [str(each) for each in command],
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_SECONDS,
    )
