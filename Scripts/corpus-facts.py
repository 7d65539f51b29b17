#!/usr/bin/env python3
"""Writes what independent decoders see in a folder of test pictures, for tests to compare against.

Development only: the facts are committed, no test runs this. libvips takes no part in it.

    python3 -m venv venv && venv/bin/pip install pillow pillow-heif numpy tifffile imagecodecs
    apt-get install libjxl-tools librsvg2-bin
    venv/bin/python Scripts/corpus-facts.py CORPUS --out Tests/Fixtures/corpus-facts.csv [--montage FILE.png]
    venv/bin/python Scripts/corpus-facts.py Tests/Fixtures --manifest fixtures-manifest.csv \
        --out Tests/Fixtures/fixtures-facts.csv

CORPUS holds the pictures and manifest.csv, of which the columns path, sha256 and expected are read. Every row whose
`expected` is `ok` or `either` gets a row, sorted by path:

    path, sha256   the file
    width, height  in pixels, as shown: orientation applied
    has_alpha      `yes` when a pixel of a frame is not opaque as shown; an alpha channel of 255s is `no`
    frames         frames of an animation (GIF, WebP); 1 for everything else, pages are not frames
    delays_ms      for animations: how long each frame is shown, blank separated; `40x12` stands for twelve times 40
    loop           for animations: the number as the file holds it (0: for ever; a GIF's counts the repeats after the
                   first showing, a WebP's all showings); empty when it holds none
    colour         how closely colours can be compared. `exact`: sRGB, grey, or an embedded profile that was honoured;
                   `loose`: decoders may differ (CMYK without profile, gamma chunks, damaged files); `none`: no grid
    grid           the (first) frame's averages over 8 x 8 cells as 256 bytes in hex, row by row, R G B A each
    last_grid      the same of an animation's last frame, composited as shown
    decoder        what read it
    note           why something is missing or loose

A cell's average is weighted by area (cells need not fall on pixel borders), taken of 8-bit sRGB values multiplied
by alpha, and divided by the average alpha again; where the average alpha rounds to 0 the colour is black.
"""

import argparse
import csv
import gzip
import hashlib
import io
import logging
import multiprocessing
import pathlib
import re
import resource
import struct
import subprocess
import tempfile
import warnings
from dataclasses import dataclass, field
from itertools import groupby

import imagecodecs
import numpy
import pillow_heif
import tifffile
from PIL import Image, ImageCms, ImageOps

COLUMNS = ["path", "sha256", "width", "height", "has_alpha", "frames", "delays_ms", "loop", "colour", "grid",
           "last_grid", "decoder", "note"]
CELLS = 8
SECONDS_PER_FILE = 60
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
Image.MAX_IMAGE_PIXELS = 300_000_000


class Undecodable(Exception):
    """The file can't be read by an independent decoder; the text says why."""


@dataclass
class Picture:
    """A decoded file: height x width x 4 arrays of 8-bit sRGB, not premultiplied. `last` is for animations only."""

    first: numpy.ndarray
    decoder: str
    last: numpy.ndarray | None = None
    frames: int = 1
    delays: list[int] = field(default_factory=list)
    loop: int | None = None
    later_alpha: bool = False  # whether a later frame is not opaque
    colour: str = "exact"
    notes: list[str] = field(default_factory=list)

    @property
    def has_alpha(self):
        return self.later_alpha or is_transparent(self.first)


# Averages


def cell_weights(length):
    """CELLS x length: the share that each pixel has in each cell; rows sum to 1."""
    edges = numpy.linspace(0, length, CELLS + 1)
    pixels = numpy.arange(length)
    starts = numpy.maximum(edges[:-1, None], pixels[None, :])
    ends = numpy.minimum(edges[1:, None], pixels[None, :] + 1)
    overlap = numpy.clip(ends - starts, 0, None)
    return (overlap / overlap.sum(axis=1, keepdims=True)).astype(numpy.float32)


