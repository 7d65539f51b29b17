#!/usr/bin/env python3
"""Draws one card of colours into files of odd kinds, Tests/Fixtures/pictures, and writes what each has to look like.

Development only, as make-fixtures.py: the files are committed, no test runs this.

    python3 -m venv venv && venv/bin/pip install pillow pillow-heif numpy imagecodecs
    venv/bin/python Scripts/make-picture-fixtures.py Tests/Fixtures/pictures

The card has 4 x 3 cells of 16 pixels. facts.csv says for each file which colour each cell has on a screen (RGBA, row by row), how
far a result may be from it, and by what the colours are known. Colours are computed here from the standards' formulas, not by any
decoder; pillow-heif reads the HEIF files back, as a check of this script.
"""

import csv
import io
import pathlib
import struct
import sys
import zlib

import imagecodecs
import numpy
import pillow_heif
from PIL import Image

SIDE, COLUMNS, ROWS = 16, 4, 3
WIDTH, HEIGHT = SIDE * COLUMNS, SIDE * ROWS
CELLS = numpy.array([
    (200, 60, 60), (60, 180, 80), (70, 90, 200), (128, 128, 128), (230, 200, 90), (40, 40, 48), (210, 210, 220), (150, 80, 160),
    (90, 170, 180), (170, 120, 70), (250, 250, 250), (100, 130, 90)], dtype=float)
ALPHA = numpy.array([255, 0, 128, 255, 64, 255, 192, 255, 255, 32, 255, 160], dtype=float)


# Colours


def spread(cells):
    """Cells as a picture."""
    cells = numpy.asarray(cells)
    grid = cells.reshape((ROWS, COLUMNS) + cells.shape[1:])
    return grid.repeat(SIDE, 0).repeat(SIDE, 1)


def light(samples):
    s = numpy.asarray(samples) / 255
    return numpy.where(s <= 0.04045, s / 12.92, ((s + 0.055) / 1.055) ** 2.4)


def encoded(values):
    v = numpy.clip(values, 0, 1)
    return 255 * numpy.where(v <= 0.0031308, v * 12.92, 1.055 * v ** (1 / 2.4) - 0.055)


def xyz(primaries, white=(0.3127, 0.3290)):
    columns = numpy.array([[x / y, 1, (1 - x - y) / y] for x, y in primaries]).T
    target = numpy.array([white[0] / white[1], 1, (1 - white[0] - white[1]) / white[1]])
    return columns * numpy.linalg.solve(columns, target)


SRGB = xyz([(0.64, 0.33), (0.30, 0.60), (0.15, 0.06)])
P3 = xyz([(0.680, 0.320), (0.265, 0.690), (0.150, 0.060)])
BT2020 = xyz([(0.708, 0.292), (0.170, 0.797), (0.131, 0.046)])
ADOBE = xyz([(0.64, 0.33), (0.21, 0.71), (0.15, 0.06)])


def between(values, source, target):
    return numpy.asarray(values) @ (numpy.linalg.inv(target) @ source).T


def pq(nits):
    y = (numpy.maximum(nits, 0) / 10000) ** (2610 / 16384)
    return ((3424 / 4096 + 2413 / 128 * y) / (1 + 2392 / 128 * y)) ** (2523 / 32)


def pq_nits(sample):
    p = numpy.asarray(sample) ** (32 / 2523)
    return 10000 * (numpy.maximum(p - 3424 / 4096, 0) / (2413 / 128 - 2392 / 128 * p)) ** (16384 / 2610)


def hlg_nits(sample):
    e = numpy.asarray(sample)
    scene = numpy.where(e <= 0.5, e * e / 3, (numpy.exp((e - 0.55991073) / 0.17883277) + 0.28466892) / 12)
    return 1000 * scene ** 1.2


