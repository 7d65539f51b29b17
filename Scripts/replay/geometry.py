"""Sizes and positions, written from imgproxy's description of its arithmetic."""

import math
from dataclasses import dataclass

from options import END, FOCUS, START


def rounded(value):
    """To the nearest; halves away from 0. What is something never becomes nothing."""
    return 0 if value == 0 else max(1, math.floor(value + 0.5))


def even(value):
    """To the nearest; halves to the even one."""
    return round(value)


def non_zero(one, other):
    """The smaller of two sides, of which 0 says nothing."""
    return min(one, other) if one and other else one or other


@dataclass
class Layout:
    cut: tuple  # what is cropped out of the source
    size: tuple  # that, resized
    crop: tuple  # what is cropped out of this
    canvas: tuple | None  # of `extend`
    frame: tuple | None  # of `extend_aspect_ratio`
    padding: tuple  # top, right, bottom, left
    dpr: float

    @property
    def result(self):
        top, right, bottom, left = self.padding
        sides = [max(sides) for sides in zip(self.crop, self.canvas or (0, 0), self.frame or (0, 0))]
        return sides[0] + left + right, sides[1] + top + bottom


def cut_size(source, options):
    """`crop`: pixels, or shares below 1; 0 is the whole side."""
    sides = [int(wish) if wish >= 1 else max(1, rounded(side * wish)) if wish else 0
             for side, wish in zip(source, options.crop)]
    sides = [non_zero(wish, side) for wish, side in zip(sides, source)]
    ratio, grows = options.crop_ratio
    return with_ratio(sides, source, ratio, grows) if ratio else tuple(sides)


def with_ratio(sides, source, ratio, grows):
    width, height = sides
    is_wide = width / height > ratio
    if is_wide == grows:
        height = rounded(width / ratio)
    else:
        width = rounded(height * ratio)
    if width > source[0]:
        width, height = source[0], rounded(source[0] / ratio)
    if height > source[1]:
        width, height = rounded(source[1] * ratio), source[1]
    return max(1, width), max(1, height)


def shrinks(base, options, is_drawing):
    """By how much each side is divided, and what is left of dpr."""
    asked = (options.width, options.height)
    across, down = (side / wish if wish else 1 for side, wish in zip(base, asked))
    fit = options.fit
    if fit == "auto":
        wide = [one >= other for one, other in (base, [wish or side for wish, side in zip(asked, base)])]
        fit = "fill" if wide[0] == wide[1] else "fit"
    if fit != "force":
        if not asked[0]:
            across = down
        elif not asked[1]:
            down = across
        else:
            across = down = max(across, down) if fit == "fit" else min(across, down)
    across, down = across / options.zoom[0], down / options.zoom[1]
    dpr = options.dpr
    if not options.enlarge and not is_drawing:
        least = min(across, down)
        if least < 1:
            across, down = across / least, down / least
            dpr = dpr if options.extend else dpr / least
        dpr = min(dpr, across, down)
    if options.least_width and base[0] / options.least_width < across:
        across, down = base[0] / options.least_width, down * base[0] / options.least_width / across
    if options.least_height and base[1] / options.least_height < down:
        across, down = across * base[1] / options.least_height / down, base[1] / options.least_height
    return across / dpr, down / dpr, dpr


def layout(source, options, limit=0, is_drawing=False):
    """`source`: its size as seen. `limit`: the longest side of a result, or 0."""
    factor = 1
    while True:
        plan = laid_out(source, options, factor, is_drawing)
        if not limit or max(plan.result) <= limit:
            return plan
        factor *= limit / max(plan.result)


def laid_out(source, options, factor, is_drawing):
    cut = cut_size(source, options)
    across, down, dpr = shrinks(cut, options, is_drawing)
    dpr *= factor
    size = tuple(rounded(side / min(shrink / factor, side)) for side, shrink in zip(cut, (across, down)))
    target = tuple(rounded(wish * (dpr * zoom)) for wish, zoom in zip((options.width, options.height), options.zoom))
    crop = fill_down(size, target) if options.fit == "fill-down" and not options.enlarge and all(target) else target
    out = tuple(non_zero(side, wish) for side, wish in zip(size, crop))
    canvas = tuple(max(wish, side) for wish, side in zip(target, out)) if options.extend else None
    frame = None
    if options.extend_ratio and all(target):
        ratio = target[0] / target[1]
        if target[1] / out[1] > target[0] / out[0]:
            frame = (out[0], rounded(out[0] / ratio))
        elif target[0] / out[0] > target[1] / out[1]:
            frame = (rounded(out[1] * ratio), out[1])
    return Layout(cut, size, out, canvas, frame, tuple(even(side * dpr) for side in options.padding), dpr)


def fill_down(size, target):
    """The wanted proportions on a picture that is smaller than wanted."""
    across, down = target[0] / size[0], target[1] / size[1]
    if across > down and across > 1:
        return size[0], rounded(size[0] * target[1] / target[0])
    if down > across and down > 1:
        return rounded(size[1] * target[0] / target[1]), size[1]
    return target


def position(outer, inner, place, dpr=1, overhangs=False):
    """Where the corner of `inner` lies in `outer`."""
    corner = []
    for room, side, axis in zip(outer, inner, (place.x, place.y)):
        offset = even(axis.offset * dpr) if abs(axis.offset) >= 1 else even(axis.offset * room)
        if axis.hold == FOCUS:
            at = even(room * axis.offset) - side // 2
        elif axis.hold == START:
            at = offset
        elif axis.hold == END:
            at = room - side - offset
        else:
            at = even((room - side + 1) / 2) + offset
        least, most = (1 - side, room - 1) if overhangs else (0, max(0, room - side))
        corner.append(max(least, min(at, most)))
    return tuple(corner)