def grid(rgba):
    """The 8 x 8 cells of a picture as hex."""
    height, width, _ = rgba.shape
    rows, columns = cell_weights(height), cell_weights(width).T
    alpha = rgba[:, :, 3].astype(numpy.float32) / 255
    mean_alpha = rows @ alpha @ columns
    cells = numpy.zeros((CELLS, CELLS, 4))
    cells[:, :, 3] = mean_alpha * 255
    seen = numpy.rint(cells[:, :, 3]) > 0
    for band in range(3):
        mean = rows @ (rgba[:, :, band].astype(numpy.float32) * alpha) @ columns
        cells[:, :, band][seen] = (mean[seen] / mean_alpha[seen])
    return numpy.clip(numpy.rint(cells), 0, 255).astype(numpy.uint8).tobytes().hex()


# Colour


def rgba_array(image):
    return numpy.array(image.convert("RGBA"))


def is_transparent(rgba):
    return bool((rgba[:, :, 3] < 255).any())


def with_alpha(rgb, alpha=None):
    """Height x width x 4 out of 8-bit RGB or grey and 8-bit alpha (opaque when `None`)."""
    if rgb.ndim == 2:
        rgb = numpy.repeat(rgb[:, :, None], 3, axis=2)
    if alpha is None:
        alpha = numpy.full(rgb.shape[:2], 255, numpy.uint8)
    return numpy.dstack([rgb, alpha])


def srgb_encoded(linear):
    """8-bit sRGB of linear light 0...1 (IEC 61966-2-1)."""
    linear = numpy.clip(linear, 0, 1)
    encoded = numpy.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return numpy.rint(encoded * 255).astype(numpy.uint8)


def lab_to_srgb(lab):
    """8-bit sRGB of CIELAB under D65."""
    fy = (lab[..., 0] + 16) / 116
    f = numpy.stack([fy + lab[..., 1] / 500, fy, fy - lab[..., 2] / 200], axis=-1)
    ratio = numpy.where(f > 6 / 29, f ** 3, 3 * (6 / 29) ** 2 * (f - 4 / 29))
    xyz = ratio * numpy.array([0.95047, 1.0, 1.08883])
    to_rgb = numpy.array([[3.2404542, -1.5371385, -0.4985314], [-0.9692660, 1.8760108, 0.0415560],
                          [0.0556434, -0.2040259, 1.0572252]])
    return srgb_encoded(xyz @ to_rgb.T)


def profile_of(image):
    """The embedded profile, or `None` when there is none or it is not one."""
    data = image.info.get("icc_profile")
    if not data:
        return None
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(data))
    except (OSError, ImageCms.PyCMSError):
        return None


def opened_up(image, picture_notes):
    """One Pillow frame as 8-bit sRGB; gives the array and how comparable its colours are."""
    profile, mode = profile_of(image), image.mode
    if image.info.get("icc_profile") and profile is None:
        picture_notes.append("the embedded profile is damaged and was ignored")
    if mode == "CMYK":
        if profile is None:
            picture_notes.append("CMYK without a profile")
            return rgba_array(image.convert("RGB")), "loose"
        return rgba_array(converted(image, profile, "RGB")), "exact"
    if profile is None:
        return rgba_array(image), "exact"
    space = profile.profile.xcolor_space.strip()
    if space == "GRAY" and mode in ("L", "1"):
        return rgba_array(converted(image.convert("L"), profile, "RGB")), "exact"
    if space != "RGB":
        picture_notes.append(f"a {space} profile on {mode} pixels was ignored")
        return rgba_array(image), "loose"
    rgba = image.convert("RGBA")
    alpha = numpy.array(rgba.getchannel("A"))
    return with_alpha(numpy.array(converted(rgba.convert("RGB"), profile, "RGB")), alpha), "exact"


def converted(image, profile, mode):
    """Relative colorimetric, as the profile has it: no black point compensation."""
    return ImageCms.profileToProfile(image, profile, SRGB, ImageCms.Intent.RELATIVE_COLORIMETRIC, outputMode=mode)


def deep_to_srgb(values, icc):
    """8-bit sRGB of 16-bit RGB through its profile, at full depth."""
    if not icc:
        return numpy.rint(values / 257).astype(numpy.uint8)
    result = imagecodecs.cms_transform(numpy.ascontiguousarray(values), icc, imagecodecs.cms_profile("srgb"),
                                       colorspace="rgb", outcolorspace="rgb", outdtype=numpy.uint16,
                                       intent=imagecodecs.CMS.INTENT.RELATIVE_COLORIMETRIC)
    return numpy.rint(result / 257).astype(numpy.uint8)


