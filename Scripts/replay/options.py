"""The options of an image URL, read as imgproxy's documentation defines them; what is wrong has its status."""

import math
import re
from dataclasses import dataclass, field

FORMATS = ("jpeg", "png", "webp", "avif", "jxl", "gif", "tiff", "bmp", "ico", "heic", "svg")
FORMAT_NAMES = {name: name for name in FORMATS} | {"jpg": "jpeg", "tif": "tiff"}
LARGEST = 2**31 - 1

# An axis of a place: where the inner rectangle is held, and by how much it is moved inwards (or, from the middle, to the
# right and down). Less than 1 is a share of the outer side. A focus has the point itself as its offset.
START, MIDDLE, END, FOCUS, SMART = "start", "middle", "end", "focus", "smart"


class Refused(Exception):
    """A request that gets this status in place of a picture."""

    def __init__(self, status):
        super().__init__(status)
        self.status = status


@dataclass(frozen=True)
class Axis:
    hold: str = MIDDLE
    offset: float = 0

    def mirrored(self):
        hold = {START: END, END: START}.get(self.hold, self.hold)
        offset = {MIDDLE: -self.offset, FOCUS: 1 - self.offset}.get(self.hold, self.offset)
        return Axis(hold, offset)


@dataclass(frozen=True)
class Place:
    x: Axis = Axis()
    y: Axis = Axis()

    def mirrored(self, step):
        """As it is before the picture is mirrored or transposed: each of these steps undoes itself."""
        if step == "T":
            return Place(self.y, self.x)
        return Place(self.x.mirrored(), self.y) if step == "X" else Place(self.x, self.y.mirrored())


@dataclass
class Options:
    fit: str = "fit"
    width: int = 0
    height: int = 0
    least_width: int = 0
    least_height: int = 0
    zoom: tuple = (1, 1)
    dpr: float = 1
    enlarge: bool = False
    extend: Place | None = None
    extend_ratio: Place | None = None
    gravity: Place = Place()
    crop: tuple = (0, 0)
    crop_gravity: Place | None = None
    crop_ratio: tuple = (0, False)
    trim: tuple | None = None
    padding: tuple = (0, 0, 0, 0)
    auto_rotate: bool = True
    rotate: int = 0
    flip: tuple = (False, False)
    background: tuple | None = None
    background_alpha: float = 1
    blur: float = 0
    sharpen: float = 0
    pixelate: int = 1
    watermark: tuple | None = None
    format: str | None = None
    skip: set = field(default_factory=set)
    raw: bool = False
    page: int = 0
    pages: int = 1
    still: bool = False


# Arguments


def boolean(text):
    """Go's ParseBool; anything else counts as false."""
    return text in ("1", "t", "T", "true", "TRUE", "True")


def integer(text, least=0, most=LARGEST):
    if not re.fullmatch(r"[+-]?\d+", text) or not least <= int(text) <= most:
        raise Refused(404)
    return int(text)


def number(text, least=0, most=LARGEST, above=False):
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text):
        raise Refused(404)
    value = float(text)
    if not math.isfinite(value) or not least <= value <= most or above and value == least:
        raise Refused(404)
    return value


def colour(arguments):
    if len(arguments) == 3:
        return tuple(integer(text, most=255) for text in arguments)
    digits = arguments[0]
    if len(arguments) != 1 or not re.fullmatch(r"[0-9a-fA-F]{3}|[0-9a-fA-F]{6}", digits):
        raise Refused(404)
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    return tuple(bytes.fromhex(digits))


def image_format(text):
    if text not in FORMAT_NAMES:
        raise Refused(404)
    return FORMAT_NAMES[text]


def at_most(arguments, count):
    if len(arguments) > count:
        raise Refused(404)


HOLDS = {"ce": (MIDDLE, MIDDLE), "no": (MIDDLE, START), "so": (MIDDLE, END), "ea": (END, MIDDLE), "we": (START, MIDDLE),
         "noea": (END, START), "nowe": (START, START), "soea": (END, END), "sowe": (START, END)}


