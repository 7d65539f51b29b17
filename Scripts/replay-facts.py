#!/usr/bin/env python3
"""Writes what the service should answer to URLs of imgproxy, for a test that sends them.

Development only: the facts are committed, no test runs this. The options are read, sizes and places computed by
Scripts/replay, which was written from imgproxy's documentation and shares no line with the product; sources are decoded by
Pillow, pillow-heif and libjxl, and pixels changed by the libvips that comes with pyvips.

    python3 -m venv venv && venv/bin/pip install pillow pillow-heif pillow-jxl-plugin numpy 'pyvips[binary]'
    venv/bin/pip install --force-reinstall --no-deps pyvips-binary    # where the system has a libvips of its own
    venv/bin/python Scripts/replay-facts.py Tests/Fixtures

draws the pictures of FOLDER/replay, and writes FOLDER/replay-facts.csv:

    topic       what the row is about
    settings    variables of imgproxy's environment, without IMGPROXY_; FIXTURES stands for the folder
    accept      the request's Accept
    path        of the request
    status      of the answer
    type        its Content-Type; empty where any will do
    width, height, frames   of the picture; empty where there is none, or any will do
    alpha       `yes` when a pixel of the first frame is not opaque
    thumbnail   averages over 8 x 8 cells as in corpus-facts.csv, as base64; of animations the first and the last frame's
    tolerance   levels by which the averages may differ in the mean
    bytes       the most that the file may have
    headers     fields that the answer has, or, without a value, has not; separated by |
    holds       texts that the file holds, or, behind a !, does not; separated by |
    same        the file below FOLDER that is the answer, byte for byte
    differs     why the service answers otherwise; kept from the table that is there
"""

import argparse
import base64
import csv
import io
import pathlib
import random
import sys
import urllib.parse
from collections import Counter
from dataclasses import dataclass

import numpy
import pillow_heif
import pillow_jxl  # noqa: F401  Pillow reads JPEG XL with it
import pyvips
from PIL import Image, ImageCms, ImageFile

sys.path.insert(0, str(pathlib.Path(__file__).parent / "replay"))
import cases  # noqa: E402
import pixels  # noqa: E402
from options import FORMAT_NAMES, Options, Refused, apply  # noqa: E402

COLUMNS = ["topic", "settings", "accept", "path", "status", "type", "width", "height", "frames", "alpha", "thumbnail", "tolerance", "bytes",
           "headers", "holds", "same", "differs"]
CELLS = 8
ImageFile.LOAD_TRUNCATED_IMAGES = True
TYPES = {"ico": "image/x-icon", "svg": "image/svg+xml"}
ANIMATED = ("gif", "webp")
LOSSLESS = ("png", "tiff", "bmp", "ico")
SMALLEST_AVIF = 16
LARGEST_ICO = 256
SMALLEST_LOOSE = 24
# Levels: two ways to resize and round; what encoders and filters add.
EXACT, LOOSE = 1, 5


# Pictures


