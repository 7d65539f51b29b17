"""Writes photographs in other formats, at most 2000 pixels wide.

    make_inputs.py FORMAT SOURCE TARGET [SOURCE TARGET …]

Written as cameras and websites do: PNG with libpng's own choice of row filters, WebP at 85, AVIF at 70.
`huge`: JPEG of 24 megapixels at 90, enlarged from a photograph, with the grain that enlarging took away.
"""

import os
import sys

import numpy
from PIL import Image

WIDTH = 2000
OPTIONS = {
    "png": {"compress_level": 6},
    "webp": {"quality": 85, "method": 4},
    "avif": {"quality": 70, "speed": 6},
    "huge": {"quality": 90, "format": "JPEG"},
}


def picture(source, kind):
    image = Image.open(source)
    image = image.convert("L" if image.mode == "L" else "RGB")
    image.info.clear()
    if kind == "huge":
        return grainy(image.convert("RGB").resize((6000, 4000), Image.Resampling.LANCZOS))
    if image.width > WIDTH:
        image = image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.Resampling.LANCZOS)
    return image


def grainy(image):
    grain = numpy.random.default_rng(24).normal(0, 3, (image.height, image.width, 1))
    return Image.fromarray(numpy.clip(numpy.asarray(image) + grain, 0, 255).astype(numpy.uint8))


def main(kind, *paths):
    for source, target in zip(paths[::2], paths[1::2]):
        options = {"format": kind.upper(), **OPTIONS[kind]}
        picture(source, kind).save(target + ".new", **options)
        os.replace(target + ".new", target)


main(*sys.argv[1:])
