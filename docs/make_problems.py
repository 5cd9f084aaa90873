"""Writes docs/problems.md from the message catalogue: ``python docs/make_problems.py``."""

from pathlib import Path

from records.messages import entries

ROOMS = {
    "R": "records", "I": "intake", "O": "ocr", "M": "metadata", "A": "archive_store",
    "S": "search", "T": "retention", "F": "flows", "C": "cli",
}  # fmt: skip
TARGET = Path(__file__).with_name("problems.md")


def problems_page() -> str:
    """The whole page, in Markdown."""
    parts = [
        "# Problems\n",
        "Every code that a report can show, what it says and what to do. Codes are stable.",
        "Placeholders in braces are filled with facts of the case. Written by `make_problems.py`.",
    ]
    codes = {key: entry for key, entry in entries().items() if "severity" in entry}
    for letter, room in ROOMS.items():
        parts.append(f"\n## {letter}: {room}\n")
        parts.append(
            "| code | severity | says | remedy | clause |\n| --- | --- | --- | --- | --- |"
        )
        parts.extend(
            f"| {code} | {entry['severity']} | {entry['vi']}<br>*{entry['en']}* "
            f"| {entry['remedy_vi']}<br>*{entry['remedy_en']}* | {entry.get('clause', '')} |"
            for code, entry in sorted(codes.items())
            if code.startswith(letter)
        )
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    TARGET.write_text(problems_page(), encoding="utf-8")