def tone_mapped(nits):
    """BT.2390-10, 5.4.1, from 0...1000 to 0...203 nits."""
    top, out = pq(1000.0), []
    target = pq(203.0) / top
    knee = 1.5 * target - 0.5
    for value in numpy.minimum(pq(nits) / top, 1).ravel():
        if value > knee:
            t = (value - knee) / (1 - knee)
            value = ((2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee)
                     + (-2 * t**3 + 3 * t**2) * target)
        out.append(value * top)
    return pq_nits(numpy.array(out)).reshape(numpy.shape(nits)) / 203


def lab(cells):
    """CIE L*a*b* under D65, as libvips takes it for TIFF: white is white."""
    white = SRGB.sum(axis=1)
    t = between(light(cells), SRGB, numpy.eye(3)) / white
    f = numpy.where(t > (6 / 29) ** 3, numpy.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return numpy.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=-1)


def byte(values):
    return numpy.clip(numpy.rint(values), 0, 255).astype(numpy.uint8)


# Files


def png(depth, colour, rows, *chunks):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, colour, 0, 0, 0)
    raw = b"".join(b"\0" + row for row in rows)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(chunk(n, d) for n, d in chunks)
            + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


def rows(samples):
    return [line.tobytes() for line in numpy.ascontiguousarray(samples)]


TIFF_LETTERS = {1: "B", 2: "B", 3: "H", 4: "I"}


def tiff(tags, data, width=WIDTH, height=HEIGHT):
    tags = dict(tags)
    tags.update({256: (4, [width]), 257: (4, [height]), 278: (4, [height]), 279: (4, [len(data)])})
    tags.setdefault(259, (3, [1]))
    count, extra = len(tags) + 1, b""
    start = 8 + 2 + 12 * count + 4
    entries = []
    for tag in sorted(list(tags) + [273]):
        kind, values = tags.get(tag, (4, [0]))
        raw = struct.pack("<%d%s" % (len(values), TIFF_LETTERS[kind]), *values)
        place = None
        if len(raw) > 4:
            place, extra = start + len(extra), extra + raw + b"\0" * (len(raw) % 2)
        entries.append((tag, kind, len(values), raw, place))
    file = struct.pack("<2sHIH", b"II", 42, 8, count)
    for tag, kind, number, raw, place in entries:
        value = struct.pack("<I", start + len(extra)) if tag == 273 else (
            raw.ljust(4, b"\0") if place is None else struct.pack("<I", place))
        file += struct.pack("<HHI", tag, kind, number) + value
    return file + struct.pack("<I", 0) + extra + data


def shorts(*values):
    return (3, list(values))