def marked(width, height):
    """Slopes across and down, another blue in each quarter, a mark in three corners: no turn of it is itself."""
    picture = numpy.zeros((height, width, 3), numpy.uint8)
    picture[:, :, 0] = numpy.linspace(20, 235, width)[None, :]
    picture[:, :, 1] = numpy.linspace(230, 30, height)[:, None]
    picture[:height // 2, :width // 2, 2] = 200
    picture[height // 2:, :width // 2, 2] = 90
    picture[:8, :14], picture[:5, -5:], picture[-9:, :4] = (255, 255, 255), (0, 0, 0), (255, 40, 200)
    return picture


def draw(folder):
    folder.mkdir(exist_ok=True)
    for tag, steps in pixels.ORIENTATIONS.items():
        seen = marked(60, 44)
        for step in reversed(steps):
            seen = pixels.turned(seen, step)
        exif = Image.Exif()
        exif[0x0112] = tag
        Image.fromarray(numpy.ascontiguousarray(seen)).save(folder / f"orientation-{tag}.jpg", quality=92, subsampling=0, exif=exif)
    exif = Image.Exif()
    exif[0x0110], exif[0x8298] = "Replay Camera", "Replay Rights"
    Image.fromarray(marked(64, 48)).save(folder / "photo.jpg", quality=85, exif=exif)


@dataclass
class Source:
    path: str
    kind: str
    frames: list  # 8-bit RGBA, as stored
    tag: int = 1
    has_alpha: bool = False
    drawing: object = None

    @property
    def is_animated(self):
        return self.kind in ANIMATED and len(self.frames) > 1


def read(folder, path):
    file = folder / path
    kind = FORMAT_NAMES[file.suffix[1:]]
    if kind == "svg":
        return read_drawing(file, path)
    if kind == "heic":
        image = pillow_heif.open_heif(file)[0].to_pillow()
    else:
        image = Image.open(file)
    if kind == "ico":
        image.size = max(image.info["sizes"])
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    tag = image.getexif().get(0x0112, 1) if kind in ("jpeg", "png", "webp", "tiff") else 1
    frames = []
    for index in range(getattr(image, "n_frames", 1) if kind in (*ANIMATED, "tiff") else 1):
        if index:
            image.seek(index)
        image.load()
        frames.append(in_srgb(image))
    return Source(path, kind, frames, tag, has_alpha)


def read_drawing(file, path):
    def drawing(size):
        natural = pyvips.Image.svgload(str(file))
        factor = max(size[0] / natural.width, size[1] / natural.height)
        return pixels.resized(pyvips.Image.svgload(str(file), scale=factor).numpy(), size)
    natural = pyvips.Image.svgload(str(file))
    return Source(path, "svg", [natural.numpy()], has_alpha=True, drawing=drawing)


def in_srgb(image):
    icc = image.info.get("icc_profile")
    if icc and image.mode in ("RGB", "CMYK"):
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        image = ImageCms.profileToProfile(image, profile, srgb, ImageCms.Intent.RELATIVE_COLORIMETRIC, outputMode="RGB")
    if image.mode.startswith("I;16"):
        image = Image.fromarray((numpy.array(image) / 257 + 0.5).astype(numpy.uint8))
    return numpy.array(image.convert("RGBA"))


# Answers


def environment(text):
    return dict(variable.split("=", 1) for variable in text.split())


def fixture(address):
    """What a source's address leads to, below the fixtures."""
    parts = urllib.parse.urlsplit(address)
    path = urllib.parse.unquote(parts.path).lstrip("/")
    for part in ("redirect/", "octets/"):
        path = path.replace(part, "")
    return path


def written(options, source, case, variables):
    """The format of the result (section 4, and what the documentation adds on transparency that is expected)."""
    frames = int(variables.get("MAX_ANIMATION_FRAMES", 1))
    is_animated = source.is_animated and not options.still and frames > 1
    accepted = {kind for kind in ("jxl", "avif", "webp") if f"image/{kind}" in case.accept}
    if is_animated:
        accepted &= {"webp"}
    for kind in ("jxl", "avif", "webp"):
        if kind in accepted and f"ENFORCE_{kind.upper()}" in variables:
            return kind
    if options.format:
        return options.format
    if source.kind == "svg" and "ALWAYS_RASTERIZE_SVG" not in variables:
        return "svg"
    for kind in ("jxl", "avif", "webp"):
        if kind in accepted and f"AUTO_{kind.upper()}" in variables:
            return kind
    preferred = variables.get("PREFERRED_FORMATS", "jpeg,png,gif").split(",")
    if source.kind in preferred:
        return source.kind
    expects_alpha = expected_alpha(options, source)
    return next(kind for kind in preferred
                if (kind != "jpeg" or not expects_alpha) and (kind in ANIMATED or not is_animated))


def expected_alpha(options, source):
    makes_room = any(options.padding) or options.extend or options.extend_ratio
    return bool((source.has_alpha or makes_room) and not options.background)


def chosen_frames(options, source, kind, variables):
    if source.is_animated and not options.still:
        frames = source.frames[options.page:]
        limit = int(variables.get("MAX_ANIMATION_FRAMES", 1))
        return frames[:limit] if kind in ANIMATED else frames[:1]
    return [numpy.concatenate(source.frames[options.page:options.page + options.pages])]


def picture(case, folder, marks):
    """The columns about a picture that is made."""
    variables = environment(case.settings)
    options = Options()
    text = "/".join(part for part in case.options.split("/") if part)
    segments = [part for part in text.split("/") if part]
    if "default" in case.presets:
        apply(options, case.presets["default"].split("/"))
    if "ALLOW_SECURITY_OPTIONS" in variables:
        segments = [part for part in segments if part.split(":")[0] not in ("msr", "msfs", "maf", "mafr", "mrd")]
    if variables.get("AUTO_ROTATE") == "false":
        options.auto_rotate = False
    apply(options, segments, case.presets)
    if case.extension and not options.raw:
        apply(options, [f"f:{case.extension}"])
    path, status = fixture(case.address), 200
    if not (folder / path).is_file():
        path = variables["FALLBACK_IMAGE_PATH"].removeprefix("FIXTURES/")
        status = int(variables.get("FALLBACK_IMAGE_HTTP_CODE", 200))
    if case.is_source or options.raw:
        return status, source_file(path, case, folder)
    source = read(folder, path)
    kind = written(options, source, case, variables)
    skipped = options.skip | set(variables.get("SKIP_PROCESSING_FORMATS", "").split(","))
    assert not (source.kind in skipped and kind == source.kind), "a source as it is"
    columns = {"type": TYPES.get(kind, f"image/{kind}")}
    if kind == "svg":
        return status, columns
    limit = int(variables.get("MAX_RESULT_DIMENSION", 0)) or (LARGEST_ICO if kind == "ico" else 0)
    mark = marks(variables) if options.watermark else None
    results = [pixels.rendered(frame, source.tag, options, kind, limit, mark, source.drawing)
               for frame in chosen_frames(options, source, kind, variables)]
    height, width = results[0].shape[:2]
    if kind == "avif" and min(width, height) < SMALLEST_AVIF:
        kind = "png" if expected_alpha(options, source) else "jpeg"
        results = [pixels.rendered(source.frames[0], source.tag, options, kind, limit, mark, source.drawing)]
        columns["type"] = f"image/{kind}"
    if kind == "gif":
        results = [result.copy() for result in results]
        for result in results:
            result[:, :, 3] = numpy.where(result[:, :, 3] < 128, 0, 255)
    columns |= {"width": width, "height": height, "frames": len(results), "alpha": "yes" if (results[0][:, :, 3] < 255).any() else "no"}
    is_loose = case.is_loose or kind not in LOSSLESS
    # What an encoder changes of a few pixels says nothing.
    if case.has_thumbnail and not (is_loose and min(width, height) < SMALLEST_LOOSE):
        shown = results[:1] if len(results) == 1 else [results[0], results[-1]]
        columns |= {"thumbnail": " ".join(thumbnail(result) for result in shown), "tolerance": case.tolerance or (LOOSE if is_loose else EXACT)}
    return status, columns


def source_file(path, case, folder):
    kind = FORMAT_NAMES.get(path.rsplit(".")[-1])
    return {"type": TYPES.get(kind, f"image/{kind}") if kind else "", "same": path}


def thumbnail(rgba):
    """Averages over 8 x 8 cells, weighted by area and alpha."""
    rows, columns = weights(rgba.shape[0]), weights(rgba.shape[1])
    alpha = rgba[:, :, 3:].astype(float) / 255
    mean = numpy.einsum("ry,yxb,cx->rcb", rows, numpy.dstack([rgba[:, :, :3] * alpha, alpha]), columns)
    cells = numpy.zeros((CELLS, CELLS, 4))
    seen = numpy.rint(mean[:, :, 3] * 255) > 0
    cells[seen, :3] = mean[seen, :3] / mean[seen, 3:]
    cells[:, :, 3] = mean[:, :, 3] * 255
    return base64.b64encode(numpy.clip(numpy.rint(cells), 0, 255).astype(numpy.uint8).tobytes()).decode()


def weights(length):
    edges, at = numpy.linspace(0, length, CELLS + 1), numpy.arange(length)
    return numpy.clip(numpy.minimum(edges[1:, None], at + 1) - numpy.maximum(edges[:-1, None], at), 0, None) / (length / CELLS)


def fact(case, folder, marks, chance):
    row = {"topic": case.topic, "settings": case.settings, "accept": case.accept, "path": cases.spelled(case, chance),
           "headers": "|".join(case.headers), "holds": "|".join(case.holds), "bytes": case.most_bytes or ""}
    if case.status:
        return row | {"status": case.status}
    try:
        status, columns = picture(case, folder, marks)
    except Refused as refusal:
        return row | {"status": refusal.status}
    return row | columns | {"status": status}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path, help="Tests/Fixtures")
    folder = parser.parse_args().folder
    assert pyvips.at_least_libvips(8, 18), "not the libvips of pyvips-binary"
    table = folder / "replay-facts.csv"
    known = {}
    if table.exists():
        with table.open(newline="") as file:
            known = {(row["settings"], row["accept"], row["path"]): row["differs"] for row in csv.DictReader(file)}
    draw(folder / "replay")
    chance = random.Random(17)

    def marks(variables):
        mark = read(folder, variables["WATERMARK_PATH"].removeprefix("FIXTURES/")).frames[0]
        mark[:, :, 3] = numpy.rint(mark[:, :, 3] * float(variables.get("WATERMARK_OPACITY", 1)))
        return mark

    rows = {}
    for kind in cases.KINDS:
        for case in kind():
            row = fact(case, folder, marks, chance)
            key = (row["settings"], row["accept"], row["path"])
            rows.setdefault(key, row | {"differs": known.get(key, "")})
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows.values())
    print(f"{len(rows)} rows, {table.stat().st_size} bytes; {sum(bool(row['differs']) for row in rows.values())} differ")
    print(*(f"{topic} {count}" for topic, count in Counter(row["topic"] for row in rows.values()).items()), sep=", ")


if __name__ == "__main__":
    main()
