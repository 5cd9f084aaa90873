"""The environment every Prefect process of an archive runs in: private, offline, quiet."""

import os
import sys
from pathlib import Path

from records.errors import SetupError

APPLICATION = Path(__file__).resolve().parents[2]
"""The folder that holds ``prefect.yaml`` and the packages."""

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_CLI_PROMPT": "false",
    "PYTHONWARNINGS": "ignore",
    # The current folder may be one of delivered files: no Python code is taken from there.
    "PYTHONSAFEPATH": "1",
}


def prefect_environment(archive: Path, port: int) -> dict[str, str]:
    """The variables for a Prefect server on ``port`` of loopback, or for a client of it."""
    return {
        **os.environ,
        **QUIET,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "PREFECT_HOME": str(archive / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "LUUTRU_ARCHIVE": str(archive),
        "LUUTRU_APPLICATION": str(APPLICATION),
    }


def require_archive(root: Path) -> None:
    """Refuse a folder that holds no archive.

    Raises:
        SetupError: no ``settings.toml`` in it.
    """
    if not (root / "settings.toml").exists():
        raise SetupError("F004", root)
