"""SIGKILL at every named step of storing a first version and a next one, and of recovering."""

from collections.abc import Callable, Iterator
from pathlib import Path

from archive_store import Vault
from archive_store.vault.ledger.entries import entries
from bench.faulty.judging import reopened_vault, wrong_in_store
from bench.faulty.small import NOW, in_child, kill_myself, store_tiny
from bench.faulty.tally import Row

OTHER, SUBJECT = 1, 2
RECOVERING = ("take back", "taken back", "finish sidecar", "sidecar finished", "verify", "ledger")
Watch = Callable[[str], None]


def steps_of(root: Path, text: bytes) -> list[str]:
    """The names of the steps that storing ``text`` takes, in their order."""
    told: list[str] = []
    vault = reopened_vault(root)
    store_tiny(vault.watched(told.append), SUBJECT, text)
    vault.place.engine.dispose()
    return told


def killed_at(root: Path, text: bytes, step: str) -> bool:
    """Store ``text`` in a child that dies at ``step``; whether it died there."""

    def end(at: str) -> None:
        if at == step:
            kill_myself()

    return in_child(lambda: _store(root, text, end)) == 9


def recovery_killed_at(root: Path, step: str) -> bool:
    """Recover in a child that dies at ``step``; whether there was such a step."""

    def end(at: str) -> None:
        if at == step:
            kill_myself()

    return in_child(lambda: _recover(root, end)) == 9


def kill_at_every_step(folder: Path, judge: Path | None) -> Iterator[Row]:
    """Kill at each step, then store again, at once or after a recovery that is killed as well."""
    for name, texts in (("first version", [b"1"]), ("next version", [b"1", b"2"])):
        row = Row(fault=f"SIGKILL at each step: {name}")
        for number, step in enumerate(_steps(folder / name, texts)):
            root = folder / name / str(number)
            row.count(kill_at(root / "at-once", texts, step, judge))
            row.count(_recovered(root / "recovered", texts, step, judge))
        yield row


def _steps(folder: Path, texts: list[bytes]) -> list[str]:
    root = _prepared(folder / "steps", texts)
    return steps_of(root, texts[-1])


def _prepared(root: Path, texts: list[bytes]) -> Path:
    root.mkdir(parents=True)
    vault = reopened_vault(root)
    store_tiny(vault, OTHER)
    for text in texts[:-1]:
        store_tiny(vault, SUBJECT, text)
    vault.place.engine.dispose()
    return root


def _recovered(root: Path, texts: list[bytes], step: str, judge: Path | None) -> list[str]:
    wrong = _killed(root, texts, step)
    for again in RECOVERING:
        recovery_killed_at(root, again)
    _recover(root, lambda _: None)
    vault = reopened_vault(root)
    wrong += wrong_in_store(vault, judge)
    vault.place.engine.dispose()
    return wrong + _finished(root, texts, step, judge)


def kill_at(root: Path, texts: list[bytes], step: str, judge: Path | None) -> list[str]:
    """Kill a process at ``step`` of storing the last of ``texts``; what is wrong afterwards."""
    return _killed(root, texts, step) + _finished(root, texts, step, judge)


def _killed(root: Path, texts: list[bytes], step: str) -> list[str]:
    _prepared(root, texts)
    return [] if killed_at(root, texts[-1], step) else [f"{step}: was not killed"]


def _finished(root: Path, texts: list[bytes], step: str, judge: Path | None) -> list[str]:
    vault = reopened_vault(root)
    stored = store_tiny(vault, SUBJECT, texts[-1])
    wrong = wrong_in_store(vault, judge)
    told = [(each.object_id, each.version) for each in entries(vault.place.engine)]
    vault.place.engine.dispose()
    if stored.version != len(texts) or len(told) != len(texts) + 1:
        wrong.append(f"ledger {told}")
    return [f"{step}: {each}" for each in wrong]


def _store(root: Path, text: bytes, end: Watch) -> None:
    store_tiny(_watched(root, end), SUBJECT, text)


def _recover(root: Path, end: Watch) -> None:
    _watched(root, end).recover(NOW)


def _watched(root: Path, end: Watch) -> Vault:
    return reopened_vault(root).watched(end)
