"""qpdf over every access PDF, and Apache PDFBox Preflight over what claims PDF/A-1b.

Preflight knows no other level, so a copy that claims another one is not valid here.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from judges.programs import jars, program, run
from judges.verdict import Verdict

COPIES = "representations/rep1/data/*.pdf"
QPDF, PREFLIGHT = "qpdf --check", "preflight"
CLASS = "org.apache.pdfbox.preflight.Validator_A1b"
LIBRARIES = ("preflight", "pdfbox2", "xmpbox", "fontbox2", "commons-logging", "commons-io",
             "javax.activation", "jaxb-api")  # fmt: skip
CLAIM = b"<pdfaid:part>1</pdfaid:part>"
DAMAGED, WARNED = 2, 3
"""Exit codes of ``qpdf --check``."""


def judge_syntax(files: Sequence[Path]) -> tuple[Verdict, ...]:
    """The verdict of qpdf on each file; raises ``JudgeMissingError``."""
    return tuple(map(_checked, files))


def judge_pdfa(files: Sequence[Path]) -> tuple[Verdict, ...]:
    """Preflight's verdict on each file, all from one Java machine.

    Raises:
        JudgeMissingError: it is not installed.
        RuntimeError: it told of other files than it was given.
    """
    with tempfile.TemporaryDirectory() as folder:
        names = Path(folder, "files")
        names.write_text("".join(f"{file.absolute()}\n" for file in files))
        done = run([program("java"), "-XX:TieredStopAtLevel=1", "-cp", jars(*LIBRARIES), CLASS,
                    "xml", "group", names])  # fmt: skip
        told = list(Path(folder).glob("*.xml"))
        if not told:
            raise RuntimeError(f"{PREFLIGHT}: {done.stdout} {done.stderr}")
        answers = list(ET.parse(told[0]).getroot())  # noqa: S314 - Preflight's own words
    if [answer.get("name") for answer in answers] != [file.name for file in files]:
        raise RuntimeError(f"{PREFLIGHT}: {done.stdout} {done.stderr}")
    return tuple(map(_preflighted, files, answers))


def _checked(file: Path) -> Verdict:
    done = run([program("qpdf"), "--check", file])
    told = tuple(done.stderr.splitlines())
    return Verdict(judge=QPDF, subject=file.name, is_valid=not done.returncode,
                   errors=told if done.returncode == DAMAGED else (),
                   warnings=told if done.returncode == WARNED else ())  # fmt: skip


def _preflighted(file: Path, answer: ET.Element) -> Verdict:
    errors = [f"{each.findtext('code')}: {each.findtext('details')}"
              for each in answer.iter("error")]  # fmt: skip
    if CLAIM not in file.read_bytes():
        errors.append("It does not claim PDF/A-1b.")
    is_valid = answer.findtext("isValid") == "true" and not errors
    return Verdict(judge=PREFLIGHT, subject=file.name, is_valid=is_valid, errors=tuple(errors))
