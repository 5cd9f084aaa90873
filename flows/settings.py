"""The settings of one archive, read once from its ``settings.toml``.

``LUUTRU_`` variables override it (``LUUTRU_RETENTION__START_READING``). Legal tables are data
files with a version, not settings.
"""

import difflib
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from records.errors import SetupError
from records.messages import text


class Section(BaseModel):
    """One table of the file; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class InstitutionSection(Section):
    """Who keeps, and the fonds that receives what names none."""

    name: str
    code: str
    default_fonds: str
    default_agency_code: str
    default_fonds_code: str
    database: str = ""


class IntakeSection(Section):
    """How large a page or a file may be before it is refused."""

    max_pixels: int = 120_000_000
    max_pages_per_file: int = 5_000


class RetentionSection(Section):
    """Which of the two readings of the law starts a period."""

    start_reading: Literal["year-after", "end-year"] = "year-after"


class Settings(BaseSettings):
    """Everything two archives may want different."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix="LUUTRU_", env_nested_delimiter="__"
    )

    institution: InstitutionSection
    intake: IntakeSection = IntakeSection()
    retention: RetentionSection = RetentionSection()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment over file; nothing else is read."""
        _ = settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


def read_settings(file: Path) -> Settings:
    """Read and check ``settings.toml``.

    Raises:
        SetupError: missing, no TOML, or a wrong key or value; tells line and nearest key.
    """
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SetupError("F004", file.parent) from error
    except tomllib.TOMLDecodeError as error:
        raise SetupError("F006", file, told=error, near="") from error
    try:
        return Settings(**written)
    except ValidationError as error:
        raise _told(file, error) from error


def _told(file: Path, error: ValidationError) -> SetupError:
    first = error.errors()[0]
    section, key = str(first["loc"][0]), str(first["loc"][-1])
    near = difflib.get_close_matches(key, _known_keys(section, key), n=1)
    lines = file.read_text(encoding="utf-8").splitlines()
    line = next((n for n, each in enumerate(lines, 1) if each.strip("[ ").startswith(key)), 0)
    return SetupError(
        "F006",
        f"{file}:{line}" if line else file,
        told=f"{section}.{key}: {first['msg']}",
        near=text("flows.near", key=near[0]) if near else "",
    )


def _known_keys(section: str, key: str) -> list[str]:
    field = Settings.model_fields.get(section)
    if field is None or section == key:
        return list(Settings.model_fields)
    return list(getattr(field.annotation, "model_fields", ()))