def place(arguments, smart=True):
    """A gravity and its offsets, of which each may be empty."""
    name, rest = arguments[0], arguments[1:]
    if name == "sm" and smart:
        at_most(rest, 0)
        return Place(Axis(SMART), Axis(SMART))
    if name == "fp":
        if len(rest) != 2:
            raise Refused(404)
        return Place(*(Axis(FOCUS, number(text, most=1)) for text in rest))
    if name not in HOLDS:
        raise Refused(404)
    at_most(rest, 2)
    offsets = [number(text, least=-LARGEST) if text else 0 for text in rest] + [0, 0]
    return Place(*(Axis(hold, offset) for hold, offset in zip(HOLDS[name], offsets)))


# Options


def resize(options, arguments):
    at_most(arguments, 8)
    if arguments[0]:
        resizing_type(options, arguments[:1])
    size(options, arguments[1:])


def size(options, arguments):
    at_most(arguments, 7)
    for name, text in zip(("width", "height"), arguments):
        if text:
            setattr(options, name, integer(text))
    if len(arguments) > 2 and arguments[2]:
        options.enlarge = boolean(arguments[2])
    if len(arguments) > 3 and arguments[3]:
        extended(options, "extend", arguments[3:])


def extended(options, name, arguments):
    at_most(arguments, 4)
    held = place(arguments[1:], smart=False) if len(arguments) > 1 and arguments[1] else Place()
    setattr(options, name, held if boolean(arguments[0]) else None)


def resizing_type(options, arguments):
    at_most(arguments, 1)
    if arguments[0] not in ("fit", "fill", "fill-down", "force", "auto"):
        raise Refused(404)
    options.fit = arguments[0]


def crop(options, arguments):
    at_most(arguments, 5)
    options.crop = (number(arguments[0]), number(arguments[1]) if len(arguments) > 1 else 0)
    options.crop_gravity = place(arguments[2:]) if len(arguments) > 2 else None


def crop_ratio(options, arguments):
    at_most(arguments, 2)
    options.crop_ratio = (number(arguments[0]), len(arguments) > 1 and boolean(arguments[1]))


def trim(options, arguments):
    at_most(arguments, 4)
    ground = colour(arguments[1:2]) if len(arguments) > 1 and arguments[1] else None
    equal = [len(arguments) > at and boolean(arguments[at]) for at in (2, 3)]
    options.trim = (number(arguments[0]), ground, *equal) if arguments[0] else None


def padding(options, arguments):
    """Sides that are missing are copied as in CSS."""
    at_most(arguments, 4)
    sides = [integer(text) if text else None for text in arguments] + [None] * (4 - len(arguments))
    top = sides[0] or 0
    right = top if sides[1] is None else sides[1]
    bottom = top if sides[2] is None else sides[2]
    options.padding = (top, right, bottom, right if sides[3] is None else sides[3])


def zoom(options, arguments):
    at_most(arguments, 2)
    factors = [number(text, above=True) for text in arguments]
    options.zoom = (factors[0], factors[-1])


def rotate(options, arguments):
    at_most(arguments, 1)
    options.rotate = integer(arguments[0], least=-LARGEST) % 360
    if options.rotate % 90:
        raise Refused(404)


def flip(options, arguments):
    at_most(arguments, 2)
    options.flip = (boolean(arguments[0]), len(arguments) > 1 and boolean(arguments[1]))


def background(options, arguments):
    options.background = None if arguments == [""] else colour(arguments)


def watermark(options, arguments):
    at_most(arguments, 7)
    opacity = number(arguments[0], most=1)
    name = arguments[1] if len(arguments) > 1 and arguments[1] else "ce"
    offsets = [number(text, least=-LARGEST) if text else 0 for text in arguments[2:4]] + [0, 0]
    scale = number(arguments[4]) if len(arguments) > 4 and arguments[4] else 0
    if name != "re" and name not in HOLDS:
        raise Refused(404)
    held = "re" if name == "re" else Place(*(Axis(hold, offset) for hold, offset in zip(HOLDS[name], offsets)))
    options.watermark = (opacity, held, tuple(offsets[:2]), scale) if opacity else None


def format_quality(options, arguments):
    if len(arguments) % 2:
        raise Refused(404)
    for name, value in zip(arguments[::2], arguments[1::2]):
        image_format(name)
        integer(value, most=100)


def expires(options, arguments):
    at_most(arguments, 1)
    if 0 < integer(arguments[0], most=253402300799) < 1_700_000_000:
        raise Refused(404)


def security(options, arguments):
    raise Refused(403)


