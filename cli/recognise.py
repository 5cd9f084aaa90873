"""``luutru recognise``: the text of a scan, without any archive."""

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click

from cli.output import json_option, put
from cli.reading import read_scan
from cli.speech import say
from ocr.pdf import write_access_pdf
from records.page import RecognizedPage


@click.command(help=say("cli.help.recognise"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--alto", type=click.Path(file_okay=False, path_type=Path), help=say("cli.help.alto"))
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path), help=say("cli.help.pdf"))
@json_option
def recognise(file: Path, alto: Path | None, pdf: Path | None, *, as_json: bool) -> None:
    """Read a scan; write its ALTO and its searchable PDF where asked."""
    with tempfile.TemporaryDirectory(prefix="luutru-") as work:
        pages = read_scan(file, Path(work))
        if alto is not None:
            alto.mkdir(parents=True, exist_ok=True)
            for page in pages:
                shutil.copyfile(page.alto, alto / f"{page.number:04d}.alto.xml")
        if pdf is not None:
            write_access_pdf(pages, file.stem, datetime.now(UTC), pdf)
        told = {"pages": [as_contract(page) for page in pages]}
    put(as_json, told, lambda: click.echo("\f".join(page.text_for_people for page in pages)))


def as_contract(page: RecognizedPage) -> dict[str, object]:
    """The page under the keys of the command line's contract."""
    lines = [
        {
            "box": line.box,
            "words": [
                {
                    "text": word.text,
                    "box": word.box,
                    "confidence": round(word.confidence, 3),
                    **({} if word.repaired is None else {"repaired": word.repaired}),
                }
                for word in line.words
            ],
        }
        for line in page.lines
    ]
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "dpi": page.dpi,
        "rotation_degrees": page.rotation_degrees,
        "skew_degrees": round(page.skew_degrees, 2),
        "confidence": round(page.confidence, 3),
        **({} if page.separator is None else {"separator": page.separator}),
        "text": page.text_for_people,
        "text_as_read": page.text,
        "lines": lines,
    }
