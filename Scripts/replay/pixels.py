"""What is done to pixels: libvips does it, by the steps and in the order that imgproxy describes.

Pictures are 8-bit RGBA, height x width x 4.
"""

import numpy
import pyvips
from PIL import Image

import geometry
from options import SMART

# What turns stored pixels upright (EXIF 2.32, 4.6.4): transpose, then mirror left and right, then top and bottom.
ORIENTATIONS = {1: "", 2: "X", 3: "XY", 4: "Y", 5: "T", 6: "TX", 7: "TXY", 8: "TY"}
TURNS = {0: "", 90: "TX", 180: "XY", 270: "TY"}
WHITE = (255, 255, 255)
OPAQUE_FORMATS = ("jpeg",)


def image(rgba):
    return pyvips.Image.new_from_array(numpy.ascontiguousarray(rgba)).copy(interpretation="srgb")


def array(picture):
    return picture.cast("uchar").numpy()


def turned(rgba, steps):
    for step in steps:
        rgba = {"T": lambda: rgba.swapaxes(0, 1), "X": lambda: rgba[:, ::-1], "Y": lambda: rgba[::-1]}[step]()
    return rgba


def stored(place, steps):
    """A place in the picture before it is turned."""
    for step in reversed(steps):
        place = place.mirrored(step)
    return place


def cropped(rgba, size, corner):
    return rgba[corner[1]:corner[1] + size[1], corner[0]:corner[0] + size[0]]


def crop(rgba, size, place, dpr=1):
    outer = rgba.shape[1], rgba.shape[0]
    size = tuple(min(one, other) for one, other in zip(size, outer))
    if size == outer:
        return rgba
    if place.x.hold == SMART:
        picture = image(rgba if (rgba[:, :, 3] < 255).any() else rgba[:, :, :3])
        found = picture.smartcrop(*size, interesting="attention")
        return cropped(rgba, size, (-found.xoffset, -found.yoffset))
    return cropped(rgba, size, geometry.position(outer, size, place, dpr))


def embedded(rgba, size, corner):
    canvas = numpy.zeros((size[1], size[0], 4), numpy.uint8)
    canvas[corner[1]:corner[1] + rgba.shape[0], corner[0]:corner[0] + rgba.shape[1]] = rgba
    return canvas


def resized(rgba, size):
    """Lanczos 3 where a side shrinks; cubic where it grows, by Pillow: libvips' result lies half a pixel beside its place (8.18.7)."""
    height, width = rgba.shape[:2]
    if (width, height) == size:
        return rgba
    picture = image(rgba).premultiply()
    picture = picture.resize(min(1, size[0] / width), vscale=min(1, size[1] / height))
    if size != (picture.width, picture.height):
        bands = [Image.fromarray(picture[band].numpy().astype(numpy.float32)) for band in range(4)]
        grown = numpy.dstack([numpy.asarray(band.resize(size, Image.Resampling.BICUBIC)) for band in bands])
        picture = pyvips.Image.new_from_array(grown).copy(interpretation="srgb")
    assert (picture.width, picture.height) == size, (picture.width, picture.height, size)
    return array(picture.unpremultiply().rint())


def trimmed(rgba, trim):
    threshold, ground, across, down = trim
    height, width = rgba.shape[:2]
    seen = image(rgba).flatten(background=[255, 0, 255])
    left, top, wide, tall = seen.find_trim(threshold=threshold, background=list(ground or seen.getpoint(0, 0)))
    if not wide or not tall:
        return rgba
    right, bottom = width - left - wide, height - top - tall
    left, right = (min(left, right),) * 2 if across else (left, right)
    top, bottom = (min(top, bottom),) * 2 if down else (top, bottom)
    return rgba[top:height - bottom, left:width - right]


def filtered(rgba, options):
    if options.blur:
        rgba = array(image(rgba).premultiply().gaussblur(options.blur).unpremultiply().rint())
    if options.sharpen:
        picture = image(rgba)
        rgba = array(picture[:3].sharpen(sigma=options.sharpen).colourspace("srgb").bandjoin(picture[3]))
    if options.pixelate > 1:
        rgba = pixelated(rgba, options.pixelate)
    return rgba


