#!/usr/bin/env python3
"""Writes what renditions should look like, computed by a second implementation, for tests to compare against.

Development only: the facts are committed, no test runs this. No line is shared with the product, and libvips takes no
part: pixels are Pillow's and numpy's, sizes and positions are computed here from the description of the URL options.

    python3 -m venv venv && venv/bin/pip install pillow numpy scipy
    venv/bin/python Scripts/rendition-facts.py Tests/Fixtures

draws the pictures of FOLDER/transform, and writes FOLDER/rendition-facts.csv and FOLDER/effect-facts.csv:

    source         the picture, below FOLDER
    options        in the grammar of URLs, between the signature and `plain`
    format         what is written: the options' `f`, or what stands for it
    width, height  of the result
    has_alpha      `yes` when a pixel of the result is not opaque
    scaling        `kept`: no side was resized; `reduced`; `enlarged` when at least one side grew
    grid           averages over 8 x 8 cells before encoding, R G B A each, as in corpus-facts.csv

The order of the steps: trim, crop, resize, orientation, rotate, flip, crop to the size asked for, effects, canvas of
the size, canvas of the proportions, padding, background. Sizes round half away from zero, positions and padding half to
even. Colours are weighted by alpha while pixels are mixed.
"""

import argparse
import csv
import itertools
import math
import pathlib
import random
from dataclasses import dataclass, replace

import numpy
from PIL import Image
from scipy import ndimage

COLUMNS = ["source", "options", "format", "width", "height", "has_alpha", "scaling", "grid"]
CELLS = 8
SEED = 20150
SMALLEST_AVIF = 16  # pixels a side: below, PNG or JPEG is written
SHORTEST_SIDE = 16  # pixels of a result: two a cell
LARGEST_RESULT = 90_000  # pixels; tests read every one


# Numbers


def half_away(value):
    return int(math.floor(abs(value) + 0.5)) * (1 if value >= 0 else -1)


def half_even(value):
    return round(value)  # Python's own


def scaled_side(side, factor):
    return half_away(side * factor)


def smaller(one, other):
    """The smaller of two sides, of which 0 says nothing."""
    return min(one, other) if one and other else one or other


# What can be asked for

ANCHORS = {"ce": (0, 0), "no": (0, -1), "so": (0, 1), "ea": (1, 0), "we": (-1, 0), "noea": (1, -1), "nowe": (-1, -1),
           "soea": (1, 1), "sowe": (-1, 1)}


@dataclass(frozen=True)
class Gravity:
    """`name` is an anchor's, `fp` with x and y as the point, or `sm`, which pixels tell."""

    name: str = "ce"
    x: float = 0
    y: float = 0

    @property
    def text(self):
        return self.name if (self.x, self.y) == (0, 0) and self.name != "fp" else f"{self.name}:{self.x:g}:{self.y:g}"

    def stored(self, view):
        """The same place before the picture is turned by `view`, a 2 x 2 matrix from stored to seen directions."""
        back = numpy.array(view).T
        if self.name == "fp":
            x, y = back @ numpy.array([self.x - 0.5, self.y - 0.5]) + 0.5
            return Gravity("fp", float(x), float(y))
        anchor = numpy.array(ANCHORS[self.name])
        shift = numpy.array([self.x, self.y]) * numpy.where(anchor == 1, -1, 1)  # seen: right and down
        anchor, shift = back @ anchor, back @ shift
        x, y = shift * numpy.where(anchor == 1, -1, 1)
        names = {place: name for name, place in ANCHORS.items()}
        return Gravity(names[tuple(int(part) for part in anchor)], float(x), float(y))


@dataclass(frozen=True)
class Request:
    fit: str = "fit"
    width: int = 0
    height: int = 0
    enlarge: bool = False
    extend: Gravity | None = None
    ratio: Gravity | None = None  # extend_aspect_ratio
    gravity: Gravity = Gravity()
    crop: tuple = ()  # width, height, gravity or None
    crop_ratio: tuple = ()  # width by height, whether the crop grows to meet it
    trim: tuple = ()  # threshold, colour or "", equal across, equal down
    padding: tuple = ()
    auto_rotate: bool = True
    rotate: int = 0
    flip: tuple = (False, False)
    background: tuple = ()
    background_alpha: float = 1
    dpr: float = 1
    zoom: tuple = (1, 1)
    least: tuple = (0, 0)  # min-width, min-height
    effects: tuple = ()  # (name, arguments) in the order of the pipeline
    watermark: tuple = ()  # opacity, gravity or gaps, scale
    limit: int = 0  # the longest side of a result that is configured; no option
    more: tuple = ()  # options as they are written, whose effect is in the source
    format: str = "png"


# Sizes and positions, as seen


@dataclass
class Layout:
    """Everything about a rendition that numbers tell."""

    cut: tuple  # the part of the source
    size: tuple  # of all of that part, resized
    crop: tuple  # of the result within it
    canvas: tuple | None
    frame: tuple | None  # canvas of the proportions
    dpr: float