# Decoders


def decode_with_pillow(data):
    image = Image.open(io.BytesIO(data))
    notes = []
    kind = image.format
    animated = kind in ("GIF", "WEBP") and getattr(image, "n_frames", 1) > 1
    if kind == "ICO":
        image.size = max(image.info["sizes"])
    image.load()
    if kind == "PNG":
        drop_unofficial_exif(image, data)
    first, colour = opened_up(ImageOps.exif_transpose(image), notes)
    picture = Picture(first, f"Pillow {Image.__version__}", colour=colour, notes=notes)
    if animated:
        read_animation(image, picture)
    return picture


def drop_unofficial_exif(image, data):
    """Only the eXIf chunk of a PNG counts; ImageMagick's text chunk is its own convention."""
    if b"eXIf" not in data:
        image.getexif().clear()
        image.info.pop("Raw profile type exif", None)
        image.info.pop("exif", None)


def read_animation(image, picture):
    picture.frames = image.n_frames
    picture.loop = image.info.get("loop")
    for index in range(image.n_frames):
        image.seek(index)
        image.load()
        picture.delays.append(int(image.info.get("duration", 0)))
        picture.later_alpha = picture.later_alpha or is_transparent(rgba_array(image))
    picture.last = opened_up(image.copy(), [])[0]


def png_chunks(data):
    position, chunks = 8, {}
    while position + 8 <= len(data):
        length, name = struct.unpack(">I4s", data[position:position + 8])
        chunks.setdefault(name.decode("latin-1"), data[position + 8:position + 8 + length])
        position += 12 + length
    return chunks


def without_chunk(data, name):
    """The PNG less the first chunk of that name."""
    chunk = png_chunks(data).get(name.decode())
    if chunk is None:
        return data
    start = data.index(name) - 4
    return data[:start] + data[start + 12 + len(chunk):]


def decode_png(data):
    """Pillow, but for 16 bits a channel, which it cuts to 8 before the profile is applied."""
    chunks = png_chunks(data)
    picture = decode_deep_png(data) if chunks["IHDR"][8] == 16 else decode_with_pillow(data)
    gamma = struct.unpack(">I", chunks["gAMA"])[0] if "gAMA" in chunks else 45455
    if not {"sRGB", "iCCP"} & chunks.keys() and abs(gamma - 45455) > 500:
        picture.colour = "loose"
        picture.notes.append(f"gAMA {gamma / 100000:g} without a profile was ignored")
    return picture


def decode_deep_png(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    values = imagecodecs.png_decode(data)
    if "transparency" in image.info or image.getexif().get(0x0112, 1) != 1:
        raise Undecodable("16-bit PNG with a transparent colour or orientation")
    bands = 1 if values.ndim == 2 else values.shape[2]
    alpha = numpy.rint(values[..., -1] / 257).astype(numpy.uint8) if bands in (2, 4) else None
    colours = values if bands == 1 else values[..., 0] if bands == 2 else values[..., :3]
    icc = image.info.get("icc_profile") if colours.ndim == 3 else None
    notes = []
    if icc and b"mntrRGB " not in icc[:40]:
        notes.append("profile of another class")
    rgba = with_alpha(deep_to_srgb(colours, icc), alpha)
    return Picture(rgba, f"imagecodecs {imagecodecs.__version__} (libpng)", notes=notes)


def decode_tiff(data):
    """Pillow for 8 bits and less, tifffile for what Pillow can't hold or decompress."""
    with tifffile.TiffFile(io.BytesIO(data)) as file:
        page = file.pages[0]
        depth = page.bitspersample
        name = f"tifffile {tifffile.__version__}"
        if depth <= 8 and page.compression != tifffile.COMPRESSION.WEBP:
            return decode_with_pillow(data)
        values = page.asarray()
        if values.dtype == numpy.uint8 and values.ndim == 3 and values.shape[2] == 3:
            return Picture(with_alpha(values), name)
        if page.photometric == tifffile.PHOTOMETRIC.CIELAB and values.dtype == numpy.float32:
            return Picture(with_alpha(lab_to_srgb(values)), name, colour="loose",
                           notes=["CIELAB taken as relative to D65"])
        if values.dtype == numpy.float32:
            return Picture(with_alpha(srgb_encoded(values[..., :3])), name, notes=["linear light"])
        if values.dtype == numpy.uint16 and values.ndim == 2:
            values = 65535 - values if page.photometric == tifffile.PHOTOMETRIC.MINISWHITE else values
            return Picture(with_alpha(deep_to_srgb(values, None)), name)
        if values.dtype == numpy.uint16 and values.shape[2] == 3:
            icc = page.tags.valueof(34675)
            return Picture(with_alpha(deep_to_srgb(values, icc)), name)
        raise Undecodable(f"TIFF of {values.dtype} with shape {values.shape}")


def decode_avif(data):
    """libavif by way of Pillow. A sequence counts as the still that stands for it."""
    picture = decode_with_pillow(data)
    picture.frames, picture.last, picture.delays, picture.loop = 1, None, [], None
    return picture


def decode_bmp(data):
    try:
        return decode_with_pillow(data)
    except OSError as refusal:
        if "bitfields" not in str(refusal):
            raise
        return Picture(with_alpha(imagecodecs.bmp_decode(data)), f"imagecodecs {imagecodecs.__version__} (EasyBMP)")


def decode_heic(data):
    image = pillow_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True)[0].to_pillow()
    image.getexif().clear()
    image.info.pop("exif", None)
    notes = []
    rgba, colour = opened_up(image, notes)
    return Picture(rgba, f"pillow-heif {pillow_heif.__version__}", colour=colour, notes=notes)