def pixelated(rgba, side):
    height, width = rgba.shape[:2]
    side = min(side, width, height)
    across, down = -(-width // side), -(-height // side)
    picture = image(rgba).premultiply().embed(0, 0, across * side, down * side, extend="mirror")
    picture = picture.shrink(side, side).zoom(side, side).crop(0, 0, width, height)
    return array(picture.unpremultiply().rint())


def on_ground(rgba, colour, opacity=1):
    ground = numpy.full_like(rgba, 255)
    ground[:, :, :3], ground[:, :, 3] = colour, round(255 * opacity)
    return array(image(ground).composite2(image(rgba), "over").rint())


def marked(rgba, mark, options, dpr):
    opacity, place, offsets, scale = options
    height, width = rgba.shape[:2]
    size = mark.shape[1], mark.shape[0]
    if scale:
        box = [max(1, geometry.even(side * scale)) for side in (width, height)]
        factor = min(box[0] / size[0], box[1] / size[1])
        size = tuple(geometry.rounded(side * factor) for side in size)
    mark = resized(mark, size)
    mark = numpy.dstack([mark[:, :, :3], numpy.rint(mark[:, :, 3] * opacity).astype(numpy.uint8)])
    if place == "re":
        return tiled(rgba, mark, offsets, dpr)
    left, top = geometry.position((width, height), size, place, dpr, overhangs=True)
    return array(image(rgba).composite2(image(mark), "over", x=left, y=top).rint())


def tiled(rgba, mark, gaps, dpr):
    """One tile in the middle, and as many around it as there is room."""
    height, width = rgba.shape[:2]
    gaps = [geometry.even(gap * dpr if gap >= 1 else gap * side) for gap, side in zip(gaps, (width, height))]
    cell = numpy.zeros((mark.shape[0] + gaps[1], mark.shape[1] + gaps[0], 4), numpy.uint8)
    cell[gaps[1] // 2:gaps[1] // 2 + mark.shape[0], gaps[0] // 2:gaps[0] // 2 + mark.shape[1]] = mark
    rows, columns = (-((side - room) // -2) for side, room in zip((height, width), cell.shape[:2]))
    rows = (numpy.arange(height) - rows) % cell.shape[0]
    columns = (numpy.arange(width) - columns) % cell.shape[1]
    return array(image(rgba).composite2(image(cell[rows][:, columns]), "over").rint())


def rendered(rgba, tag, options, written, limit=0, mark=None, drawing=None):
    """The result of one frame: `tag` is its EXIF orientation, `written` the format, `drawing` draws at a size."""
    if options.trim:
        rgba = trimmed(rgba, options.trim)
    steps = (ORIENTATIONS[tag] if options.auto_rotate else "") + TURNS[options.rotate]
    steps += ("X" if options.flip[0] else "") + ("Y" if options.flip[1] else "")
    swaps = steps.count("T") % 2
    outer = rgba.shape[1], rgba.shape[0]
    plan = geometry.layout(outer[::-1] if swaps else outer, options, limit, drawing is not None)
    rgba = crop(rgba, plan.cut[::-1] if swaps else plan.cut, stored(options.crop_gravity or options.gravity, steps))
    if drawing and not steps and plan.cut == outer:
        rgba = drawing(plan.size)
    rgba = crop(resized(turned(rgba, steps), plan.size), plan.crop, options.gravity, plan.dpr)
    rgba = filtered(rgba, options)
    for canvas, place in ((plan.canvas, options.extend), (plan.frame, options.extend_ratio)):
        inner = rgba.shape[1], rgba.shape[0]
        canvas = canvas and tuple(map(max, canvas, inner))
        if canvas and canvas != inner:
            rgba = embedded(rgba, canvas, geometry.position(canvas, inner, place, plan.dpr))
    if any(plan.padding):
        top, _, _, left = plan.padding
        rgba = embedded(rgba, plan.result, (left, top))
    if options.background:
        rgba = on_ground(rgba, options.background, options.background_alpha)
    if written in OPAQUE_FORMATS:
        rgba = on_ground(rgba, WHITE)
    if mark is not None and options.watermark:
        rgba = marked(rgba, mark, options.watermark, plan.dpr)
    return rgba
