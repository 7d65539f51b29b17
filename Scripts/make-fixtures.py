#!/usr/bin/env python3
"""Draws the test pictures of Tests/Fixtures and writes fixtures-manifest.csv.

Development only: the pictures are committed, no test runs this. Everything is drawn here, so everything is the
project's own. Encoders of another version write other bytes; run corpus-facts.py afterwards:

    python3 -m venv venv && venv/bin/pip install pillow pillow-heif numpy imagecodecs tifffile
    apt-get install libjxl-tools
    venv/bin/python Scripts/make-fixtures.py Tests/Fixtures
    venv/bin/python Scripts/corpus-facts.py Tests/Fixtures --manifest fixtures-manifest.csv \
        --out Tests/Fixtures/fixtures-facts.csv
"""

import csv
import hashlib
import io
import pathlib
import struct
import subprocess
import sys
import tempfile
import zlib

import imagecodecs
import numpy
import pillow_heif
from PIL import Image, ImageCms, ImageDraw

COLUMNS = ["path", "sha256", "bytes", "format", "width", "height", "bands", "bit_depth", "orientation", "has_alpha",
           "frames", "icc", "interpretation", "licence", "origin", "expected", "libvips_8_14_1", "note"]
LICENCE, ORIGIN = "CC0-1.0", "drawn by Scripts/make-fixtures.py"
TURNED_90 = 6
DELAYS = [100, 140, 180, 220]
LOOPS = 3


# Drawing


def landscape(width=640, height=427):
    """A lake under a sky, with soft gradients, hard edges, fine texture, and a colour of its own in each corner."""
    y, x = numpy.mgrid[0:height, 0:width]
    x, y = x / width, y / height
    random = numpy.random.default_rng(7)
    sky = numpy.stack([90 + 130 * y, 140 + 90 * y, 235 - 30 * y], axis=-1)
    water = numpy.stack([20 + 60 * x, 70 + 70 * x, 110 + 50 * (1 - y)], axis=-1)
    ripples = 14 * numpy.sin(260 * y * y + 6 * numpy.sin(9 * x))[..., None]
    picture = numpy.where((y > 0.62)[..., None], water + ripples, sky)
    for base, slope, colour in ((0.52, 0.10, (96, 104, 128)), (0.60, 0.16, (52, 86, 58))):
        ridge = base - slope * (numpy.sin(7 * x + base * 9) + 0.4 * numpy.sin(23 * x)) * 0.7
        hill = (y > ridge) & (y <= 0.62)
        texture = 18 * numpy.sin(90 * x + 60 * y)[..., None]
        picture = numpy.where(hill[..., None], numpy.array(colour) + texture, picture)
    picture = picture + random.normal(0, 2.5, (height, width, 1))
    image = Image.fromarray(numpy.clip(picture, 0, 255).astype(numpy.uint8), "RGB")
    draw = ImageDraw.Draw(image)
    draw.ellipse([0.68 * width, 0.08 * height, 0.80 * width, 0.26 * height], fill=(255, 226, 120))
    side = width // 12
    for corner, colour in (((0, 0), "red"), ((width - side, 0), "lime"), ((0, height - side), "blue")):
        draw.rectangle([*corner, corner[0] + side - 1, corner[1] + side - 1], fill=colour)
    return image


