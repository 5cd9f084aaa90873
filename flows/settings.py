"""The settings of one archive, read once from its ``settings.toml``.

``LUUTRU_`` variables override it (``LUUTRU_RETENTION__START_READING``). Legal tables are data
files with a version, not settings.
"""

import tomllib
from pathlib import Path
from typing import Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeInt,
    PositiveInt,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from flows.settings_faults import why_wrong
from records.errors import SetupError

LEAST_KEPT_YEARS = 20
"""Of a destruction file, by Law 01/2011/QH13, article 28; the 2024 law's number is not known."""


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


class DatabaseSection(Section):
    """Where ledger and catalogue are; an empty ``url`` is SQLite in the archive's folder.

    ``password_file`` is relative to the archive's folder.
    """

    url: str = ""
    password_file: str = ""


class SearchSection(Section):
    """Which engine has the search index, and who besides us may read it.

    ``readers`` is a group of the machine (``whoosh``) or a role of the database (``postgres``).
    """

    engine: Literal["whoosh", "postgres"] = "whoosh"
    readers: str = ""


class IntakeSection(Section):
    """How large a page or a file may be before it is refused."""

    max_pixels: int = 120_000_000
    max_pages_per_file: int = 5_000


class AuditSection(Section):
    """How much of the store is read again on one day, and how soon everything must have been.

    No standard that we could read names a number of days for ``cycle_days``; ours is a quarter.
    """

    day_bytes: PositiveInt = 200_000_000_000
    day_minutes: PositiveInt = 240
    cycle_days: PositiveInt = 90
    jobs: NonNegativeInt = 0


class ReportSection(Section):
    """What stands in the head of printed forms; empty is left open for a person to fill in.

    ``bases`` are the legal bases that minutes cite, in the archive's own words.
    """

    parent_body: str = ""
    place: str = ""
    notation: str = ""
    bases: tuple[str, ...] = ()


class ExchangeSection(Section):
    """How large a package from elsewhere may be; the ratio is unpacked to packed bytes."""

    max_entries: int = 100_000
    max_total_bytes: int = 200 << 30
    max_ratio: int = 100


class RetentionSection(Section):
    """How this archive reads the law, where its dossiers are, how thick paper is, and disposal.

    ``sheets_per_metre`` of shelf is an assumption, from no standard: a sheet of 80 g/m² is 0.1 mm
    thick, and covers and boxes take a fifth. Measure a shelf of your own. An agency in the
    submission source has its disposal lists appraised. Days run from the decision. A case's papers
    are kept for years, or for ever where these are 0.
    """

    start_reading: Literal["year-after", "end-year"] = "year-after"
    stage: Literal["unit", "current", "historical"] = "current"
    sheets_per_metre: PositiveInt = 8_000
    in_submission_source: bool = True
    disposal_days: PositiveInt = 15
    disposal_keep_years: NonNegativeInt = 0

    @field_validator("disposal_keep_years")
    @classmethod
    def _is_long_enough(cls, years: int) -> int:
        if 0 < years < LEAST_KEPT_YEARS:
            raise ValueError(f"at least {LEAST_KEPT_YEARS} years, or 0 for ever")
        return years


class CopySection(Section):
    """A second copy: a folder's absolute path, or an S3-compatible bucket at an endpoint.

    Keys are never written here: they come from ``key_file`` or from the environment.
    """

    name: str = Field(pattern="^[a-z0-9][a-z0-9-]{0,30}$")
    url: str
    endpoint: str = ""
    key_file: str = ""

    @model_validator(mode="after")
    def _is_a_place(self) -> Self:
        is_remote = self.url.startswith("s3://")
        if not is_remote and not Path(self.url).is_absolute():
            raise ValueError("an absolute path or s3://bucket/prefix")
        if "@" in self.url.split("/")[2 if is_remote else 0]:
            raise ValueError("no key in an address: use key_file or the environment")
        if is_remote != self.endpoint.startswith(("https://", "http://")):
            raise ValueError("an s3:// address has an endpoint, a path has none")
        if self.name in {"store", "ledger"}:
            raise ValueError("this name is taken")
        return self


class LedgerSection(Section):
    """Who signs the ledger's heads, who witnesses the time, and where heads go besides.

    Paths are relative to the archive's folder. The key's file belongs to another account than the
    one that runs the archive.
    """

    key_file: str = ""
    heads_folder: str = ""
    tsa_url: str = ""
    tsa_ca: str = ""


class SigningSection(Section):
    """Whether the archive signs its digitised copies, as whom, and who stamps the time."""

    required: bool = True
    organisation: str = ""
    timestamp_authority: str = ""


class Settings(BaseSettings):
    """Everything two archives may want different."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix="LUUTRU_", env_nested_delimiter="__"
    )

    institution: InstitutionSection
    database: DatabaseSection = DatabaseSection()
    search: SearchSection = SearchSection()
    intake: IntakeSection = IntakeSection()
    retention: RetentionSection = RetentionSection()
    audit: AuditSection = AuditSection()
    report: ReportSection = ReportSection()
    exchange: ExchangeSection = ExchangeSection()
    ledger: LedgerSection = LedgerSection()
    signing: SigningSection = SigningSection()
    copies: tuple[CopySection, ...] = ()

    @field_validator("copies")
    @classmethod
    def _names_differ(cls, copies: tuple[CopySection, ...]) -> tuple[CopySection, ...]:
        if len({each.name for each in copies}) < len(copies):
            raise ValueError("two copies have the same name")
        return copies

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
        raise why_wrong(file, error, Settings) from error
