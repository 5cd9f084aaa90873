"""The house rules that no linter knows: sizes, the catalogue, documents that tell the truth."""

import ast
import importlib.util
import re
import string
from pathlib import Path

import pytest

from cli.main import COMMANDS
from records.messages import entries

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "records", "intake", "ocr", "metadata", "archive_store", "search", "retention", "flows",
    "portal", "cli",
)  # fmt: skip
MODULES = sorted(
    module
    for room in ROOMS
    for module in (ROOT / room).rglob("*.py")
    if "migrations" not in module.parts
)
MODULE_LINES, FUNCTION_LINES, FUNCTIONS = 250, 40, 10
ONE_FILE = ROOT / "archive_store" / "vault" / "ledger" / "auditor" / "verify_ledger.py"
"""What an auditor carries, reads and runs is one file, however long (decision 0019)."""
PROSE = ("README.md", "README.vi.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs")


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(ROOT)))
def test_a_module_is_read_at_a_glance(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    tree = ast.parse(source)
    top = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert module == ONE_FILE or len(source.splitlines()) <= MODULE_LINES
    assert module == ONE_FILE or len(top) <= FUNCTIONS
    for function in functions(tree):
        assert function.end_lineno is not None
        length = function.end_lineno - function.lineno + 1
        assert length <= FUNCTION_LINES, f"{function.name} has {length} lines"


def test_flows_fit_one_screen_each() -> None:
    for name in ("scan_batch", "retention_sweep", "fixity_audit"):
        assert len((ROOT / "flows" / f"{name}.py").read_text().splitlines()) <= 80


def test_every_message_speaks_both_languages_with_the_same_facts() -> None:
    def facts(sentence: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}

    for key, entry in entries().items():
        assert entry["vi"], key
        assert entry["en"], key
        assert facts(entry["vi"]) == facts(entry["en"]), key
        if "severity" in entry:
            assert facts(entry["remedy_vi"]) == facts(entry["remedy_en"]), key


def test_every_problem_code_in_the_code_is_in_the_catalogue_and_used() -> None:
    used = set()
    for module in MODULES:
        used |= set(re.findall(r'"([A-Z]\d{3})"', module.read_text(encoding="utf-8")))
    known = {key for key, entry in entries().items() if "severity" in entry}
    assert used - known == set()
    assert known - used == set()


def test_the_problems_page_is_what_the_catalogue_says() -> None:
    spec = importlib.util.spec_from_file_location("make", ROOT / "docs" / "make_problems.py")
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    assert (ROOT / "docs" / "problems.md").read_text(encoding="utf-8") == make.problems_page()


def test_every_command_is_documented() -> None:
    told = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"`luutru {command}" in told, command


def test_every_link_in_the_documents_leads_somewhere() -> None:
    pages = [ROOT / name for name in PROSE if name.endswith(".md")]
    pages += sorted((ROOT / "docs").rglob("*.md"))
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