def small(width):
    return landscape().resize((width, width * 427 // 640), Image.Resampling.LANCZOS)


def with_hole(image):
    """The picture with alpha: a ramp from left to right and a clear disc in the middle."""
    width, height = image.size
    y, x = numpy.mgrid[0:height, 0:width]
    alpha = 80 + 175 * x / (width - 1)
    alpha[(x - width / 2) ** 2 + (y - height / 2) ** 2 < (height / 4) ** 2] = 0
    image = image.convert("RGB")
    image.putalpha(Image.fromarray(alpha.astype(numpy.uint8), "L"))
    return image


def moving_frames(background, opacity=255):
    """Four frames of a square that moves over the background."""
    frames = []
    for index in range(len(DELAYS)):
        frame, left = background.copy(), 6 + index * 22
        ImageDraw.Draw(frame).rectangle([left, 20, left + 19, 43], fill=(230, 40 + 60 * index, 30, opacity))
        frames.append(frame)
    return frames


# Profiles (ICC.1:2001-04, version 2.4)


def icc_profile(device_class, space, connection, name, tags):
    """A profile out of its tags, given as signature and data."""
    description = b"desc" + bytes(4) + struct.pack(">I", len(name) + 1) + name.encode() + bytes(1 + 4 + 4 + 3 + 67)
    white = b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061)
    texts = [(b"desc", description), (b"cprt", b"text" + bytes(4) + b"CC0-1.0\0"), (b"wtpt", white)]
    table, body, start, places = b"", b"", 128 + 4 + 12 * (len(texts) + len(tags)), {}
    for signature, data in texts + tags:
        if data not in places:
            body += bytes(-len(body) % 4)
            places[data] = start + len(body)
            body += data
        table += signature + struct.pack(">II", places[data], len(data))
    count = struct.pack(">I", len(texts) + len(tags))
    size = 128 + len(count) + len(table) + len(body)
    header = struct.pack(">I", size) + bytes(4) + bytes([2, 0x40, 0, 0]) + device_class + space + connection
    header += struct.pack(">6H", 2025, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    return header + bytes(128 - len(header)) + count + table + body


def wide_gamut_profile():
    """RGB with primaries far outside of sRGB's and a gamma of 2.2."""
    def xyz(*values):
        return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(2.2 * 256)) + bytes(2)
    tags = [(b"rXYZ", xyz(0.6097, 0.3111, 0.0195)), (b"gXYZ", xyz(0.2053, 0.6257, 0.0609)),
            (b"bXYZ", xyz(0.1492, 0.0632, 0.7446)), (b"rTRC", curve), (b"gTRC", curve), (b"bTRC", curve)]
    return icc_profile(b"mntr", b"RGB ", b"XYZ ", "Wide test RGB", tags)


def cmyk_profile():
    """Four inks to CIELAB in a 5 x 5 x 5 x 5 table. The inks are not ideal: magenta is reddish, black is dark grey."""
    inks = numpy.array([[0.05, 0.60, 0.85], [0.85, 0.10, 0.45], [0.98, 0.90, 0.10], [0.10, 0.10, 0.10]])
    steps = numpy.linspace(0, 1, 5)
    cells = []
    for amounts in numpy.stack(numpy.meshgrid(*[steps] * 4, indexing="ij"), axis=-1).reshape(-1, 4):
        light = numpy.prod(1 - amounts[:, None] * (1 - inks), axis=0)
        cells.append(srgb_to_lab(light))
    lab = numpy.array(cells)
    table = numpy.stack([lab[:, 0] * 255 / 100, lab[:, 1] + 128, lab[:, 2] + 128], axis=-1)
    identity = bytes(range(256))
    lut = b"mft1" + bytes(4) + bytes([4, 3, 5, 0]) + struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    lut += identity * 4 + numpy.clip(numpy.rint(table), 0, 255).astype(numpy.uint8).tobytes() + identity * 3
    return icc_profile(b"prtr", b"CMYK", b"Lab ", "Four test inks", [(b"A2B0", lut), (b"A2B1", lut), (b"A2B2", lut)])


def srgb_to_lab(encoded):
    """CIELAB under D50 of sRGB values 0...1."""
    linear = numpy.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    to_xyz = numpy.array([[0.4360747, 0.3850649, 0.1430804], [0.2225045, 0.7168786, 0.0606169],
                          [0.0139322, 0.0971045, 0.7141733]])
    ratio = to_xyz @ linear / numpy.array([0.96422, 1.0, 0.82521])
    f = numpy.where(ratio > 216 / 24389, numpy.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return numpy.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def through_profile(image, profile):
    """The pixels that look like `image` under the profile."""
    target = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    return ImageCms.profileToProfile(image, ImageCms.createProfile("sRGB"), target)


def separated(image):
    """Inks for the picture: grey component replaced by black in half."""
    rgb = numpy.asarray(image).astype(float) / 255
    black = (1 - rgb.max(axis=2)) * 0.5
    inks = 1 - rgb / (1 - black)[..., None]
    cmyk = numpy.dstack([inks, black])
    return Image.fromarray(numpy.rint(numpy.clip(cmyk, 0, 1) * 255).astype(numpy.uint8), "CMYK")


# Encoding


def saved(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def orientation_tag(value):
    exif = Image.Exif()
    exif[0x0112] = value
    return exif.tobytes()


def animated(kind, frames, **options):
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=DELAYS, **options)


def jxl(image):
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder, "in.png"), pathlib.Path(folder, "out.jxl")
        source.write_bytes(saved(image, "PNG"))
        subprocess.run(["cjxl", "-q", "80", str(source), str(target)], check=True, capture_output=True)
        return target.read_bytes()


def heic(image):
    buffer = io.BytesIO()
    pillow_heif.from_pillow(image).save(buffer, quality=60)
    return buffer.getvalue()


def sixteen_bit_png():
    """Values between the 8-bit steps: a fine ramp in each channel."""
    y, x = numpy.mgrid[0:43, 0:64]
    ramp = numpy.stack([x * 1023 + y * 3, y * 1523 + x * 5, (63 - x) * 997 + y * 7], axis=-1)
    return imagecodecs.png_encode(numpy.clip(ramp, 0, 65535).astype(numpy.uint16))


def bomb_png(side):
    """A PNG that says it is `side` x `side` and holds next to nothing."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    header = struct.pack(">2I5B", side, side, 8, 6, 0, 0, 0)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(64))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200" viewBox="0 0 300 200">
  <rect x="20" y="20" width="120" height="80" rx="12" fill="#c8321e"/>
  <circle cx="210" cy="110" r="60" fill="#1e5ac8" fill-opacity="0.6"/>
  <path d="M30 180 L90 120 L150 180 Z" fill="#28a03c"/>
  <text x="170" y="40" font-family="DejaVu Sans" font-size="24" fill="#202020">Still</text>
</svg>
"""

HTML = "<!DOCTYPE html>\n<html><head><title>404</title></head><body><h1>Not found</h1></body></html>\n"


# The folder


def good():
    """Path, bytes, and what is not the manifest's default."""
    big, wide, inks = landscape(), wide_gamut_profile(), cmyk_profile()
    upright = small(240)
    cmyk, clear = separated(small(160)), Image.new("RGBA", (96, 64), (0, 0, 0, 0))
    yield "jpeg/baseline.jpg", saved(big, "JPEG", quality=80), {}
    yield "jpeg/progressive.jpg", saved(big, "JPEG", quality=70, progressive=True), {}
    yield "jpeg/orientation-6.jpg", saved(upright.transpose(Image.Transpose.ROTATE_90), "JPEG", quality=80,
                                          exif=orientation_tag(TURNED_90)), {
        "orientation": TURNED_90, "note": "shown: red top left, green top right, blue bottom left"}
    yield "jpeg/grey.jpg", saved(upright.convert("L"), "JPEG", quality=75), {"bands": 1, "interpretation": "b-w"}
    yield "jpeg/wide-gamut-icc.jpg", saved(through_profile(upright, wide), "JPEG", quality=85, icc_profile=wide), {
        "icc": "Wide test RGB", "note": "looks as jpeg/orientation-6.jpg when the profile is honoured"}
    yield "jpeg/cmyk-icc.jpg", saved(cmyk, "JPEG", quality=85, icc_profile=inks), {
        "bands": 4, "icc": "Four test inks", "interpretation": "cmyk"}
    yield "png/rgba.png", saved(with_hole(small(120)), "PNG"), {"bands": 4, "has_alpha": "yes"}
    yield "png/16bit.png", sixteen_bit_png(), {"bit_depth": 16, "interpretation": "rgb16"}
    yield "png/palette.png", saved(small(160).quantize(16, dither=Image.Dither.NONE), "PNG", bits=4), {"bit_depth": 4}
    yield "webp/lossy.webp", saved(small(320), "WEBP", quality=75), {}
    yield "webp/lossless-alpha.webp", saved(with_hole(small(120)), "WEBP", lossless=True), {
        "bands": 4, "has_alpha": "yes"}
    yield "webp/animated.webp", animated("WEBP", moving_frames(clear, opacity=160), loop=LOOPS, lossless=True), {
        "bands": 4, "has_alpha": "yes", "frames": 4}
    yield "gif/animated.gif", animated("GIF", moving_frames(small(96).convert("RGBA")), loop=LOOPS - 1, disposal=1), {
        "frames": 4, "note": "plays 3 times: the file counts 2 repeats"}
    yield "gif/animated-clear.gif", animated("GIF", moving_frames(clear), loop=0, disposal=2), {
        "bands": 4, "has_alpha": "yes", "frames": 4}
    yield "avif/still.avif", saved(upright, "AVIF", quality=60), {}
    # BT.601 in its limited range, colours coarser across alone, and not at all.
    yield "avif/limited-422.avif", saved(upright, "AVIF", quality=70, subsampling="4:2:2", range="limited"), {}
    yield "avif/limited-444.avif", saved(small(120), "AVIF", quality=70, subsampling="4:4:4", range="limited"), {}
    yield "avif/alpha.avif", saved(with_hole(small(120)), "AVIF", quality=70), {"bands": 4, "has_alpha": "yes"}
    yield "heic/still.heic", heic(upright), {}
    yield "tiff/lzw.tiff", saved(small(120), "TIFF", compression="tiff_lzw"), {}
    yield "jxl/lossy.jxl", jxl(upright), {}
    yield "bmp/rgb24.bmp", saved(small(80), "BMP"), {}
    yield "ico/two-sizes.ico", saved(with_hole(small(120).resize((48, 48))), "ICO", sizes=[(16, 16), (48, 48)]), {
        "bands": 4, "has_alpha": "yes", "note": "48x48 is shown"}
    yield "svg/shapes.svg", SVG.encode(), {"bands": 4, "has_alpha": "yes"}


def bad():
    """Path, bytes, expected outcome, note."""
    jpeg = saved(landscape(), "JPEG", quality=80)
    yield "bad/truncated.jpg", jpeg[:len(jpeg) // 2], "either", "cut short: a clear error, or a part of the picture"
    yield "bad/header-only.jpg", jpeg[:40], "rejected", "the first bytes only"
    yield "bad/html.png", HTML.encode(), "rejected", "an error page stored as an image"
    yield "bad/bomb-50000x50000.png", bomb_png(50_000), "rejected", "2.5 gigapixels declared: refused from the header"
    yield "bad/empty.jpg", b"", "rejected", "0 bytes"


def stored_size(data):
    """Width and height as they stand in the file, before orientation; the largest entry of an ICO."""
    if data.startswith(b"<svg"):
        return 300, 200
    if data[:2] == b"\xff\x0a":
        return imagecodecs.jpegxl_decode(data).shape[1::-1]
    return Image.open(io.BytesIO(data)).size


def write(folder, path, data, columns):
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return {"path": path, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "licence": LICENCE,
            "origin": ORIGIN, **columns}


def main():
    if len(sys.argv) != 2:
        raise SystemExit("usage: make-fixtures.py FOLDER")
    pillow_heif.register_heif_opener()
    folder, rows = pathlib.Path(sys.argv[1]), []
    for path, data, differing in good():
        width, height = stored_size(data)
        defaults = {"format": path.split("/")[0], "width": width, "height": height, "bands": 3, "bit_depth": 8,
                    "orientation": 1, "has_alpha": "no", "frames": 1, "interpretation": "srgb", "expected": "ok"}
        rows.append(write(folder, path, data, {**defaults, **differing}))
    for path, data, expected, note in bad():
        rows.append(write(folder, path, data, {"expected": expected, "note": note}))
    with open(folder / "fixtures-manifest.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["path"]))
    print(f"{folder}: {len(rows)} files, {sum(row['bytes'] for row in rows)} bytes")


if __name__ == "__main__":
    main()
