from pathlib import Path

import pytest

from flows.machine.database import name_database
from flows.settings import DatabaseSection, read_settings
from records.errors import SetupError

DEFAULT = Path("flows/defaults/settings.toml")
SECTION = DatabaseSection(url="postgresql://luutru@db/kho", password_file="mật khẩu")  # noqa: S106 - a name of a file


@pytest.fixture
def settings(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    file = tmp_path / "settings.toml"
    file.write_text((request.config.rootpath / DEFAULT).read_text())
    file.chmod(0o640)
    return file


def test_only_the_two_values_change(settings: Path) -> None:
    before = settings.read_text().splitlines()
    name_database(settings, SECTION)
    after = settings.read_text().splitlines()
    changed = [(was, now) for was, now in zip(before, after, strict=True) if was != now]
    assert [was.partition(" = ")[0] for was, _ in changed] == ["url", "password_file"]
    for was, now in changed:
        assert now.endswith(was[was.index("#") :])
    assert read_settings(settings).database == SECTION
    assert settings.stat().st_mode & 0o777 == 0o640
    name_database(settings, DatabaseSection())
    assert settings.read_text().splitlines() == before


@pytest.mark.parametrize(
    "section", ["", "[database]\nurl = 'sqlite:////a.db'\n", "[database]\n[retention]\n"]
)
def test_what_is_missing_is_added(settings: Path, section: str) -> None:
    written = settings.read_text()
    start, end = written.index("[database]"), written.index("[intake]")
    rest = written[end:] if "[retention]" not in section else ""
    settings.write_text(written[:start] + section + rest)
    name_database(settings, SECTION)
    assert read_settings(settings).database == SECTION
    assert read_settings(settings).institution.code == "H46"


def test_a_variable_that_overrides_the_settings_is_named(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = settings.read_text()
    monkeypatch.setenv("LUUTRU_DATABASE__URL", "postgresql://x@y/z")
    with pytest.raises(SetupError) as raised:
        name_database(settings, SECTION)
    assert raised.value.problem.code == "F161"
    assert "LUUTRU_DATABASE__URL" in raised.value.problem.message
    assert settings.read_text() == before
    assert [file.name for file in settings.parent.iterdir()] == ["settings.toml"]
