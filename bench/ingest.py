"""CPU seconds of ``luutru ingest`` beside bare ``tesseract`` processes on the same pages.

``python bench/ingest.py BATCH_FOLDER``: both run in this one call, same model, PSM and one thread;
the bare engine gets the pages as ingest read them (red channel, own resolution), drawn by
``pdftoppm``, which is not counted.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cv2

LUUTRU = Path(sys.executable).with_name("luutru")


def spent() -> float:
    """CPU seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timed(*command: str) -> tuple[float, float, str]:
    """CPU seconds, wall seconds and standard output of a command."""
    cpu, wall = spent(), time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return spent() - cpu, time.monotonic() - wall, done.stdout


def bare_engine(archive: Path, scratch: Path) -> tuple[float, int]:
    """CPU seconds of one plain ``tesseract`` process for each page that ingest read."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    total, pages = 0.0, 0
    for done in sorted(archive.glob("work/*/pages/*/*.json")):
        dpi = str(json.loads(done.read_bytes())["dpi"])
        drawn, plain = scratch / "drawn", scratch / "page.pgm"
        timed("pdftoppm", "-r", dpi, "-singlefile", str(done.with_suffix(".pdf")), str(drawn))
        pixels = cv2.imread(str(drawn.with_suffix(".ppm")))
        cv2.imwrite(str(plain), pixels[:, :, 2])
        bare = ("tesseract", str(plain), "stdout", "-l", "vie", "--psm", "4", "--dpi", dpi)
        cpu, _, _ = timed(*bare)
        total, pages = total + cpu, pages + 1
    return total, pages


def main() -> None:
    """Run both and print the comparison."""
    batch = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        luutru = (str(LUUTRU), "--archive", str(archive))
        timed(*luutru, "init")
        cpu, wall, told = timed(*luutru, "ingest", batch, "--json")
        report = json.loads(told)
        bare, pages = bare_engine(archive, Path(folder))
    print(f"pages                    {pages} ({report['pages']} stored)")
    print(f"luutru ingest            {cpu:8.1f} CPU s   {wall:8.1f} s wall")
    print(f"bare tesseract           {bare:8.1f} CPU s")
    print(f"ingest / bare tesseract  {cpu / bare:8.2f}   (target: at most 1.60)")
    print(f"wall / CPU of ingest     {wall / cpu:8.2f}   (target: at most 0.60)")


if __name__ == "__main__":
    main()
