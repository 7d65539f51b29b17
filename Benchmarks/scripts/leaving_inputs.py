"""Writes large pictures of the kinds that no part of the corpus has: run by the Python of the benchmarks.

    leaving_inputs.py PHOTOGRAPH FOLDER

All are of 6000 × 4000 pixels, made from one photograph; what is there already stays.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy
import pyvips
from PIL import Image

SIZE = (6000, 4000)


def written(path, write):
    """Writes beside `path` and moves it there, so that what is there is whole."""
    if not path.exists():
        new = path.with_name("new-" + path.name)
        write(new)
        os.replace(new, path)


def deep(picture):
    """The same in 16 bits a sample."""
    samples = numpy.asarray(picture).astype(numpy.uint16) * 257
    return pyvips.Image.new_from_array(samples, interpretation="rgb16")


def arithmetic(source, target):
    with target.open("wb") as file:
        subprocess.run(["jpegtran", "-arithmetic", str(source)], stdout=file, check=True)


def main(photograph, folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    picture = Image.open(photograph).convert("RGB").resize(SIZE, Image.Resampling.BICUBIC)
    palette = picture.quantize(256, method=Image.Quantize.FASTOCTREE)
    written(folder / "plain.jpg", lambda path: picture.save(path, quality=90))
    written(folder / "cmyk.jpg", lambda path: picture.convert("CMYK").save(path, quality=90))
    written(folder / "cmyk-progressive.jpg", lambda path: picture.convert("CMYK").save(path, quality=90, progressive=True))
    if shutil.which("jpegtran"):
        written(folder / "arithmetic.jpg", lambda path: arithmetic(folder / "plain.jpg", path))
    written(folder / "deep.png", lambda path: deep(picture).pngsave(str(path), compression=1, bitdepth=16))
    written(folder / "interlaced.png", lambda path: pyvips.Image.new_from_array(numpy.asarray(picture)).pngsave(
        str(path), compression=1, interlace=True))
    written(folder / "palette.png", lambda path: palette.save(path, compress_level=1))
    written(folder / "palette.gif", lambda path: palette.save(path))
    written(folder / "lossy.webp", lambda path: picture.save(path, quality=85, method=0))
    written(folder / "lossless.webp", lambda path: picture.save(path, lossless=True, quality=0, method=0))
    written(folder / "plain.tiff", lambda path: picture.save(path, compression="tiff_adobe_deflate"))


main(*sys.argv[1:])
