#!/usr/bin/env python3
"""Kiểm tra sổ cái lưu trữ mà không cần phần mềm luutru. Verifies a luutru ledger without luutru.

    python3 verify_ledger.py [FOLDER] [--key KEY] [--head FILE]... [--store DIR [--contents]]
                             [--proof FILE]... [--tsa-ca FILE]

Chỉ cần Python 3.9 trở lên, không cần thư viện khác.
FOLDER: bản xuất của `luutru ledger export`; mặc định là thư mục chứa tệp này.
--key: khóa công khai mà chính bạn giữ, một dòng chữ hoặc tệp. Không có thì dùng khóa của bản xuất.
--head: đầu sổ mà chính bạn đã giữ từ trước; có giá trị hơn những đầu sổ nằm trong bản xuất.
--store: kho OCFL để đối chiếu; thêm --contents để đọc lại mọi tệp. Mã thoát: 0 đúng, 1 sai.

Needs Python 3.9 or later and nothing else.
FOLDER: an export of `luutru ledger export`; by default the folder of this file.
--key: the public key that you kept yourself, a line or a file; else that of the export is taken.
--head: heads that you kept yourself; they are worth more than those of the export.
--store: the OCFL store to compare; with --contents every file is read. Exit code: 0 sound, 1 not.

Formats: RFC 9162 section 2.1 (tree, proofs), RFC 8032 (Ed25519), C2SP signed-note and
tlog-checkpoint (heads), JSON Lines (entries), OCFL 1.1 with storage layout 0003 (store).
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

TEXTS = {
    "entries": (
        "Đã đọc {count} mục; số thứ tự liền mạch, chuỗi băm không đứt.",
        "{count} entries read; numbers without gaps, hash chain unbroken.",
    ),
    "spelling": (
        "Mục {seq}: không đúng dạng chuẩn của một mục sổ cái.",
        "Entry {seq}: not in the one proper form of a ledger entry.",
    ),
    "number": (
        "Mục {seq}: mang số {found}, sổ cái thiếu hoặc thừa mục.",
        "Entry {seq}: has the number {found}; entries are missing or added.",
    ),
    "chain": (
        "Mục {seq}: không nối tiếp mục trước, chuỗi băm bị đứt.",
        "Entry {seq}: does not follow from the one before; the hash chain is broken.",
    ),
    "clock": (
        "Mục {seq}: thời điểm {time} sớm hơn điều đã ghi trước đó, đồng hồ bị chỉnh lùi.",
        "Entry {seq}: its time {time} is too early; the clock was set back.",
    ),
    "confirmed": (
        "Mục {seq}: {actor} xác nhận đồng hồ trước đó chạy nhanh, và {time} là đúng.",
        "Entry {seq}: {actor} confirms that the clock had run ahead, and that {time} is right.",
    ),
    "no_entries": (
        "Không có tệp entries.jsonl trong {folder}.",
        "There is no entries.jsonl in {folder}.",
    ),
    "no_heads": (
        "Không có đầu sổ nào đã ký: không chứng minh được điều gì.",
        "There is no signed head: nothing can be proven.",
    ),
    "no_key": ("Không có khóa công khai hợp lệ nào.", "There is no valid public key."),
    "own_key": (
        "Khóa công khai lấy từ chính bản xuất. So từng chữ với khóa trong biên bản: {keys}",
        "The public key came with the export itself. Compare it with that of your minutes: {keys}",
    ),
    "head": (
        "{name}: chữ ký đúng, sổ cái chứa đúng {size} mục đã ký lúc {time}.",
        "{name}: signature right; the ledger holds the {size} entries that were signed at {time}.",
    ),
    "form": ("{name}: không phải một đầu sổ đúng dạng.", "{name}: not a head in its proper form."),
    "forged": (
        "{name}: không có chữ ký đúng của khóa đã cho: đầu sổ giả, hoặc sai khóa.",
        "{name}: no right signature by the given key: a forged head, or another key.",
    ),
    "rewritten": (
        "{name}: LỊCH SỬ ĐÃ BỊ VIẾT LẠI. {size} mục đầu không còn là những mục đã ký lúc {time}.",
        "{name}: HISTORY WAS REWRITTEN. The first {size} entries are not those signed at {time}.",
    ),
    "truncated": (
        "{name}: SỔ CÁI BỊ CẮT HOẶC LÙI VỀ TRƯỚC. Đã ký {size} mục lúc {time}, nay còn {count}.",
        "{name}: CUT OFF OR ROLLED BACK. {size} entries were signed at {time}, {count} are left.",
    ),
    "backwards": (
        "{name}: muộn hơn {other} nhưng ít mục hơn.",
        "{name}: later than {other}, with fewer entries.",
    ),
    "covered": (
        "Đầu sổ mới nhất ký {size} trên {count} mục; {rest} mục sau đó chưa có chữ ký.",
        "The newest head signs {size} of {count} entries; the {rest} after it are not signed yet.",
    ),
    "stamp": (
        "{name}: dấu thời gian nói về đúng đầu sổ này; CHƯA kiểm tra chữ ký của nó. {command}",
        "{name}: the timestamp is about this head; its signature was NOT verified. {command}",
    ),
    "stamp_good": (
        "{name}: dấu thời gian đúng (openssl).",
        "{name}: timestamp verified (openssl).",
    ),
    "stamp_bad": ("{name}: dấu thời gian SAI: {reason}", "{name}: timestamp WRONG: {reason}"),
    "store": (
        "Kho: {objects} hồ sơ, {versions} phiên bản, {files} tệp khớp với sổ cái.",
        "Store: {objects} objects, {versions} versions, {files} files agree with the ledger.",
    ),
    "missing": ("Kho: thiếu {path}.", "Store: {path} is missing."),
    "changed": ("Kho: {path} đã bị thay đổi.", "Store: {path} was changed."),
    "untracked": ("Kho: {path} không có trong sổ cái.", "Store: {path} is not in the ledger."),
    "proof": (
        "{name}: mục {seq} ({what}) nằm trong {size} mục đã ký lúc {time}.",
        "{name}: entry {seq} ({what}) is among the {size} entries signed at {time}.",
    ),
    "grown": (
        "{name}: sổ cái chỉ được ghi thêm từ {earlier} lên {size} mục.",
        "{name}: the ledger only grew, from {earlier} to {size} entries.",
    ),
    "proof_bad": ("{name}: bằng chứng SAI: {reason}", "{name}: proof WRONG: {reason}"),
    "sound": ("KẾT LUẬN: ĐÚNG. Không có sai lệch.", "RESULT: SOUND. Nothing is wrong."),
    "unsound": (
        "KẾT LUẬN: SAI. {count} sai lệch. Giữ nguyên dữ liệu làm chứng cứ.",
        "RESULT: NOT SOUND. {count} faults. Keep the data as evidence.",
    ),
}
FIELDS = {"seq": int, "time": str, "actor": str, "action": str, "object_id": str, "version": int,
          "inventory_sha512": str, "previous": str}  # fmt: skip
NO_ENTRY = "0" * 64
KEY_BYTES, SIGNATURE_BYTES = 32, 64
LONGEST_LINE = 1 << 16
CLOCK_SLACK = timedelta(hours=1)
STORED = "store"
DESTROYED = "destroy"
OBJECT_DEPTH, LONGEST_NAME = 4, 100
MARKERS = ("0=ocfl_object_1.1", "inventory.json.sha512")


class Report:
    """Prints each finding in both languages, and counts the faults."""

    def __init__(self) -> None:
        self.faults = 0

    def good(self, key: str, **facts: Any) -> None:
        """Tell what is right."""
        self._put("ĐÚNG", "OK", key, facts)

    def note(self, key: str, **facts: Any) -> None:
        """Tell what a person should know."""
        self._put("LƯU Ý", "NOTE", key, facts)

    def fault(self, key: str, **facts: Any) -> None:
        """Tell what is wrong."""
        self.faults += 1
        self._put("SAI", "FAULT", key, facts)

    def _put(self, vietnamese: str, english: str, key: str, facts: dict[str, Any]) -> None:
        ours, theirs = (text.format(**facts) for text in TEXTS[key])
        print(f"[{vietnamese}] {ours}\n    [{english}] {theirs}")


# RFC 8032 section 5.1: the curve is -x² + y² = 1 + d·x²·y² over the integers modulo P.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]


def _point(y: int, sign: int) -> Point | None:
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def _add(one: Point, two: Point) -> Point:
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(factor: int, point: Point) -> Point:
    result: Point = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            result = _add(result, point)
        point = _add(point, point)
        factor >>= 1
    return result


BASE = _point(4 * pow(5, P - 2, P) % P, 0)


def _decode(told: bytes) -> Point | None:
    number = int.from_bytes(told, "little")
    return _point(number & (1 << 255) - 1, number >> 255)


def ed25519_is_right(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` is that of ``message`` under the key ``public``."""
    if len(public) != KEY_BYTES or len(signature) != SIGNATURE_BYTES or BASE is None:
        return False
    key, scalar = _decode(public), int.from_bytes(signature[32:], "little")
    if key is None or scalar >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    minus = (P - key[0], key[1], 1, P - key[3])
    found = _add(_times(scalar, BASE), _times(int.from_bytes(digest, "little") % L, minus))
    inverse = pow(found[2], P - 2, P)
    x, y = found[0] * inverse % P, found[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry as a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees as one."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """Grows leaf by leaf; tells its root at any moment."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def push(self, leaf: bytes) -> None:
        """Add a leaf."""
        merging = self.size
        while merging & 1:
            leaf = node_hash(self._peaks.pop(), leaf)
            merging >>= 1
        self._peaks.append(leaf)
        self.size += 1

    def root(self) -> str:
        """The root over all leaves, in hexadecimal digits."""
        if not self._peaks:
            return hashlib.sha256().hexdigest()
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = node_hash(peak, root)
        return root.hex()


def root_of_inclusion(seq: int, size: int, leaf: bytes, path: list[bytes]) -> str | None:
    """The root that an audit path leads to (RFC 9162 section 2.1.3.2); ``None``: no such path."""
    number, last, root = seq, size - 1, leaf
    if not 0 <= seq < size:
        return None
    for step in path:
        if last == 0:
            return None
        if number & 1 or number == last:
            root = node_hash(step, root)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            root = node_hash(root, step)
        number, last = number >> 1, last >> 1
    return root.hex() if last == 0 else None


def roots_of_consistency(
    earlier: int, size: int, first: bytes, path: list[bytes]
) -> tuple[str, str] | None:
    """Both roots that a proof leads to (RFC 9162 section 2.1.4.2); ``first``: the earlier one."""
    if earlier == size or not 0 < earlier < size:
        return (first.hex(), first.hex()) if earlier == size > 0 and not path else None
    steps = [first, *path] if earlier & (earlier - 1) == 0 else list(path)
    number, last = earlier - 1, size - 1
    while number & 1:
        number, last = number >> 1, last >> 1
    if not steps:
        return None
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if number & 1 or number == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            new = node_hash(new, step)
        number, last = number >> 1, last >> 1
    return (old.hex(), new.hex()) if last == 0 else None


class Key(NamedTuple):
    """A public key with its owner's name."""

    name: str
    key_id: bytes
    public: bytes


class Head(NamedTuple):
    """What a signed note says, and its signatures."""

    name: str
    body: bytes
    size: int
    root: str
    time: datetime
    signatures: list[tuple[str, bytes]]
    note: bytes


NOTE = re.compile(
    r"(\S+\n(0|[1-9]\d{0,9})\n([A-Za-z0-9+/]{43}=)\ntime (\S+)\n)\n((?:— \S+ [A-Za-z0-9+/=]+\n)+)"
)


def read_key(line: str) -> Key | None:
    """The key in a line ``name+id+base64``; ``None`` where it is none, or its id is wrong."""
    found = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})", line.strip())
    if found is None:
        return None
    told = base64.b64decode(found[3])
    key_id = hashlib.sha256(found[1].encode() + b"\n" + told).digest()[:4]
    if told[:1] != b"\x01" or key_id.hex() != found[2]:
        return None
    return Key(found[1], key_id, told[1:])