def packed(samples, bits):
    """Rows of samples of few bits, the highest first."""
    result = b""
    for line in samples.reshape(samples.shape[0], -1):
        text = "".join(format(int(v), "0%db" % bits) for v in line)
        text += "0" * (-len(text) % 8)
        result += int(text, 2).to_bytes(len(text) // 8, "big")
    return result


def gif(frames, palette, background=0):
    """Frames: (left, top, indices, disposal). LZW that never grows: a clear code before each two pixels."""
    file = b"GIF89a" + struct.pack("<HHBBB", WIDTH, HEIGHT, 0xF3, background, 0) + bytes(palette)
    for left, top, indices, disposal in frames:
        height, width = indices.shape
        file += b"\x21\xF9\x04" + struct.pack("<BHBB", disposal << 2, 10, 0, 0)
        file += b"\x2C" + struct.pack("<HHHHB", left, top, width, height, 0) + b"\x04"
        codes = [code for pixel in indices.ravel() for code in (16, int(pixel))] + [17]
        number = sum(code << (5 * place) for place, code in enumerate(codes))
        data = number.to_bytes((5 * len(codes) + 7) // 8, "little")
        for start in range(0, len(data), 255):
            file += bytes([len(data[start:start + 255])]) + data[start:start + 255]
        file += b"\0"
    return file + b"\x3B"


def avif(picture, **options):
    buffer = io.BytesIO()
    picture.save(buffer, "AVIF", **{"quality": 95, "subsampling": "4:4:4", "speed": 4, **options})
    return buffer.getvalue()


def heic(picture):
    buffer = io.BytesIO()
    pillow_heif.from_pillow(picture).save(buffer, quality=95, chroma=444, save_nclx_profile=True)
    return buffer.getvalue()


def renumbered(file, primaries, transfer):
    """The file with other numbers for its colours."""
    place = file.index(b"nclx")
    return file[:place + 4] + struct.pack(">HH", primaries, transfer) + file[place + 8:]


def boxes(file, start, end):
    while start + 8 <= end:
        length = struct.unpack(">I", file[start:start + 4])[0]
        yield file[start + 4:start + 8], start, start + length
        start += length


def with_references(file, change):
    """The file with `change(references)`, a list of (kind, source, targets), in place of its references."""
    meta = next(box for box in boxes(file, 0, len(file)) if box[0] == b"meta")
    children = {name: (start, end) for name, start, end in boxes(file, meta[1] + 12, meta[2])}
    references = []
    if b"iref" in children:
        start, end = children[b"iref"]
        for kind, first, last in boxes(file, start + 12, end):
            source, count = struct.unpack(">HH", file[first + 8:first + 12])
            references.append((kind, source, list(struct.unpack(">%dH" % count, file[first + 12:last]))))
    else:
        start = end = children[b"iprp"][0]
    references = change(references)
    content = b"".join(
        struct.pack(">I4sHH%dH" % len(targets), 12 + 2 * len(targets), kind, source, len(targets), *targets)
        for kind, source, targets in references)
    table = struct.pack(">I4sI", 12 + len(content), b"iref", 0) + content
    growth = len(table) - (end - start)
    file = bytearray(file)
    place = children[b"iloc"][0] + 8
    version = file[place]
    assert version <= 1 and file[place + 4] == 0x44, "places of four bytes"
    base, index = file[place + 5] >> 4, file[place + 5] & 15 if version else 0
    count, place = struct.unpack(">H", file[place + 6:place + 8])[0], place + 8
    for _ in range(count):
        method = struct.unpack(">H", file[place + 2:place + 4])[0] & 15 if version else 0
        place += (4 if version else 2) + 2
        assert base in (0, 4) and not (base and int.from_bytes(file[place:place + base], "big")), "no base"
        place += base
        parts = struct.unpack(">H", file[place:place + 2])[0]
        place += 2
        for _ in range(parts):
            place += index
            offset = struct.unpack(">I", file[place:place + 4])[0]
            if method == 0:
                file[place:place + 4] = struct.pack(">I", offset + growth)
            place += 8
    file[meta[1]:meta[1] + 4] = struct.pack(">I", meta[2] - meta[1] + growth)
    return bytes(file[:start]) + table + bytes(file[end:])


def twice(kind, other):
    """References of `kind` lead to a second item, which stands first."""
    return lambda references: [
        (name, source, [other(source)] + targets if name == kind else targets) for name, source, targets in references]


def icc(space, connection, tags):
    """A profile of version 2."""
    offset, table, data = 132 + 12 * len(tags), b"", b""
    for name, content in tags:
        table += struct.pack(">4sII", name, offset + len(data), len(content))
        data += content + b"\0" * (-len(content) % 4)
    body = struct.pack(">I", len(tags)) + table + data
    head = struct.pack(">II I 4s4s4s", 128 + len(body), 0, 0x02100000, b"mntr", space, connection)
    head += struct.pack(">6H", 2020, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    return head + struct.pack(">3i", 63190, 65536, 54061) + b"\0" * (128 - len(head) - 12) + body


def text_tag(text):
    return b"desc\0\0\0\0" + struct.pack(">I", len(text) + 1) + text + b"\0" + b"\0" * 78


def grey_icc():
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061)
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256))
    return icc(b"GRAY", b"XYZ ", [(b"desc", text_tag(b"Grey")), (b"wtpt", white), (b"kTRC", curve)])


