"""What oversized and malicious catalogue files cost in time and memory.

Each file is generated in a temporary folder and loaded in a process of its own. Prints CPU seconds,
peak resident memory and the result. Large files have `--mib` MiB (2,048 by default).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

_MIB = 1 << 20
_OPEN = """
import resource, sys, catalogue
try:
    loaded = catalogue.load(sys.argv[1])
    result = f"{len(loaded):,} works, {len(loaded.rejects):,} rejects"
except catalogue.CatalogueError as error:
    result = f"{type(error).__name__}: {error}"
used = resource.getrusage(resource.RUSAGE_SELF)
print(f"{used.ru_utime + used.ru_stime:.1f}\\t{used.ru_maxrss >> 10}\\t{result.replace(sys.argv[1], 'FILE')}")
"""  # noqa: E501
_LIDO = (
    "<lido:lido><lido:lidoRecID>{0}</lido:lidoRecID><lido:descriptiveMetadata><lido:titleSet>"
    "<lido:appellationValue>Title {0}</lido:appellationValue></lido:titleSet><lido:note>{1}"
    "</lido:note></lido:descriptiveMetadata></lido:lido>\n"
)


def _ten_million_rows(path: Path, _: int) -> None:
    rows = (f"{n},Flora {n},Cignani\n" for n in range(10_000_000))
    _write(path, rows, "id,title,artist\n")


def _large_table(path: Path, mib: int) -> None:
    words = "a woman with flowers in a garden at dusk, " * 48
    _write(path, (f'{n},Flora {n},"{words}"\n' for n in range(mib * 512)), "id,title,description\n")


def _one_line(path: Path, mib: int) -> None:
    _write(path, ("flora " * 170_000 for _ in range(mib)), "id,title,artist\n1,")


def _open_quote(path: Path, mib: int) -> None:
    _write(path, (f"{n},Flora,x\n" * 50_000 for n in range(mib)), 'id,title,artist\n1,"Flora,x\n')


def _json_list(path: Path, mib: int) -> None:
    rows = (
        json.dumps({"id": n, "title": f"Flora {n}", "text": "x" * 900}) for n in range(mib << 10)
    )
    _write(path, (f"{row},\n" for row in rows), "[")


def _lido(path: Path, mib: int) -> None:
    words = "x" * 20_000
    head = '<lido:lidoWrap xmlns:lido="http://www.lido-schema.org">'
    _write(path, (_LIDO.format(n, words) for n in range(mib * 51)), head, "</lido:lidoWrap>")


def _endless_record(path: Path, mib: int) -> None:
    head = '<lido xmlns="http://www.lido-schema.org">'
    _write(path, ("<titleSet>x</titleSet>" * 47_000 for _ in range(mib)), head, "</lido>")


def _entities(path: Path, _: int) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE lido [<!ENTITY e0 "ha">{levels}]><lido>&e11;</lido>'
    path.write_text(head, encoding="utf-8")


def _zip_bomb(path: Path, mib: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(mib):
                part.write(b"0" * _MIB)


CASES: dict[str, tuple[str, Callable[[Path, int], None]]] = {
    "10 million rows": ("rows.csv", _ten_million_rows),
    "a large table": ("large.csv", _large_table),
    "one endless line": ("line.csv", _one_line),
    "a quotation mark never closed": ("quote.csv", _open_quote),
    "a large JSON list": ("large.json", _json_list),
    "large LIDO": ("large.xml", _lido),
    "one endless LIDO record": ("record.xml", _endless_record),
    "ten to the eleventh entities": ("bomb.xml", _entities),
    "a zip bomb as XLSX": ("bomb.xlsx", _zip_bomb),
}


def _write(path: Path, pieces: Iterator[str], head: str, tail: str = "") -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        file.writelines(pieces)
        file.write(tail)


def main(arguments: Sequence[str] | None = None) -> int:
    """Generate and load each file, and print a line about it. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmark big-files", description=__doc__)
    parser.add_argument("--mib", type=int, default=2048, help="size of the large files")
    options = parser.parse_args(arguments)
    for name, (file, make) in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / file
            make(path, options.mib)
            size = path.stat().st_size / _MIB
            command = [sys.executable, "-c", _OPEN, str(path)]
            process = subprocess.run(command, capture_output=True, text=True, check=False)
        line = process.stdout.strip() or f"?\t?\t{process.stderr[-300:]}"
        seconds, peak, result = line.split("\t", 2)
        print(f"{name} ({size:,.1f} MiB): {seconds} CPU-s, {peak} MiB. {result}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