def part_of(source, request):
    """The size of the part that is cut out of the source."""
    sides = []
    for side, asked in zip(source, request.crop[:2] or (0, 0)):
        pixels = int(asked) if asked >= 1 else max(1, half_away(side * asked)) if asked > 0 else 0
        sides.append(smaller(pixels, side))
    return proportioned(sides, source, *request.crop_ratio) if request.crop_ratio else tuple(sides)


def proportioned(sides, source, ratio, grows):
    """The crop with other proportions: the side that is too long is cut, or the other one grows up to the source's."""
    wide, tall = max(1, half_away(sides[1] * ratio)), max(1, half_away(sides[0] / ratio))
    choices = [(wide, sides[1]), (sides[0], tall)]
    choices.sort(key=lambda size: size[0] * size[1], reverse=grows)
    width, height = choices[0]
    if width > source[0]:
        return source[0], max(1, half_away(source[0] / ratio))
    if height > source[1]:
        return max(1, half_away(source[1] * ratio)), source[1]
    return width, height


def fitted(base, request):
    """By how much each side shrinks before limits: source over asked."""
    asked = (request.width, request.height)
    shrink = [side / wish if wish and wish != side else 1 for side, wish in zip(base, asked)]
    fit = request.fit
    if fit == "auto":
        fit = "fill" if (base[0] >= base[1]) == (asked[0] >= asked[1]) else "fit"
    if fit == "force":
        return shrink
    if not asked[0] or not asked[1]:
        one = shrink[1] if not asked[0] else shrink[0]
        return [one, one]
    one = max(shrink) if fit == "fit" else min(shrink)
    return [one, one]


def shrinks(base, request):
    """By how much each side shrinks, and the dpr that is left."""
    x, y = (shrink / zoom for shrink, zoom in zip(fitted(base, request), request.zoom))
    dpr = request.dpr
    if not request.enlarge:
        least = min(x, y)
        if least < 1:
            x, y = x / least, y / least
            if not request.extend:
                dpr /= least
        dpr = min(dpr, x, y)
    width, height = request.least
    if width and base[0] / width < x:
        x, y = base[0] / width, y * (base[0] / width) / x
    if height and base[1] / height < y:
        x, y = x * (base[1] / height) / y, base[1] / height
    return min(x / dpr, base[0]), min(y / dpr, base[1]), dpr


def layout(source, request):
    factor = 1
    plan = sized(source, request, factor)
    # Rounded parts can be too long together once more.
    while 0 < request.limit < max(result_size(plan, request)):
        factor *= request.limit / max(result_size(plan, request))
        plan = sized(source, request, factor)
    return plan


def result_size(plan, request):
    """Of all that is seen in the end."""
    size = [max(sides) for sides in zip(plan.crop, plan.canvas or (0, 0), plan.frame or (0, 0))]
    top, right, bottom, left = (half_even(side * plan.dpr) for side in css_sides(request.padding or (0,)))
    return size[0] + left + right, size[1] + top + bottom


def sized(source, request, limit):
    """The layout with size and dpr times `limit`."""
    cut = part_of(source, request)
    x, y, dpr = shrinks(cut, request)
    x, y, dpr = min(x / limit, cut[0]), min(y / limit, cut[1]), dpr * limit
    size = scaled_side(cut[0], 1 / x), scaled_side(cut[1], 1 / y)
    asked = zip((request.width, request.height), request.zoom)
    target = tuple(max(1, scaled_side(side, dpr * zoom)) if side else 0 for side, zoom in asked)
    crop = target
    if request.fit == "fill-down" and not request.enlarge and all(target):
        over = target[0] / size[0], target[1] / size[1]
        if over[0] > over[1] and over[0] > 1:
            crop = size[0], max(1, scaled_side(size[0], target[1] / target[0]))
        elif over[1] > over[0] and over[1] > 1:
            crop = max(1, scaled_side(size[1], target[0] / target[1])), size[1]
    out = tuple(smaller(one, other) for one, other in zip(size, crop))
    canvas = frame = None
    if request.extend:
        canvas = tuple(max(wish, side) for wish, side in zip(target, out))
    if request.ratio and all(target):
        over = target[0] / out[0], target[1] / out[1]
        if over[1] > over[0]:
            frame = out[0], scaled_side(out[0], target[1] / target[0])
        elif over[0] > over[1]:
            frame = scaled_side(out[1], target[0] / target[1]), out[1]
    return Layout(cut, size, out, canvas, frame, dpr)


def attention(pixels, size):
    """Where libvips finds what draws the eye: the measure is its own, and its Python binding is asked for it."""
    import pyvips
    rgba = straight(pixels)
    bands = 4 if (rgba[:, :, 3] < 255).any() else 3
    picture = pyvips.Image.new_from_array(numpy.ascontiguousarray(rgba[:, :, :bands])).copy(interpretation="srgb")
    crop = picture.smartcrop(*size, interesting="attention")
    return -crop.xoffset, -crop.yoffset


def position(outer, inner, gravity, dpr=1):
    """The corner of `inner` inside `outer`."""
    return tuple(min(max(at, 0), room - side)
                 for at, room, side in zip(unbounded(outer, inner, gravity, dpr), outer, inner))