def read_head(note: bytes, name: str) -> Head | None:
    """The head that a note tells, or ``None``."""
    try:
        found = NOTE.fullmatch(note.decode()) if len(note) <= LONGEST_LINE else None
        if found is None:
            return None
        time = datetime.fromisoformat(found[4])
        lines = [line.split(" ")[1:] for line in found[5].splitlines()]
        signatures = [(owner, base64.b64decode(blob, validate=True)) for owner, blob in lines]
        root = base64.b64decode(found[3], validate=True).hex()
    except ValueError:
        return None
    if time.tzinfo is None:
        return None
    return Head(name, found[1].encode(), int(found[2]), root, time, signatures, note)


def is_signed(head: Head, keys: Iterable[Key]) -> bool:
    """Whether one of the keys signed the head."""
    return any(
        owner == key.name
        and blob[:4] == key.key_id
        and ed25519_is_right(key.public, head.body, blob[4:])
        for key in keys
        for owner, blob in head.signatures
    )


class Ledger(NamedTuple):
    """What was read of the entries: roots at the sizes asked for, what the store should have."""

    size: int
    roots: dict[int, str]
    stored: dict[str, dict[int, str]]


def read_ledger(file: Path, heads: list[Head], report: Report) -> Ledger:
    """Read and judge every entry, up to the first that is not one."""
    tree, previous, latest = Tree(), NO_ENTRY, None
    stored: dict[str, dict[int, str]] = {}
    wanted, known = {head.size for head in heads}, _known_times(heads)
    roots = {0: tree.root()}
    for line in _lines(file):
        entry = _entry(line)
        fault = _fault_of(entry, tree.size, previous)
        if entry is None or fault:
            report.fault(fault or "spelling", seq=tree.size, found=entry["seq"] if entry else None)
            return Ledger(tree.size, roots, stored)
        latest = _judge_time(entry, latest, known.get(tree.size), report)
        leaf = leaf_hash(line)
        previous = leaf.hex()
        tree.push(leaf)
        if tree.size in wanted:
            roots[tree.size] = tree.root()
        if entry["action"] == STORED:
            stored.setdefault(entry["object_id"], {})[entry["version"]] = entry["inventory_sha512"]
        elif entry["action"] == DESTROYED:
            stored.pop(entry["object_id"], None)
    report.good("entries", count=tree.size)
    return Ledger(tree.size, roots, stored)


