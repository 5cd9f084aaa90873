"""Threads that describe and package dossiers side by side meet their libraries cold."""

import subprocess
import sys

import pytest

FIRST_JUDGEMENTS = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from archive_store.package.xml import read_xml, schema_faults
from metadata.schema import validate

together = Barrier(4)

def judge(work):
    together.wait()
    return work()

works = [
    lambda: validate(b"<a/>", "EAD.xsd"),
    lambda: schema_faults(read_xml(b"<a/>", "a"), "premis.xsd"),
    lambda: validate(b"<a/>", "EAD_doc.xsd"),
    lambda: schema_faults(read_xml(b"<a/>", "a"), "mets.xsd"),
]
with ThreadPoolExecutor(4) as threads:
    assert all(list(threads.map(judge, works)))
"""


@pytest.mark.parametrize("process", range(8))
def test_threads_may_compile_their_schemas_at_the_same_moment(process: int) -> None:
    # Without turns about one process in four finds a broken schema, so one is not enough.
    done = subprocess.run(
        [sys.executable, "-c", FIRST_JUDGEMENTS], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), process