def one(name, read):
    def applied(options, arguments):
        at_most(arguments, 1)
        setattr(options, name, read(arguments[0]))
    return applied


def checked(read):
    """What has to be read rightly, and changes nothing that is recorded."""
    def applied(options, arguments):
        at_most(arguments, 1)
        read(arguments[0])
    return applied


OPTIONS = {
    "resize": resize, "size": size, "resizing_type": resizing_type, "crop": crop, "crop_aspect_ratio": crop_ratio,
    "width": one("width", integer), "height": one("height", integer), "min-width": one("least_width", integer),
    "min-height": one("least_height", integer), "zoom": zoom, "dpr": one("dpr", lambda text: number(text, above=True)),
    "enlarge": one("enlarge", boolean), "extend": lambda options, given: extended(options, "extend", given),
    "extend_aspect_ratio": lambda options, given: extended(options, "extend_ratio", given),
    "gravity": lambda options, given: setattr(options, "gravity", place(given)), "trim": trim, "padding": padding,
    "auto_rotate": one("auto_rotate", boolean), "rotate": rotate, "flip": flip, "background": background,
    "background_alpha": one("background_alpha", lambda text: number(text, most=1)), "blur": one("blur", number),
    "sharpen": one("sharpen", number), "pixelate": one("pixelate", integer), "watermark": watermark,
    "strip_metadata": checked(boolean), "keep_copyright": checked(boolean), "strip_color_profile": checked(boolean),
    "enforce_thumbnail": checked(boolean), "preserve_hdr": checked(boolean),
    "quality": checked(lambda text: integer(text, most=100)), "format_quality": format_quality,
    "max_bytes": checked(integer), "format": one("format", image_format), "raw": one("raw", boolean),
    "skip_processing": lambda options, given: options.skip.update(map(image_format, given)),
    "cachebuster": lambda options, given: None, "expires": expires, "filename": lambda options, given: at_most(given, 2),
    "return_attachment": checked(boolean), "page": one("page", integer),
    "pages": one("pages", lambda text: integer(text, least=1)), "disable_animation": one("still", boolean),
    "max_src_resolution": security, "max_src_file_size": security, "max_animation_frames": security,
    "max_animation_frame_resolution": security, "max_result_dimension": security,
}
SHORT = {
    "rs": "resize", "s": "size", "rt": "resizing_type", "w": "width", "h": "height", "mw": "min-width",
    "mh": "min-height", "z": "zoom", "el": "enlarge", "ex": "extend", "exar": "extend_aspect_ratio",
    "extend_ar": "extend_aspect_ratio", "g": "gravity", "c": "crop", "car": "crop_aspect_ratio",
    "crop_ar": "crop_aspect_ratio", "t": "trim", "pd": "padding", "ar": "auto_rotate", "rot": "rotate", "fl": "flip",
    "bg": "background", "bga": "background_alpha", "bl": "blur", "sh": "sharpen", "pix": "pixelate",
    "wm": "watermark", "sm": "strip_metadata", "kcr": "keep_copyright", "scp": "strip_color_profile",
    "ph": "preserve_hdr", "eth": "enforce_thumbnail", "q": "quality", "fq": "format_quality", "mb": "max_bytes",
    "f": "format", "ext": "format", "skp": "skip_processing", "cb": "cachebuster", "exp": "expires", "fn": "filename",
    "att": "return_attachment", "pg": "page", "pgs": "pages", "da": "disable_animation", "msr": "max_src_resolution",
    "msfs": "max_src_file_size", "maf": "max_animation_frames", "mafr": "max_animation_frame_resolution",
    "mrd": "max_result_dimension", "preset": "pr",
}


def apply(options, segments, presets=None):
    """Reads `segments`, each an option, into `options`; those of `presets` by name."""
    for segment in segments:
        name, *arguments = segment.split(":")
        if not arguments:
            raise Refused(404)  # the beginning of a source, and none
        if SHORT.get(name, name) == "pr":
            for wanted in arguments:
                if wanted not in (presets or {}):
                    raise Refused(404)
                apply(options, presets[wanted].split("/"), presets)
        elif SHORT.get(name, name) in OPTIONS:
            OPTIONS[SHORT.get(name, name)](options, arguments)
        else:
            raise Refused(404)
    return options
