"""The pictures that the floor and the quality are measured with."""

import csv
import subprocess

from folders import INPUTS, PYTHON, SCRIPTS, corpus

LEAST_PIXELS = 500_000
# Photographs that PNG, WebP and AVIF inputs are made from: every third, to keep the run short.
DERIVED_STEP = 3


def photographs():
    """The corpus' photographs: every JPEG of half a megapixel or more, baseline and progressive as they come.

    Left out: CMYK, and profiles other than sRGB. The server converts those to sRGB and `vips_thumbnail` does not, so
    the jobs would differ.
    """
    folder = corpus()
    with open(folder / "manifest.csv", newline="") as file:
        rows = [row for row in csv.DictReader(file) if _is_photograph(row)]
    return [folder / row["path"] for row in sorted(rows, key=lambda row: row["path"])]


def _is_photograph(row):
    if row["format"] != "jpeg" or row["expected"] != "ok" or row["bands"] not in ("1", "3"):
        return False
    if row["icc"] and not row["icc"].startswith("sRGB"):
        return False
    return int(row["width"]) * int(row["height"]) >= LEAST_PIXELS


def inputs(format):
    """Photographs in `format`: the corpus' own for JPEG, else files made from some of them once and kept."""
    sources = photographs()
    if format == "jpeg":
        return sources
    folder = INPUTS / format
    wanted = [(source, folder / f"{source.stem}.{format}") for source in sources[::DERIVED_STEP]]
    missing = [pair for pair in wanted if not pair[1].is_file()]
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        arguments = [str(path) for pair in missing for path in pair]
        subprocess.run([PYTHON, SCRIPTS / "make_inputs.py", format, *arguments], check=True)
    return [path for _, path in wanted]