def _lines(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while line := stream.readline(LONGEST_LINE):
            # A line that was cut has lost its end, and is judged as it is.
            yield line[:-1] if line.endswith(b"\n") else line + b"?"


def _entry(line: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(line)
        spelt = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if not isinstance(told, dict) or {k: type(v) for k, v in told.items()} != FIELDS:
            return None
        told["moment"] = datetime.fromisoformat(told["time"])
        is_proper = spelt.encode() == line
    except (ValueError, RecursionError):
        return None
    return told if is_proper and told["moment"].tzinfo is not None else None


def _fault_of(entry: dict[str, Any] | None, seq: int, previous: str) -> str | None:
    if entry is None:
        return "spelling"
    if entry["seq"] != seq:
        return "number"
    return "chain" if entry["previous"] != previous else None


def _known_times(heads: list[Head]) -> dict[int, datetime]:
    known: dict[int, datetime] = {}
    for head in heads:
        known[head.size] = max(head.time, known.get(head.size, head.time))
    return known


def _judge_time(
    entry: dict[str, Any], latest: datetime | None, signed: datetime | None, report: Report
) -> datetime:
    moment: datetime = entry["moment"]
    if entry["action"] == "clock":
        # Somebody answers, by name and in the ledger, for earlier times having been wrong.
        report.note("confirmed", seq=entry["seq"], time=entry["time"], actor=entry["actor"])
        return moment
    before = [time for time in (latest, signed) if time is not None]
    newest = max(before, default=moment)
    if moment < newest - CLOCK_SLACK:
        report.note("clock", seq=entry["seq"], time=entry["time"])
    return max(newest, moment)


def judge_heads(heads: list[Head], keys: list[Key], ledger: Ledger, report: Report) -> None:
    """Hold each head against the entries, and against the heads before it."""
    for head in heads:
        told = {"name": head.name, "size": head.size, "time": head.time.isoformat()}
        if not is_signed(head, keys):
            report.fault("forged", name=head.name)
        elif head.size > ledger.size:
            report.fault("truncated", count=ledger.size, **told)
        elif ledger.roots.get(head.size) != head.root:
            report.fault("rewritten", **told)
        else:
            report.good("head", **told)
    _judge_order(sorted(heads, key=lambda head: (head.time, head.size)), report)
    size = max((head.size for head in heads), default=0)
    if heads and size < ledger.size:
        report.note("covered", size=size, count=ledger.size, rest=ledger.size - size)
    if not heads:
        report.fault("no_heads")


def _judge_order(in_time: list[Head], report: Report) -> None:
    for before, head in zip(in_time, in_time[1:]):
        if head.size < before.size:
            report.fault("backwards", name=head.name, other=before.name)


def judge_stamp(head: Head, file: Path, authorities: str | None, report: Report) -> None:
    """The timestamp beside a head: what it is about, and with ``openssl`` whether it is right."""
    if hashlib.sha256(head.note).digest() not in file.read_bytes():
        report.fault("stamp_bad", name=file.name, reason=head.name)
        return
    program = shutil.which("openssl")
    command = ["openssl", "ts", "-verify", "-in", str(file), "-data", head.name]
    command += ["-CAfile", authorities or "CA.pem"]
    if authorities is None or program is None:
        report.note("stamp", name=file.name, command=" ".join(command))
        return
    done = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        report.good("stamp_good", name=file.name)
    else:
        report.fault("stamp_bad", name=file.name, reason=" ".join(done.stderr.split())[-200:])


def object_folder(store: Path, identity: str) -> Path:
    """Where an object lies: OCFL storage layout 0003 with three folders of three digits."""
    digest = hashlib.sha256(identity.encode()).hexdigest()
    name = re.sub(rb"[^A-Za-z0-9_-]", lambda each: b"%%%02x" % each[0][0], identity.encode())
    encoded = name.decode()
    if len(encoded) > LONGEST_NAME:
        encoded = f"{encoded[:LONGEST_NAME]}-{digest}"
    return store / digest[:3] / digest[3:6] / digest[6:9] / encoded


def sha512_of(file: Path) -> str:
    """The SHA-512 of a file, read in blocks."""
    digest = hashlib.sha512()
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def judge_store(store: Path, ledger: Ledger, report: Report, *, contents: bool) -> None:
    """Every inventory against the ledger; with ``contents`` every file against its inventory."""
    before, files = report.faults, 0
    places: set[Path] = set()
    for identity, versions in ledger.stored.items():
        folder = object_folder(store, identity)
        places.add(folder)
        expected = {f"v{number}/inventory.json": digest for number, digest in versions.items()}
        expected["inventory.json"] = versions[max(versions)]
        if contents and _compare(
            store, folder, {"inventory.json": expected["inventory.json"]}, None
        ):
            expected.update(_manifest(folder))
        files += len(expected)
        _compare(store, folder, expected, report)
        if contents:
            _judge_strangers(store, folder, set(expected), report)
    for parent, folders, _ in os.walk(store):
        depth = len(Path(parent).relative_to(store).parts)
        if depth == OBJECT_DEPTH and "extensions" not in Path(parent).relative_to(store).parts:
            folders.clear()
            if Path(parent) not in places:
                report.fault("untracked", path=Path(parent).relative_to(store))
    if report.faults == before:
        count = sum(len(versions) for versions in ledger.stored.values())
        report.good("store", objects=len(ledger.stored), versions=count, files=files)


def _compare(store: Path, folder: Path, expected: dict[str, str], report: Report | None) -> bool:
    sound = True
    for name, digest in sorted(expected.items()):
        file = folder / name
        path = file.relative_to(store)
        key = "missing" if file.is_symlink() or not file.is_file() else "changed"
        if key == "missing" or sha512_of(file) != digest:
            sound = False
            if report is not None:
                report.fault(key, path=path)
    return sound


def _manifest(folder: Path) -> dict[str, str]:
    told = json.loads((folder / "inventory.json").read_bytes())
    return {
        path: digest.lower()
        for digest, paths in told["manifest"].items()
        for path in paths
        if ".." not in Path(path).parts and not Path(path).is_absolute()
    }


def _judge_strangers(store: Path, folder: Path, expected: set[str], report: Report) -> None:
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name).relative_to(folder)
            # Markers lie in the object and in its versions; what is deeper is content.
            is_marker = name in MARKERS and len(path.parts) <= len(MARKERS)
            if path.as_posix() not in expected and not is_marker:
                report.fault("untracked", path=(folder / path).relative_to(store))


def judge_proof(file: Path, keys: list[Key], report: Report) -> None:
    """A file of ``luutru ledger prove``: entries that are in a signed head, heads that follow."""
    try:
        told = json.loads(file.read_bytes())
        head = read_head(told["head"].encode(), file.name)
        if head is None or not is_signed(head, keys):
            report.fault("forged", name=file.name)
            return
        for each in told["entries"]:
            _judge_inclusion(file.name, head, each, report)
        for each in told["earlier"]:
            _judge_growth(file.name, head, each, keys, report)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        report.fault("proof_bad", name=file.name, reason=f"{type(error).__name__}: {error}")


def _judge_inclusion(name: str, head: Head, told: dict[str, Any], report: Report) -> None:
    line = told["entry"].encode()
    entry, path = _entry(line), [bytes.fromhex(step) for step in told["path"]]
    if entry is None:
        report.fault("proof_bad", name=name, reason="entry")
    elif root_of_inclusion(entry["seq"], head.size, leaf_hash(line), path) != head.root:
        report.fault("proof_bad", name=name, reason=f"entry {entry['seq']}")
    else:
        what = f"{entry['action']} {entry['object_id']} v{entry['version']} {entry['time']}"
        report.good(
            "proof", name=name, seq=entry["seq"], what=what, size=head.size,
            time=head.time.isoformat(),
        )  # fmt: skip


def _judge_growth(
    name: str, head: Head, told: dict[str, Any], keys: list[Key], report: Report
) -> None:
    earlier = read_head(told["head"].encode(), name)
    if earlier is None or not is_signed(earlier, keys):
        report.fault("forged", name=name)
        return
    path, first = [bytes.fromhex(step) for step in told["path"]], bytes.fromhex(earlier.root)
    roots = roots_of_consistency(earlier.size, head.size, first, path)
    if roots != (earlier.root, head.root):
        report.fault("proof_bad", name=name, reason=f"{earlier.size} → {head.size}")
    else:
        report.good("grown", name=name, earlier=earlier.size, size=head.size)


def read_keys(given: list[str], folder: Path, report: Report) -> list[Key]:
    """The keys that were given as lines or files, else those of the export."""
    lines: list[str] = []
    for each in given:
        lines += [each] if read_key(each) else Path(each).read_text("utf-8").splitlines()
    own = folder / "keys.txt"
    if not given and own.is_file():
        lines = own.read_text("utf-8").splitlines()
    keys = [key for key in map(read_key, lines) if key is not None]
    if keys and not given:
        report.note("own_key", keys=" ".join(lines))
    if not keys:
        report.fault("no_key")
    return keys


def read_heads(files: Iterable[Path], report: Report) -> list[Head]:
    """The heads of these files; one that is none is a fault."""
    heads = []
    for file in files:
        head = read_head(file.read_bytes(), str(file))
        if head is None:
            report.fault("form", name=file)
        else:
            heads.append(head)
    return heads


def judge_export(folder: Path, keys: list[Key], told: argparse.Namespace, report: Report) -> None:
    """Everything in an export, with the heads and the store that the auditor has."""
    entries = folder / "entries.jsonl"
    if not entries.is_file():
        report.fault("no_entries", folder=folder)
        return
    inside = sorted((folder / "heads").glob("*.head"))
    heads = read_heads([*inside, *map(Path, told.head)], report)
    ledger = read_ledger(entries, [head for head in heads if is_signed(head, keys)], report)
    judge_heads(heads, keys, ledger, report)
    for head in heads:
        stamp = Path(head.name).with_suffix(".tsr")
        if stamp.is_file():
            judge_stamp(head, stamp, told.tsa_ca, report)
    if told.store is not None:
        judge_store(Path(told.store), ledger, report, contents=told.contents)


def main(arguments: list[str] | None = None) -> int:
    """Judge what was given; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", default=str(Path(__file__).resolve().parent))
    for name in ("--key", "--head", "--proof"):
        parser.add_argument(name, action="append", default=[])
    for name in ("--store", "--tsa-ca"):
        parser.add_argument(name)
    parser.add_argument("--contents", action="store_true")
    told = parser.parse_args(arguments)
    report, folder = Report(), Path(told.folder)
    keys = read_keys(told.key, folder, report)
    for proof in told.proof:
        judge_proof(Path(proof), keys, report)
    if not told.proof:
        judge_export(folder, keys, told, report)
    if report.faults:
        report.fault("unsound", count=report.faults)
    else:
        report.good("sound")
    return 1 if report.faults else 0


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A console with an older code page has no Vietnamese letters, and would stop the program.
        sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main())