def run(arguments):
    """Runs a decoder with limits on time and memory."""
    limit = 4 << 30
    try:
        result = subprocess.run(arguments, capture_output=True, timeout=30, check=False,
                                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
    except subprocess.TimeoutExpired as error:
        raise Undecodable(f"{arguments[0]} took more than 30 seconds") from error
    if result.returncode != 0:
        lines = result.stderr.decode(errors="replace").strip().splitlines() or ["no message"]
        raise Undecodable(f"{arguments[0]}: {lines[-1][-120:]}")


def version(arguments):
    text = subprocess.run(arguments, capture_output=True, check=False)
    return re.search(r"\d+\.\d+[.\d]*", (text.stdout + text.stderr).decode()).group()


def decode_jxl(data):
    with tempfile.TemporaryDirectory() as folder:
        source, png = pathlib.Path(folder, "in.jxl"), pathlib.Path(folder, "out.png")
        source.write_bytes(data)
        run(["djxl", str(source), str(png)])
        decoded = png.read_bytes()
    info = subprocess.run(["jxlinfo", "-v", "/dev/stdin"], input=data, capture_output=True, check=False).stdout
    for name in (b"eXIf", b"zTXt"):  # the codestream's orientation counts, not EXIF's, and djxl applied it
        decoded = without_chunk(decoded, name)
    picture = decode_png(decoded)
    picture.decoder = f"djxl {version(['djxl', '--version'])}"
    if b"PQ" in info or b"HLG" in info:
        raise Undecodable("high dynamic range: how it is brought to sRGB is a matter of taste")
    if b"have_animation: 1" in info:
        picture.colour = "loose"
        picture.notes.append("animated: some decoders show another frame than the first")
    return picture


def decode_svg(data):
    with tempfile.TemporaryDirectory() as folder:
        source, png = pathlib.Path(folder, "in.svg"), pathlib.Path(folder, "out.png")
        source.write_bytes(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)
        run(["rsvg-convert", str(source), "-o", str(png)])
        image = Image.open(png)
        return Picture(rgba_array(image), f"rsvg-convert {version(['rsvg-convert', '--version'])}")


def decode(data):
    """Picks the decoder by the leading bytes."""
    head = data[:64]
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return decode_png(data)
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return decode_tiff(data)
    if head[:2] == b"BM":
        return decode_bmp(data)
    if head[4:8] == b"ftyp":
        return decode_avif(data) if head[8:12] in (b"avif", b"avis") else decode_heic(data)
    if head[:2] == b"\xff\x0a" or head[4:8] == b"JXL ":
        return decode_jxl(data)
    if head[:2] == b"\x1f\x8b" or b"<svg" in data[:4096] or b"<svg" in data[:4096].replace(b"\0", b""):
        return decode_svg(data)
    return decode_with_pillow(data)


# Rows


def delays_text(delays):
    """`40x12 100`: equal neighbours are counted."""
    runs = [(value, len(list(group))) for value, group in groupby(delays)]
    return " ".join(str(value) if count == 1 else f"{value}x{count}" for value, count in runs)


def facts(path, expected):
    """The columns of one file but for path and sha256, and the first frame for the montage."""
    try:
        picture = decode(path.read_bytes())
    except Exception as error:  # a decoder may fail in any way on a damaged file; the row says how
        reason = str(error) if isinstance(error, Undecodable) else f"{type(error).__name__}: {error}"
        reason = re.sub(r"<_io\.BytesIO[^>]*>|/tmp/\S+", "the file", reason)
        return {"colour": "none", "note": " ".join(reason.split())[:200]}
    height, width, _ = picture.first.shape
    if expected == "either" and picture.colour == "exact":
        picture.colour = "loose"
        picture.notes.append("decoders may refuse it or show a part of it")
    animated = picture.frames > 1
    return {
        "width": width, "height": height, "has_alpha": "yes" if picture.has_alpha else "no",
        "frames": picture.frames, "delays_ms": delays_text(picture.delays) if animated else "",
        "loop": "" if picture.loop is None or not animated else picture.loop, "colour": picture.colour,
        "grid": grid(picture.first), "last_grid": grid(picture.last) if animated else "",
        "decoder": picture.decoder, "note": "; ".join(picture.notes),
    }


def facts_in_child(path, expected):
    """`facts` in a process of its own: a decoder that crashes or hangs costs one row."""
    parent, child = multiprocessing.Pipe(duplex=False)
    worker = multiprocessing.Process(target=lambda: child.send(facts(path, expected)))
    worker.start()
    child.close()
    try:
        result = parent.recv() if parent.poll(SECONDS_PER_FILE) else None
    except EOFError:
        result = {"colour": "none", "note": "the decoder crashed"}
    worker.kill()
    worker.join()
    return result or {"colour": "none", "note": f"the decoder took more than {SECONDS_PER_FILE} seconds"}


def rows(folder, manifest):
    with open(folder / manifest, newline="", encoding="utf-8") as file:
        entries = [row for row in csv.DictReader(file) if row["expected"] in ("ok", "either")]
    for entry in sorted(entries, key=lambda row: row["path"]):
        path = folder / entry["path"]
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest != entry["sha256"]:
            raise SystemExit(f"{path} is not the file of the manifest: its SHA-256 is {digest}")
        yield {"path": entry["path"], "sha256": digest, **facts_in_child(path, entry["expected"])}


def montage(folder, written, target):
    """Every picture's grid (and last grid) next to Pillow's own thumbnail, for eyes."""
    shown = [row for row in written if row.get("grid")]
    across, size = 8, 72
    sheet = Image.new("RGB", (across * size * 3, (len(shown) // across + 1) * size), (40, 40, 40))
    for index, row in enumerate(shown):
        x, y = index % across * size * 3, index // across * size
        try:
            thumbnail = ImageOps.exif_transpose(Image.open(folder / row["path"])).convert("RGBA")
            thumbnail = thumbnail.resize((size - 4, size - 4))
            sheet.paste(thumbnail, (x, y), thumbnail)
        except Exception:  # what Pillow can't open stays empty
            pass
        for place, column in ((1, "grid"), (2, "last_grid")):
            if row.get(column):
                cells = Image.frombytes("RGBA", (CELLS, CELLS), bytes.fromhex(row[column]))
                cells = cells.resize((size - 4, size - 4), Image.Resampling.NEAREST)
                sheet.paste(cells, (x + place * size, y), cells)
    sheet.save(target)


def main():
    parser = argparse.ArgumentParser(description="Writes what independent decoders see in a folder of test pictures.")
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--manifest", default="manifest.csv")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--montage", type=pathlib.Path)
    options = parser.parse_args()
    multiprocessing.set_start_method("fork")
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    written = list(rows(options.corpus, options.manifest))
    with open(options.out, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(written)
    if options.montage:
        montage(options.corpus, written, options.montage)
    empty = sum(1 for row in written if not row.get("grid"))
    print(f"{options.out}: {len(written)} rows, {empty} without a grid")


if __name__ == "__main__":
    main()