def unbounded(outer, inner, gravity, dpr):
    """The same, perhaps hanging over the edges."""
    place = []
    for axis, (room, side) in enumerate(zip(outer, inner)):
        value = (gravity.x, gravity.y)[axis]
        if gravity.name == "fp":
            at = half_even(room * value) - side // 2
        else:
            offset = half_even(value * dpr if abs(value) >= 1 else value * room)
            anchor = ANCHORS["ce" if gravity.name == "sm" else gravity.name][axis]
            middle = half_even((room - side + 1) / 2)
            at = {0: middle + offset, -1: offset, 1: room - side - offset}[anchor]
        place.append(at)
    return tuple(place)


# Pixels: height x width x 4 floats, colours 0...255 weighted by alpha 0...255 / 255


def weighted(rgba):
    pixels = rgba.astype(numpy.float64)
    pixels[:, :, :3] *= pixels[:, :, 3:] / 255
    return pixels


def straight(pixels):
    """8-bit RGBA."""
    alpha = numpy.clip(pixels[:, :, 3:], 0, 255)
    colours = numpy.divide(pixels[:, :, :3] * 255, alpha, out=numpy.zeros(pixels.shape[:2] + (3,)), where=alpha > 0)
    return numpy.rint(numpy.clip(numpy.dstack([colours, alpha]), 0, 255)).astype(numpy.uint8)


def resized(pixels, size):
    """Lanczos 3 where a side shrinks; cubic where it grows, as libvips documents it for its `resize`."""
    bands = [Image.fromarray(pixels[:, :, band].astype(numpy.float32)) for band in range(4)]
    for side in ((size[0], pixels.shape[0]), size):
        grows = side[0] > bands[0].width or side[1] > bands[0].height
        kernel = Image.Resampling.BICUBIC if grows else Image.Resampling.LANCZOS
        bands = [band.resize(side, kernel) for band in bands]
    result = numpy.stack([numpy.asarray(band, numpy.float64) for band in bands], axis=2)
    # Where a kernel overshoots full opacity, its weighted colours do as well: they are taken back together.
    alpha = numpy.clip(result[:, :, 3:], 0, 255)
    result[:, :, :3] *= numpy.divide(alpha, result[:, :, 3:], out=numpy.zeros_like(alpha), where=result[:, :, 3:] > 0)
    result[:, :, 3:] = alpha
    result[:, :, :3] = numpy.clip(result[:, :, :3], 0, alpha)
    return result


def cropped(pixels, size, corner):
    return pixels[corner[1]:corner[1] + size[1], corner[0]:corner[0] + size[0]]


def embedded(pixels, size, corner):
    """On a transparent canvas."""
    canvas = numpy.zeros((size[1], size[0], 4))
    canvas[corner[1]:corner[1] + pixels.shape[0], corner[0]:corner[0] + pixels.shape[1]] = pixels
    return canvas


def over(pixels, mark, corner):
    """`mark` laid over the picture; it may hang over any edge."""
    height, width = mark.shape[:2]
    (left, top), (right, bottom) = corner, (corner[0] + width, corner[1] + height)
    rows, columns = slice(max(top, 0), min(bottom, pixels.shape[0])), slice(max(left, 0), min(right, pixels.shape[1]))
    seen = mark[rows.start - top:rows.stop - top, columns.start - left:columns.stop - left]
    result = pixels.copy()
    result[rows, columns] = seen + pixels[rows, columns] * (1 - seen[:, :, 3:] / 255)
    return result


