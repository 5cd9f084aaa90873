"""The main flow: one delivered batch, from scans to stored, searchable packages."""

from pathlib import Path

from prefect import flow

from flows import steps
from flows.archive import open_archive
from flows.running.following import Following
from flows.taking_in.batches import load_batch, pages_of_batch
from flows.taking_in.reading import pages_tried
from records.report import Stage


@flow(name="scan-batch", on_cancellation=[steps.stop], on_crashed=[steps.stop])
def scan_batch(archive: str, sources: list[str], run: str, is_package: bool = False) -> None:  # noqa: FBT001, FBT002 - Prefect passes parameters by name
    """Take a batch in, stage by stage; the run's folder tells what became of it."""
    with Following(Path(archive), run) as following:
        batch_id = steps.receive_batch(archive, sources, is_package=is_package)
        batch = load_batch(open_archive(Path(archive)), batch_id)

        pages = len(pages_of_batch(batch))
        chunks = [
            steps.read_pages.submit(archive, batch_id, first)
            for first in range(0, pages, steps.PAGES_PER_CHUNK)
        ]
        following.wait(Stage.READING, chunks, pages, pages_tried)
        steps.keep_apart(archive, batch_id)
        batch = load_batch(open_archive(Path(archive)), batch_id)

        packages = [
            steps.store.submit(archive, batch_id, number) for number in range(len(batch.dossiers))
        ]
        outcomes = following.wait(Stage.STORING, packages, len(packages))

        steps.index(archive, [each.report.dossier_code for each in outcomes if each.is_stored])
        behind = steps.bring_copies(archive)
        following.finish(batch, outcomes, behind)