def srgb_icc():
    from PIL import ImageCms
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def adobe_exif():
    """EXIF with the colour space open, and interoperability R03."""
    def directory(entries, following=0):
        return struct.pack("<H", len(entries)) + b"".join(entries) + struct.pack("<I", following)
    entry = lambda tag, kind, count, value: struct.pack("<HHI", tag, kind, count) + value
    first = directory([entry(0x8769, 4, 1, struct.pack("<I", 26))])
    second = directory([entry(0xA001, 3, 1, struct.pack("<HH", 0xFFFF, 0)),
                        entry(0xA005, 4, 1, struct.pack("<I", 26 + 30))])
    third = directory([entry(1, 2, 4, b"R03\0")])
    return b"Exif\0\0" + struct.pack("<2sHI", b"II", 42, 8) + first + second + third


# The list


OPAQUE = numpy.full(12, 255.0)


def pictures():
    """name, bytes, colours (12 x 3), alpha, tolerance, what the colours are known by."""
    card, clear = byte(spread(CELLS)), byte(spread(ALPHA))
    rgb, rgba = Image.fromarray(card), Image.fromarray(numpy.dstack([card, clear]))
    grey = numpy.rint(CELLS @ (0.299, 0.587, 0.114))
    greys = numpy.repeat(grey[:, None], 3, 1)
    deep = numpy.dstack([spread(CELLS), spread(ALPHA)]) * 257
    p3 = encoded(between(light(CELLS), SRGB, P3))
    p3_card = byte(spread(p3))

    # HEIF: references to two items, numbers for colours, alpha that colours are weighted by, grey of limited range.
    thumbnailed = io.BytesIO()
    pillow_heif.from_pillow(rgb).save(thumbnailed, quality=95, chroma=444, save_nclx_profile=True)
    yield ("shared-alpha.avif", with_references(avif(rgba), twice(b"auxl", lambda source: source)), CELLS, ALPHA, 4, "cicp 1/13")
    plain = avif(rgb)
    yield "p3-numbers.avif", renumbered(avif(Image.fromarray(p3_card)), 12, 13), CELLS, OPAQUE, 4, "cicp 12/13"
    yield ("p3-numbers.heic", renumbered(heic(Image.fromarray(p3_card)), 12, 13), CELLS, OPAQUE, 5, "cicp 12/13")
    weighted = byte(spread(CELLS * ALPHA[:, None] / 255))
    premultiplied = avif(Image.fromarray(numpy.dstack([weighted, clear])), quality=100)
    yield ("premultiplied.avif", with_references(premultiplied, lambda r: [(b"prem", 1, [2])] + r), CELLS, ALPHA, 14,
           "cicp 1/13")
    yield ("grey-limited.avif", avif(Image.fromarray(byte(spread(greys))), subsampling="4:0:0", range="limited"), greys,
           OPAQUE, 3, "cicp 1/13")
    nits = 203 * 1.6 * light(CELLS)
    high = byte(spread(255 * pq(between(nits, SRGB, BT2020))))
    shown = between(tone_mapped(pq_nits(byte(255 * pq(between(nits, SRGB, BT2020))) / 255)), BT2020, SRGB)
    yield "pq.avif", renumbered(avif(Image.fromarray(high), quality=100), 9, 16), encoded(shown), OPAQUE, 16, "cicp 9/16"
    shown = between(tone_mapped(hlg_nits(CELLS / 255)), BT2020, SRGB)
    yield "hlg.avif", renumbered(avif(rgb, quality=100), 9, 18), encoded(shown), OPAQUE, 6, "cicp 9/18"

    # PNG: alpha of 16 bits with a profile; colours by chunks; a palette.
    samples = rows(deep.astype(">u2").reshape(HEIGHT, -1))
    yield ("rgba16-icc.png", png(16, 6, samples, (b"iCCP", b"sRGB\0\0" + zlib.compress(srgb_icc()))), CELLS, ALPHA, 2,
           "icc")
    # The second cell's colour is the one that is transparent.
    key, keyed = numpy.rint(CELLS[1] * 257).astype(">u2").tobytes(), numpy.where(numpy.arange(len(CELLS)) == 1, 0.0, 255.0)
    yield ("rgb16-key-icc.png",
           png(16, 2, rows(deep[:, :, :3].astype(">u2").reshape(HEIGHT, -1)), (b"iCCP", b"sRGB\0\0" + zlib.compress(srgb_icc())),
               (b"tRNS", key)), CELLS, keyed, 2, "icc")
    linear = rows(numpy.rint(spread(light(CELLS)) * 65535).astype(">u2").reshape(HEIGHT, -1))
    yield "gamma-1.png", png(16, 2, linear, (b"gAMA", struct.pack(">I", 100000))), CELLS, OPAQUE, 2, "gamma"
    soft = rows(byte(255 * spread((grey / 255) ** (1 / 1.25))))
    soft_grey = numpy.repeat(encoded((byte(255 * (grey / 255) ** (1 / 1.25)) / 255) ** 1.8)[:, None], 3, 1)
    yield "gamma-grey.png", png(8, 0, soft, (b"gAMA", struct.pack(">I", 55556))), soft_grey, OPAQUE, 2, "gamma"
    chromaticities = struct.pack(">8I", 31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000)
    yield ("p3-chromaticities.png",
           png(8, 2, rows(p3_card.reshape(HEIGHT, -1)), (b"gAMA", struct.pack(">I", 45455)), (b"cHRM", chromaticities)), CELLS,
           OPAQUE, 3, "gamma")
    yield ("p3-numbers.png", png(8, 2, rows(p3_card.reshape(HEIGHT, -1)), (b"cICP", bytes([12, 13, 0, 1]))), CELLS, OPAQUE, 3,
           "cicp 12/13")
    yield ("srgb-and-gamma.png",
           png(8, 2, rows(card.reshape(HEIGHT, -1)), (b"sRGB", b"\0"), (b"gAMA", struct.pack(">I", 100000))), CELLS, OPAQUE, 1,
           "assumed")

    # JPEG: a profile for other samples, colours by EXIF.
    options = {"format": "JPEG", "quality": 97, "subsampling": 0}
    buffer = io.BytesIO()
    rgb.save(buffer, icc_profile=grey_icc(), **options)
    yield "rgb-grey-icc.jpg", buffer.getvalue(), CELLS, OPAQUE, 4, "assumed"
    buffer = io.BytesIO()
    rgb.save(buffer, "WEBP", lossless=True, icc_profile=grey_icc())
    yield "rgb-grey-icc.webp", buffer.getvalue(), CELLS, OPAQUE, 1, "assumed"
    buffer = io.BytesIO()
    rgba.save(buffer, "WEBP", lossless=True, icc_profile=grey_icc())
    yield "rgba-grey-icc.webp", buffer.getvalue(), CELLS, ALPHA, 1, "assumed"
    for name, save in (("avif", avif), ("heic", heic)):
        profiled = rgb.copy()
        profiled.info["icc_profile"] = grey_icc()
        yield f"rgb-grey-icc.{name}", save(profiled), CELLS, OPAQUE, 5, "assumed"
    buffer = io.BytesIO()
    adobe = 255 * numpy.clip(between(light(CELLS), SRGB, ADOBE), 0, 1) ** (256 / 563)
    Image.fromarray(byte(spread(adobe))).save(buffer, exif=adobe_exif(), **options)
    yield "adobe-exif.jpg", buffer.getvalue(), CELLS, OPAQUE, 5, "exif"

    # TIFF.
    matrix = numpy.array([[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]])
    y_cb_cr = byte(spread(CELLS @ matrix.T + (0, 128, 128)))
    yield ("ycbcr.tif", tiff({258: shorts(8, 8, 8), 262: shorts(6), 277: shorts(3), 530: shorts(1, 1), 259: shorts(8)},
                             zlib.compress(y_cb_cr.tobytes())), CELLS, OPAQUE, 3, "assumed")
    units = b"".join(
        bytes([*y_cb_cr[y, x:x + 2, 0], *y_cb_cr[y + 1, x:x + 2, 0], *y_cb_cr[y, x, 1:]])
        for y in range(0, HEIGHT, 2) for x in range(0, WIDTH, 2))
    yield ("ycbcr-420.tif", tiff({258: shorts(8, 8, 8), 262: shorts(6), 277: shorts(3), 530: shorts(2, 2), 259: shorts(8)},
                                 zlib.compress(units)), CELLS, OPAQUE, 3, "assumed")
    values = lab(CELLS)
    stored = numpy.rint(numpy.stack([values[:, 0] * 2.55, values[:, 1], values[:, 2]], -1)).astype(int) & 255
    yield ("lab8.tif", tiff({258: shorts(8, 8, 8), 262: shorts(8), 277: shorts(3), 259: shorts(8)},
                            zlib.compress(spread(stored).astype(numpy.uint8).tobytes())), CELLS, OPAQUE, 4, "assumed")
    stored = numpy.rint(numpy.stack([values[:, 0] * 2.55, values[:, 1] + 128, values[:, 2] + 128], -1))
    yield ("icclab8.tif", tiff({258: shorts(8, 8, 8), 262: shorts(9), 277: shorts(3), 259: shorts(8)},
                               zlib.compress(byte(spread(stored)).tobytes())), CELLS, OPAQUE, 4, "assumed")
    floats = {258: shorts(32), 262: shorts(1), 277: shorts(1), 339: shorts(3), 259: shorts(8)}
    yield ("float-grey.tif", tiff(floats, zlib.compress(spread(light(grey)).astype("<f4").tobytes())), greys, OPAQUE, 2,
           "assumed")
    floats = {258: shorts(32, 32, 32, 32), 262: shorts(2), 277: shorts(4), 339: shorts(3, 3, 3, 3), 338: shorts(2),
              259: shorts(8)}
    yield ("float-rgba.tif", tiff(floats, zlib.compress(
        numpy.dstack([spread(light(CELLS)), spread(ALPHA / 255)]).astype("<f4").tobytes())), CELLS, ALPHA, 2, "assumed")
    yield ("uint32.tif", tiff({258: shorts(32, 32, 32), 262: shorts(2), 277: shorts(3), 259: shorts(8)},
                              zlib.compress((spread(CELLS) * 16843009).astype("<u4").tobytes())), CELLS, OPAQUE, 1, "assumed")
    quarter = numpy.rint(CELLS / 17)
    yield ("rgb4.tif", tiff({258: shorts(4, 4, 4), 262: shorts(2), 277: shorts(3)},
                            packed(spread(quarter), 4)), quarter * 17, OPAQUE, 0, "assumed")
    half = numpy.stack([numpy.rint(grey / 85), numpy.rint(ALPHA / 85)], -1)
    yield ("grey-alpha2.tif", tiff({258: shorts(2, 2), 262: shorts(1), 277: shorts(2), 338: shorts(2)},
                                   packed(spread(half), 2)),
           numpy.repeat(half[:, :1] * 85, 3, 1), half[:, 1] * 85, 0, "assumed")
    twelve = numpy.rint(4095 - grey / 255 * 4095)
    yield ("white-is-zero-12.tif", tiff({258: shorts(12), 262: shorts(0), 277: shorts(1)},
                                        packed(spread(twelve), 12)), greys, OPAQUE, 1, "assumed")
    extra = numpy.dstack([card, byte(spread(255 - ALPHA))]).tobytes()
    for name, kinds in (("selection", shorts(0)), ("alpha", shorts(2))):
        sound = CELLS, (OPAQUE if name == "selection" else 255 - ALPHA)
        yield (f"{name}.tif", tiff({258: shorts(8, 8, 8, 8), 262: shorts(2), 277: shorts(4), 338: kinds, 259: shorts(8)},
                                   zlib.compress(extra)), *sound, 1, "assumed")
    yield ("selection-and-alpha.tif", tiff(
        {258: shorts(8, 8, 8, 8, 8), 262: shorts(2), 277: shorts(5), 338: shorts(0, 2), 259: shorts(8)},
        zlib.compress(numpy.dstack([card, card[:, :, 0], clear]).tobytes())), CELLS, ALPHA, 1, "assumed")
    yield ("grey-selection.tif", tiff({258: shorts(8, 8), 262: shorts(1), 277: shorts(2), 338: shorts(0), 259: shorts(8)},
                                      zlib.compress(byte(numpy.dstack([spread(grey), spread(ALPHA)])).tobytes())), greys,
           OPAQUE, 1, "assumed")
    yield ("rgb-grey-icc.tif", tiff({258: shorts(8, 8, 8), 262: shorts(2), 277: shorts(3), 259: shorts(8),
                                     34675: (1, list(grey_icc()))}, zlib.compress(card.tobytes())), CELLS, OPAQUE, 1, "assumed")
    yield ("rgba16-icc.tif", tiff({258: shorts(16, 16, 16, 16), 262: shorts(2), 277: shorts(4), 338: shorts(2), 259: shorts(8),
                                   34675: (1, list(srgb_icc()))}, zlib.compress(deep.astype("<u2").tobytes())), CELLS, ALPHA, 2,
           "icc")
    yield ("copyright.tif", tiff({258: shorts(8, 8, 8), 262: shorts(2), 277: shorts(3), 259: shorts(8),
                                  315: (2, list(b"Jane Doe\0")), 33432: (2, list(b"2020 Jane Doe\0"))},
                                 zlib.compress(card.tobytes())), CELLS, OPAQUE, 1, "assumed")

    # GIF: frames that leave some of the canvas alone. Cells of the first frame, where it is.
    palette = list(byte(CELLS).ravel()) + [0] * 12
    indices = spread(numpy.arange(12))
    inner = numpy.array([0 if column in (0, 3) or row == 2 else 255 for row in range(3) for column in range(4)], dtype=float)
    part = indices[0:2 * SIDE, SIDE:3 * SIDE]
    yield "small-first.gif", gif([(SIDE, 0, part, 0)], palette, 3), CELLS, inner, 1, "assumed"
    yield ("cleared.gif", gif([(0, 0, indices, 2), (SIDE, 0, part, 0)], palette, 3), CELLS, OPAQUE, 1, "assumed")

    # JPEG XL: 16 bits with alpha, an animation.
    # 16 bits are linear light, says imagecodecs in the file.
    linear = numpy.rint(numpy.dstack([spread(light(CELLS)), spread(ALPHA / 255)]) * 65535).astype(numpy.uint16)
    yield "rgba16.jxl", imagecodecs.jpegxl_encode(linear, lossless=True), CELLS, ALPHA, 3, "icc"
    frames = numpy.stack([card, 255 - card, numpy.zeros_like(card)])
    yield "animated.jxl", imagecodecs.jpegxl_encode(frames, lossless=True), CELLS, OPAQUE, 2, "icc"


def check(name, data):
    """HEIF files are read by another libheif, which takes them; nothing more is asked of it."""
    if name.endswith((".avif", ".heic")):
        assert pillow_heif.open_heif(io.BytesIO(data)).size == (WIDTH, HEIGHT) if name.endswith("heic") else (
            Image.open(io.BytesIO(data)).size == (WIDTH, HEIGHT))


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "facts.csv", "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["file", "colours", "tolerance", "cells"])
        for name, data, colours, alpha, tolerance, known in pictures():
            check(name, data)
            (folder / name).write_bytes(data)
            cells = byte(numpy.column_stack([colours, alpha]))
            table.writerow([name, known, tolerance, "".join(bytes(cell).hex() for cell in cells)])


if __name__ == "__main__":
    main()