def marked_with(pixels, mark, watermark, dpr):
    """With the watermark `mark`, 8-bit RGBA, at a place, or again and again around the middle."""
    opacity, place, scale = watermark
    height, width = pixels.shape[:2]
    shown = mark.shape[1], mark.shape[0]
    if scale:
        factor = min(max(1, half_even(width * scale)) / shown[0], max(1, half_even(height * scale)) / shown[1])
        shown = tuple(max(1, half_away(side * factor)) for side in shown)
    mark = resized(weighted(mark), shown) * opacity
    if isinstance(place, Gravity):
        at = unbounded((width, height), shown, place, dpr)
        return over(pixels, mark, tuple(min(max(one, 1 - side), room - 1)
                                        for one, side, room in zip(at, shown, (width, height))))
    gaps = [half_even(gap * dpr if gap >= 1 else gap * side) for gap, side in zip(place, (width, height))]
    cell = shown[0] + gaps[0], shown[1] + gaps[1]
    first = [math.ceil((room - side) / 2) + gap // 2 for room, side, gap in zip((width, height), cell, gaps)]
    for row, column in itertools.product(range(-height // cell[1] - 1, height // cell[1] + 2),
                                         range(-width // cell[0] - 1, width // cell[0] + 2)):
        left, top = first[0] + column * cell[0], first[1] + row * cell[1]
        if -shown[0] < left < width and -shown[1] < top < height:
            pixels = over(pixels, mark, (left, top))
    return pixels


def on_ground(pixels, colour, alpha=1.0):
    ground = numpy.array([*(alpha * band for band in colour), 255 * alpha])
    return pixels + ground * (1 - pixels[:, :, 3:] / 255)


def trim_box(rgba, trim):
    """What a trim leaves: left, top, width, height."""
    threshold, colour, across, down = trim
    height, width = rgba.shape[:2]
    seen = numpy.rint(on_ground(weighted(rgba), (255, 0, 255)))[:, :, :3]
    border = numpy.array(rgb(colour)) if colour else seen[0, 0]
    middle = ndimage.median_filter(seen, size=(3, 3, 1), mode="nearest")
    inside = (numpy.abs(middle - border) > threshold).any(axis=2)
    if not inside.any():
        return 0, 0, width, height
    columns, rows = numpy.flatnonzero(inside.any(axis=0)), numpy.flatnonzero(inside.any(axis=1))
    left, right, top, bottom = columns[0], width - 1 - columns[-1], rows[0], height - 1 - rows[-1]
    if across:
        left = right = min(left, right)
    if down:
        top = bottom = min(top, bottom)
    return int(left), int(top), int(width - left - right), int(height - top - bottom)


def rgb(text):
    return tuple(int(text[index:index + 2], 16) for index in (0, 2, 4))


# Orientation

MIRROR, TURN = [[-1, 0], [0, 1]], [[0, -1], [1, 0]]  # left and right exchanged; a quarter clockwise
EXIF = {1: [], 2: [MIRROR], 3: [TURN] * 2, 4: [MIRROR] + [TURN] * 2, 5: [MIRROR] + [TURN] * 3, 6: [TURN],
        7: [MIRROR, TURN], 8: [TURN] * 3}


def orientation_steps(tag, request):
    steps = list(EXIF[tag]) if request.auto_rotate else []
    steps += [TURN] * (request.rotate // 90 % 4)
    steps += [MIRROR] if request.flip[0] else []
    steps += [MIRROR, TURN, TURN] if request.flip[1] else []
    return steps


def turned(pixels, steps):
    for step in steps:
        pixels = pixels[:, ::-1] if step is MIRROR else numpy.rot90(pixels, -1)
    return pixels


def combined(steps):
    matrix = numpy.eye(2, dtype=int)
    for step in steps:
        matrix = numpy.array(step) @ matrix
    return matrix


# Effects: 8-bit RGBA to 8-bit RGBA; definitions beside the product's steps

LIGHTNESS = numpy.array([0.213, 0.715, 0.072])  # W3C Filter Effects Level 1


def on_colours(rgba, change):
    colours = change(rgba[:, :, :3].astype(numpy.float64))
    return numpy.dstack([numpy.rint(numpy.clip(colours, 0, 255)).astype(numpy.uint8), rgba[:, :, 3]])


def brightness(rgba, dpr, levels):
    return on_colours(rgba, lambda colours: colours + levels)


def contrast(rgba, dpr, factor):
    return on_colours(rgba, lambda colours: (colours - 127.5) * factor + 127.5)


def saturation(rgba, dpr, factor):
    def change(colours):
        grey = (colours @ LIGHTNESS)[:, :, None]
        return grey + (colours - grey) * factor
    return on_colours(rgba, change)


def monochrome(rgba, dpr, intensity, colour):
    def change(colours):
        light, tone = (colours @ LIGHTNESS)[:, :, None] / 255, numpy.array(rgb(colour)) / 255
        shade = numpy.where(light <= 0.5, 2 * light * tone, 1 - 2 * (1 - light) * (1 - tone))
        return colours * (1 - intensity) + 255 * shade * intensity
    return on_colours(rgba, change)


def duotone(rgba, dpr, intensity, dark, bright):
    def change(colours):
        light = (colours @ LIGHTNESS)[:, :, None] / 255
        shade = numpy.array(rgb(dark)) * (1 - light) + numpy.array(rgb(bright)) * light
        return colours * (1 - intensity) + shade * intensity
    return on_colours(rgba, change)


def blur(rgba, dpr, sigma):
    return straight(ndimage.gaussian_filter(weighted(rgba), (sigma * dpr, sigma * dpr, 0), mode="nearest"))


def pixelate(rgba, dpr, side):
    side, (height, width) = half_away(side * dpr), rgba.shape[:2]
    tall, wide = min(side, height), min(side, width)
    pixels = numpy.pad(weighted(rgba), ((0, -height % tall), (0, -width % wide), (0, 0)), mode="symmetric")
    rows, columns = pixels.shape[0] // tall, pixels.shape[1] // wide
    means = pixels.reshape(rows, tall, columns, wide, 4).mean(axis=(1, 3))
    return straight(means.repeat(tall, axis=0).repeat(wide, axis=1)[:height, :width])


def gradient(rgba, dpr, opacity, colour, angle, start, stop):
    """CSS Images Level 3: the gradient line is |w sin a| + |h cos a| long; 0 degrees points down, then clockwise."""
    degrees = {"down": 0, "left": 90, "up": 180, "right": 270}.get(angle, angle)
    height, width = rgba.shape[:2]
    x, y = -math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    row, column = numpy.mgrid[0:height, 0:width] + 0.5
    length = abs(width * x) + abs(height * y)
    way = ((column - width / 2) * x + (row - height / 2) * y) / length + 0.5
    share = (numpy.clip((way - start) / max(stop - start, 1e-9), 0, 1) * opacity)[:, :, None]
    return on_colours(rgba, lambda colours: colours * (1 - share) + numpy.array(rgb(colour)) * share)


def linear(srgb):
    srgb = srgb / 255
    return numpy.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def encoded(light):
    light = numpy.clip(light, 0, 1)
    return 255 * numpy.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


TO_XYZ = numpy.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
D65 = numpy.array([0.9505, 1.0, 1.089])


def sharpen(rgba, dpr, sigma):
    """libvips' documented curve on CIELAB's lightness: flat below 2, threefold above, at most 10 up and 20 down."""
    sigma = min(sigma * dpr, 10)
    colours = straight(weighted(rgba))[:, :, :3].astype(numpy.float64)
    ratio = linear(colours) @ TO_XYZ.T / D65
    lab = numpy.where(ratio > (6 / 29) ** 3, numpy.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    light = 116 * lab[:, :, 1] - 16
    edge = light - ndimage.gaussian_filter(light, sigma, mode="nearest", truncate=2.2)
    raised = numpy.clip(numpy.sign(edge) * numpy.maximum(numpy.abs(edge) - 2, 0) * 3, -20, 10)
    sharp = (numpy.clip(light + raised, 0, 100) - light) / 116
    lab = lab + sharp[:, :, None]
    ratio = numpy.where(lab > 6 / 29, lab ** 3, 3 * (6 / 29) ** 2 * (lab - 4 / 29))
    colours = encoded((ratio * D65) @ numpy.linalg.inv(TO_XYZ).T)
    return numpy.dstack([numpy.rint(numpy.clip(colours, 0, 255)).astype(numpy.uint8), rgba[:, :, 3]])


EFFECTS = {"brightness": brightness, "contrast": contrast, "saturation": saturation, "monochrome": monochrome,
           "duotone": duotone, "blur": blur, "sharpen": sharpen, "pixelate": pixelate, "gradient": gradient}


# The whole way


@dataclass
class Source:
    path: str
    rgba: numpy.ndarray  # as stored
    tag: int
    is_lossless: bool
    drawing: object = None  # for drawings: from a size to 8-bit RGBA
    mark: object = None  # the watermark's 8-bit RGBA

    @staticmethod
    def read(folder, path):
        image = Image.open(folder / path)
        tag = image.getexif().get(0x0112, 1)
        return Source(path, numpy.array(image.convert("RGBA")), tag, path.endswith(".png"))


def rendered(source, request):
    """8-bit RGBA, and how it was scaled."""
    rgba = source.rgba
    if request.trim:
        left, top, width, height = trim_box(rgba, request.trim)
        rgba = rgba[top:top + height, left:left + width]
    steps = orientation_steps(source.tag, request)
    view = combined(steps)
    stored = rgba.shape[1], rgba.shape[0]
    swaps = view[0, 0] == 0
    grown = replace(request, enlarge=True) if source.drawing else request  # a drawing has no size that is too large
    plan = layout(stored[::-1] if swaps else stored, grown)
    cut = plan.cut[::-1] if swaps else plan.cut
    if cut != stored:
        gravity = request.crop[2] if request.crop and request.crop[2] else request.gravity
        place = attention(weighted(rgba), cut) if gravity.name == "sm" else position(stored, cut, gravity.stored(view))
        rgba = cropped(rgba, cut, place)
    pixels = weighted(source.drawing(plan.size)) if source.drawing else None
    if pixels is None:
        pixels = resized(turned(weighted(rgba), steps), plan.size)
    is_smart = request.gravity.name == "sm" and plan.crop != plan.size
    place = attention(pixels, plan.crop) if is_smart else position(plan.size, plan.crop, request.gravity, plan.dpr)
    pixels = cropped(pixels, plan.crop, place)
    for name, arguments in request.effects:
        pixels = weighted(EFFECTS[name](straight(pixels), plan.dpr, *arguments))
    scaling = "kept" if plan.size == plan.cut else "reduced"
    if plan.size[0] > plan.cut[0] or plan.size[1] > plan.cut[1]:
        scaling = "enlarged"
    pixels = finished(pixels, plan, request)
    if request.watermark:
        pixels = marked_with(weighted(straight(pixels)), source.mark, request.watermark, plan.dpr)
    return straight(pixels), scaling


def finished(pixels, plan, request):
    """Canvases, padding, background."""
    for size, gravity in ((plan.canvas, request.extend), (plan.frame, request.ratio)):
        own = pixels.shape[1], pixels.shape[0]
        if size and (size[0] > own[0] or size[1] > own[1]):
            size = max(size[0], own[0]), max(size[1], own[1])
            pixels = embedded(pixels, size, position(size, own, gravity, plan.dpr))
    if request.padding:
        top, right, bottom, left = (half_even(side * plan.dpr) for side in css_sides(request.padding))
        size = pixels.shape[1] + left + right, pixels.shape[0] + top + bottom
        pixels = embedded(pixels, size, (left, top))
    if request.background:
        pixels = on_ground(pixels, request.background, request.background_alpha)
    return on_ground(pixels, (255, 255, 255)) if request.format == "jpg" else pixels


def css_sides(sides):
    top = sides[0]
    right = sides[1] if len(sides) > 1 else top
    bottom = sides[2] if len(sides) > 2 else top
    return top, right, bottom, sides[3] if len(sides) > 3 else right


# Options as text


def option_text(request, chance):
    """One way to write the request; `chance` picks between composites and single options, short and long names."""
    options = size_options(request, chance)
    if request.ratio:
        options.append(f"{chance.choice(['exar', 'extend_ar', 'extend_aspect_ratio'])}:1:{request.ratio.text}")
    if request.gravity != Gravity():
        options.append(f"{chance.choice(['g', 'gravity'])}:{request.gravity.text}")
    if request.crop:
        width, height, gravity = request.crop
        options.append(f"c:{width:g}:{height:g}" + (f":{gravity.text}" if gravity else ""))
    if request.trim:
        threshold, colour, across, down = request.trim
        options.append(f"t:{threshold}:{colour}:{across:d}:{down:d}" if across or down or colour else f"t:{threshold}")
    if request.padding:
        options.append("pd:" + ":".join(map(str, request.padding)))
    if not request.auto_rotate:
        options.append("ar:0")
    if request.rotate:
        options.append(f"rot:{request.rotate}")
    if any(request.flip):
        options.append(f"fl:{request.flip[0]:d}:{request.flip[1]:d}")
    if request.background:
        texts = [":".join(map(str, request.background)), bytes(request.background).hex()]
        options.append(f"bg:{chance.choice(texts)}")
        options += [f"bga:{request.background_alpha:g}"] if request.background_alpha < 1 else []
    options += [f"dpr:{request.dpr:g}"] if request.dpr != 1 else []
    options += [f"z:{request.zoom[0]:g}:{request.zoom[1]:g}"] if request.zoom != (1, 1) else []
    options += [f"mw:{request.least[0]}"] if request.least[0] else []
    options += [f"mh:{request.least[1]}"] if request.least[1] else []
    for name, arguments in request.effects:
        options.append(":".join([name, *(str(argument) for argument in arguments)]))
    if request.crop_ratio:
        options.append(f"{chance.choice(['car', 'crop_ar'])}:{request.crop_ratio[0]:g}:{request.crop_ratio[1]:d}")
    if request.watermark:
        opacity, place, scale = request.watermark
        text = f"{place.name}:{place.x:g}:{place.y:g}" if isinstance(place, Gravity) else f"re:{place[0]:g}:{place[1]:g}"
        options.append(f"{chance.choice(['wm', 'watermark'])}:{opacity:g}:{text}:{scale:g}")
    options += request.more
    chance.shuffle(options)
    # Not what an encoder loses is in question, but what it is given.
    if request.format == "webp":
        options.append(chance.choice(["q:95", "webp_options:lossless"]))
    elif request.format in ("jpg", "avif", "jxl"):
        options.append("q:95")
    return "/".join(options + [f"f:{request.format}"])


def size_options(request, chance):
    extend = f":1:{request.extend.text}" if request.extend else ""
    if chance.random() < 0.6:
        return [f"rs:{request.fit}:{request.width}:{request.height}:{request.enlarge:d}{extend}"]
    options = [f"rt:{request.fit}"] if request.fit != "fit" else []
    options += [f"w:{request.width}"] if request.width else []
    options += [f"h:{request.height}"] if request.height else []
    options += ["el:1"] if request.enlarge else []
    return options + ([f"ex{extend}"] if extend else [])


# What is tried

PLACES = [Gravity(name) for name in ANCHORS]
SHIFTED = [Gravity("noea", 5, 3), Gravity("sowe", 0.1, 0.05), Gravity("ce", -4, 6), Gravity("ce", 0.08, -0.2),
           Gravity("so", 3, -5), Gravity("we", -0.2, 0.1), Gravity("soea", 400, 400), Gravity("ea", 2.5, 1.5)]
POINTS = [Gravity("fp", 0, 0), Gravity("fp", 1, 1), Gravity("fp", 0.3, 0.7), Gravity("fp", 0.5, 0.5),
          Gravity("fp", 0.85, 0.2)]
CANVASES = [None, Gravity(), Gravity("nowe"), Gravity("soea", 4, 7), Gravity("no", 0.1, 0), Gravity("fp", 0.2, 0.9)]

AXES = {
    "fit": ["fit", "fill", "fill-down", "force", "auto"],
    "size": [(80, 60), (60, 80), (200, 150), (75, 0), (0, 75), (0, 0), (37, 53), (250, 40), (131, 0), (64, 64)],
    "enlarge": [False, True],
    "extend": CANVASES,
    "ratio": CANVASES,
    "gravity": PLACES + SHIFTED + POINTS,
    "crop": [(), (0.5, 0.5, None), (50, 33, None), (0, 0.4, Gravity("so")), (41, 0, Gravity("noea", 3, 4)),
             (0.6, 0.6, Gravity("fp", 0.3, 0.3)), (45, 45, Gravity("we", 0.1, -6)), (999, 20.9, Gravity("sowe", 7, 2))],
    "trim": [(), (10, "", False, False), (20, "204060", False, False), (10, "", True, False), (10, "", True, True)],
    "padding": [(), (3,), (3, 4), (1, 2, 3), (7, 5, 2, 9)],
    "rotate": [0, 90, 180, 270, -90],
    "flip": [(False, False), (True, False), (False, True), (True, True)],
    "background": [(), (255, 0, 0), (10, 120, 240)],
    "background_alpha": [1, 0.5],
    "auto_rotate": [True, False],
    "dpr": [1, 2, 0.5, 1.5],
    "zoom": [(1, 1), (1.5, 1.5), (0.5, 0.8)],
    "least": [(0, 0), (90, 0), (0, 110), (70, 95)],
    "format": ["png", "jpg", "webp"],
}


def request_of(values):
    values = dict(values)
    values["width"], values["height"] = values.pop("size")
    return Request(**values)


def usual(chance, share):
    """Random values, each the default (the first) with a probability of `share`; size and gravity never are."""
    return {name: values[0] if name not in ("size", "gravity", "fit") and chance.random() < share
            else chance.choice(values) for name, values in AXES.items()}


def pairs(source, values):
    known = [("source", source.path)] + sorted(values.items(), key=lambda item: item[0])
    return set(itertools.combinations([(name, str(value)) for name, value in known], 2))


def every_pair(sources, chance):
    """Requests in which every two values of different axes meet: of many candidates the one with most new pairs."""
    wanted = set()
    names = ["source"] + sorted(AXES)
    choices = {name: [str(value) for value in AXES.get(name, [])] for name in names}
    choices["source"] = [source.path for source in sources]
    for one, other in itertools.combinations(names, 2):
        wanted |= {((one, a), (other, b)) for a in choices[one] for b in choices[other]}
    count, tries = len(wanted), 0
    while len(wanted) > count // 200 and tries < 600:
        tries += 1
        candidates = []
        for _ in range(40):
            source, values = chance.choice(sources), usual(chance, 0)
            if is_comparable(source, request_of(values)):
                candidates.append((len(pairs(source, values) & wanted), len(candidates), source, values))
        _, _, source, values = max(candidates, key=lambda candidate: candidate[:2])
        wanted -= pairs(source, values)
        yield source, request_of(values)
    print(f"pairs: {count - len(wanted)} of {count}")


def is_comparable(source, request):
    """Whether two implementations must agree: borders are exact only without loss, and results are of some size."""
    if request.trim and (not source.is_lossless or request.trim[2] != request.trim[3] and source.tag > 4):
        return False
    result, _ = rendered(source, request)
    height, width = result.shape[:2]
    return min(width, height) >= SHORTEST_SIDE and width * height <= LARGEST_RESULT


def crossed(sources):
    """Full crosses of what belongs together, on the pictures in which every fault shows."""
    markers = [source for source in sources if "transform" in source.path]
    plain, mirrored = markers[0], markers[-1]
    for fit, gravity in itertools.product(AXES["fit"], PLACES + SHIFTED + POINTS):
        yield plain, Request(fit, 60, 75, gravity=gravity)
    for rotate, flip, gravity in itertools.product([0, 90, 180, 270], AXES["flip"], [Gravity("noea", 3, 5),
                                                                                    Gravity("fp", 0.3, 0.9)]):
        yield mirrored, Request("fit", 80, 80, rotate=rotate, flip=flip, crop=(60, 0.5, gravity))
    for extend, padding, background in itertools.product(CANVASES[1:], AXES["padding"][1:], [(), (10, 120, 240)]):
        yield markers[1], Request("fit", 90, 90, extend=extend, padding=padding, background=background)
    for ratio, dpr in itertools.product(CANVASES[1:], AXES["dpr"]):
        yield plain, Request("fit", 70, 90, ratio=ratio, dpr=dpr, padding=(2, 3))
    for trim, fit in itertools.product(AXES["trim"][1:], AXES["fit"]):
        yield markers[1], Request(fit, 64, 48, trim=trim)
        yield markers[2], Request(fit, 40, 56, trim=trim)
    for kind, source in itertools.product(["avif", "tiff", "gif", "jxl"], [sources[0], plain]):
        yield source, Request("fill", 96, 64, gravity=Gravity("nowe"), format=kind)
    for source, width in itertools.product([sources[0], markers[2]], [15, 16]):
        yield source, Request("fill", width, 24, format="avif")


def effect_requests():
    tried = [
        ("brightness", (40,)), ("brightness", (-70,)), ("contrast", (1.6,)), ("contrast", (0.4,)), ("saturation", (0,)),
        ("saturation", (0.5,)), ("saturation", (2,)), ("monochrome", (1, "b3b3b3")), ("monochrome", (0.6, "ff8000")),
        ("duotone", (1, "102040", "ffe0a0")), ("duotone", (0.5, "ff0000", "00ffff")), ("blur", (1.5,)), ("blur", (4,)),
        ("blur", (20,)), ("sharpen", (1,)), ("sharpen", (3,)), ("pixelate", (5,)), ("pixelate", (16,)),
        ("gradient", (1, "000000", "down", 0, 1)), ("gradient", (0.7, "ff0000", "left", 0.2, 0.8)),
        ("gradient", (1, "00ff40", 30, 0, 0.5)), ("gradient", (0.5, "4060ff", "up", 0.5, 1))]
    for effect in tried:
        yield Request("fill", 96, 72, effects=(effect,))
    yield Request("fill", 64, 48, dpr=1.5, effects=(("blur", (2,)),))
    yield Request("fill", 64, 48, dpr=1.5, effects=(("pixelate", (6,)),))
    yield Request("fill", 90, 70, effects=(("brightness", (20,)), ("contrast", (1.3,)), ("saturation", (0.6,)),
                                           ("pixelate", (4,)), ("gradient", (0.5, "000000", "down", 0, 1))),
                  extend=Gravity("nowe"), padding=(4,), background=(240, 200, 20))


# Pictures


def waves(length, period):
    """Up and down between 0 and 255 along a side."""
    at = numpy.arange(length) % (2 * period)
    return 255 - numpy.abs(at - period) * 255 / period


def marked(width, height):
    """Steep slopes across in red and down in green, another blue in each quarter, and a mark in three corners.

    A shift of a pixel changes nearly every pixel by at least 6 levels."""
    picture = numpy.zeros((height, width, 3))
    picture[:, :, 0] = waves(width, 40)[None, :]
    picture[:, :, 1] = waves(height, 37)[:, None]
    for row, column, blue in ((0, 0, 250), (0, 1, 10), (1, 0, 90), (1, 1, 170)):
        rows = slice(row * height // 2, (row + 1) * height // 2 + 1)
        picture[rows, column * width // 2:(column + 1) * width // 2 + 1, 2] = blue
    picture[:12, :20], picture[:8, -8:], picture[-16:, :6] = (255, 255, 255), (0, 0, 0), (255, 40, 200)
    return numpy.rint(picture).astype(numpy.uint8)


def draw(folder):
    folder.mkdir(exist_ok=True)
    Image.fromarray(marked(151, 101)).save(folder / "markers.png", optimize=True)
    framed = numpy.full((97, 120, 3), (32, 64, 96), numpy.uint8)
    framed[5:86, 9:106] = marked(97, 81)
    Image.fromarray(framed).save(folder / "framed.png", optimize=True)
    clear = numpy.zeros((126, 91, 4), numpy.uint8)
    clear[7:113, 11:87, :3] = marked(76, 106)
    clear[7:113, 11:87, 3] = numpy.linspace(255, 90, 76)[None, :]
    clear[60:80, 30:50, 3] = 0
    Image.fromarray(clear).save(folder / "clear.png", optimize=True)
    exif = Image.Exif()
    exif[0x0112] = 7
    Image.fromarray(marked(101, 140)).save(folder / "orientation-7.png", exif=exif, optimize=True)


# Facts


def grid(rgba):
    """Averages over 8 x 8 cells, weighted by area, as hex."""
    pixels = weighted(rgba)
    rows, columns = cell_weights(rgba.shape[0]), cell_weights(rgba.shape[1])
    return straight(numpy.einsum("ry,yxb,cx->rcb", rows, pixels, columns)).tobytes().hex()


def cell_weights(length):
    """CELLS x length: the share that each pixel has in each cell."""
    edges, pixels = numpy.linspace(0, length, CELLS + 1), numpy.arange(length)
    overlap = numpy.minimum(edges[1:, None], pixels + 1) - numpy.maximum(edges[:-1, None], pixels)
    return numpy.clip(overlap, 0, None) / (length / CELLS)


def fact(source, request, chance):
    result, scaling = rendered(source, request)
    written = request.format
    if written == "avif" and min(result.shape[:2]) < SMALLEST_AVIF:
        written = "png" if (source.rgba[:, :, 3] < 255).any() else "jpg"
    return {"source": source.path, "options": option_text(request, chance), "format": written,
            "width": result.shape[1], "height": result.shape[0],
            "has_alpha": "yes" if (result[:, :, 3] < 255).any() else "no", "scaling": scaling,
            "grid": grid(result)}


def write(path, rows):
    rows = list({(row["source"], row["options"]): row for row in rows}.values())
    with path.open("w", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    print(f"{path}: {len(rows)} rows, {path.stat().st_size} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path, help="Tests/Fixtures")
    parser.add_argument("--rows", type=int, default=960, help="rows of rendition-facts.csv, about")
    arguments = parser.parse_args()
    draw(arguments.folder / "transform")
    paths = ["jpeg/baseline.jpg", "jpeg/orientation-6.jpg", "png/rgba.png", "transform/markers.png",
             "transform/framed.png", "transform/clear.png", "transform/orientation-7.png"]
    sources = [Source.read(arguments.folder, path) for path in paths]
    chance = random.Random(SEED)
    tried = [*crossed(sources), *every_pair(sources, chance)]
    print(f"crosses and pairs: {len(tried)}")
    while len(tried) < arguments.rows:
        source, request = chance.choice(sources), request_of(usual(chance, 0.6))
        if is_comparable(source, request):
            tried.append((source, request))
    write(arguments.folder / "rendition-facts.csv", [fact(*one, chance) for one in tried])
    shown = [sources[index] for index in (0, 3, 5)]
    effects = itertools.product(shown, effect_requests())
    write(arguments.folder / "effect-facts.csv", [fact(*one, chance) for one in effects])


if __name__ == "__main__":
    main()
