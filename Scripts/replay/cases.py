"""What is requested. Each case is one URL of the service, with the settings that the service has."""

import base64
import hashlib
import hmac
import itertools
import random
from dataclasses import dataclass, field, replace

MARKERS, FRAMED, CLEAR = "transform/markers.png", "transform/framed.png", "transform/clear.png"
LAKE, TURNED = "jpeg/baseline.jpg", "transform/orientation-7.png"
KEY, SALT = b"secret", b"hello"


@dataclass(frozen=True)
class Case:
    topic: str
    options: str = ""
    # Below the fixtures, as local:///; or an address.
    source: str = MARKERS
    # Behind the source: a format.
    extension: str = ""
    # What is sent, where that is more than the options and the source; {plain} and {base64} stand for the source.
    path: str = ""
    # Variables of imgproxy's environment, without its prefix.
    settings: str = ""
    accept: str = ""
    # Where the model does not say it.
    status: int = 0
    headers: tuple = ()
    # Texts that the file holds, or, with a ! in front, does not.
    holds: tuple = ()
    most_bytes: int = 0
    # Whether what is done to pixels is a matter of taste, as how edges of a filter go on.
    is_loose: bool = False
    # Levels by which averages may differ in the mean, where that is known better.
    tolerance: float = 0
    # Whether the picture is the source's own file.
    is_source: bool = False
    has_thumbnail: bool = True
    presets: dict = field(default_factory=dict, hash=False)

    @property
    def address(self):
        return self.source if "://" in self.source else f"local:///{self.source}"


def spelled(case, chance):
    """The path of a case that does not say one: the source in one of its spellings."""
    if case.path:
        return case.path.replace("{plain}", "plain/" + case.address).replace("{base64}", encoded(case.address))
    options = f"/{case.options}" if case.options else ""
    if "://" not in case.source and chance.random() < 0.4:
        end = f"@{case.extension}" if case.extension else ""
        return f"/unsafe{options}/plain/{case.address}{end}"
    text = encoded(case.address)
    if chance.random() < 0.5:
        text = "/".join(text[at:at + 16] for at in range(0, len(text), 16))
    return f"/unsafe{options}/{text}" + (f".{case.extension}" if case.extension else "")


def encoded(text):
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def signed(path, key=KEY, salt=SALT, size=32):
    digest = hmac.new(key, salt + path.encode(), hashlib.sha256).digest()[:size]
    return "/" + base64.urlsafe_b64encode(digest).decode().rstrip("=") + path


FITS = ("fit", "fill", "fill-down", "force", "auto")
ANCHORS = ("ce", "no", "so", "ea", "we", "noea", "nowe", "soea", "sowe")
PNG = "/f:png"


def sizes():
    """Resizing types, enlarging, sizes: each meets each."""
    for fit, (width, height), enlarge in itertools.product(
            FITS, [(80, 60), (60, 80), (200, 150), (75, 0), (0, 130), (250, 40)], (0, 1)):
        texts = [f"rs:{fit}:{width}:{height}:{enlarge}", f"resize:{fit}:{width}:{height}:{enlarge}",
                 f"rt:{fit}/s:{width}:{height}:{enlarge}", f"el:{enlarge}/resizing_type:{fit}/w:{width}/h:{height}",
                 f"size:{width}:{height}/rt:{fit}/enlarge:{'t' if enlarge else 'f'}"]
        yield Case("size", texts[(width + height + enlarge) % len(texts)] + PNG)
    for fit, extend in itertools.product(FITS, ("1", "1:nowe", "1:soea:4:7", "1:no:0.1:0", "1:fp:0.2:0.9")):
        yield Case("extend", f"rs:{fit}:200:150:0:{extend}" + PNG)
    for text in ("s:200:150:0:1:noea:3", "ex:1/w:180/h:180", "extend:true:we:-5/rs:fit:170:170", "ex:0/rs:fit:200:150",
                 "ex:1/rs:fit:60:150:1", "ex:1/w:200", "ex:1/rs:fill:200:150:1", "rs:fit::80", "rs::90:90", "s:90", "s::90",
                 "rs:fill", "rs:fit:0:0", "w:0/h:0", "w:151/h:101"):
        yield Case("extend", text + PNG)
    # How single pixels come about is a matter of taste.
    for text in ("w:1/h:1", "rs:force:1:200:1", "rs:fit:10000:1", "h:1"):
        yield Case("extend", text + PNG, tolerance=4)
    for options in ("exar:1/rs:fit:90:90", "exar:1:no/rs:fit:90:60", "extend_ar:1:soea:3:4/rs:fit:60:90",
                    "extend_aspect_ratio:1:fp:0.1:0.8/rs:fit:200:70", "exar:1/rs:fit:90:0", "exar:1/rs:fit:200:200",
                    "exar:1/rs:fill:70:60", "exar:1:we:0.1/rs:fit:120:40/dpr:2", "exar:0/rs:fit:90:90",
                    "exar:1/ex:1/rs:fit:200:120", "exar:1/rs:fill-down:300:80", "exar:1/pd:5/rs:fit:66:90"):
        yield Case("extend_aspect_ratio", options + PNG)


def scales():
    for text in ("z:0.5/rs:fit:80:60", "zoom:1.5/rs:fit:60:40", "z:1.5:0.5/rs:force:60:60", "z:2/w:40", "z:0.3",
                 "z:4/rs:fit:60:40", "z:4/rs:fit:60:40:1", "z:0.7:1.1/rs:fill:60:60"):
        yield Case("zoom", text + PNG)
    for text in ("dpr:2/rs:fit:60:40", "dpr:0.5/rs:fit:120:80", "dpr:1.5/rs:fill:50:50/g:nowe:6:3", "dpr:3/rs:fill:80:60",
                 "dpr:3/rs:fill:80:60:1", "dpr:2/pd:3:7/rs:fit:40:40", "dpr:2/rs:fit:200:200:0:1", "dpr:4/rs:fit:90:90:0:1/pd:2",
                 "dpr:2/rs:fill-down:100:100", "dpr:0.1/w:100"):
        yield Case("dpr", text + PNG)
    for text in ("mw:90/rs:fit:40:40", "mh:80/rs:fit:40:40", "min-width:170/rs:fit:200:50", "min-height:140/rs:fill:40:120",
                 "mw:100/mh:90/rs:fit:50:50", "mw:200", "mh:30/rs:fit:60:60", "mw:90/rs:force:30:60", "mw:60/z:0.5/w:80",
                 "mw:120/dpr:2/rs:fit:40:40", "mw:300/rs:fit:100:100/ex:1"):
        yield Case("minimum", text + PNG)


def gravities():
    for anchor in ANCHORS:
        yield Case("gravity", f"rs:fill:60:75/g:{anchor}" + PNG)
        yield Case("crop", f"c:60:50:{anchor}/rs:fit:50:50" + PNG)
    for text in ("noea:5:3", "sowe:0.1:0.05", "ce:-4:6", "ce:0.08:-0.2", "so:3:-5", "we:-0.2:0.1", "soea:400:400", "ea:2.5:1.5",
                 "fp:0:0", "fp:1:1", "fp:0.3:0.7", "fp:0.5:0.5", "fp:0.85:0.2", "no:0", "no:5", "ea:0:-9"):
        yield Case("gravity", f"gravity:{text}/rs:fill:60:75" + PNG)
    # Arguments of a gravity may be empty.
    for text in ("g:no::5/rs:fill:75:40", "g:we:7:/rs:fill:40:75", "c:50:50:ce::10/w:40", "c:60:40:soea:6:", "g:so::/rs:fill:80:30",
                 "ex:1:no::0.1/rs:fit:200:150", "exar:1:we:4:/rs:fit:90:90", "rs:fit:200:200:0:1:noea::7", "s:200:200::1:so:5:"):
        yield Case("gravity", text + PNG)
    yield Case("gravity", "rs:fill:60:60/g:sm" + PNG, "transform/busy.png")
    yield Case("gravity", "c:70:60:sm/rs:fit:50:50" + PNG, "transform/busy.png")
    for text in ("c:0.5:0.5", "c:0.5:0.5:nowe", "crop:50:33", "c:0:0.4:so", "c:41:0:noea:3:4", "c:0.6:0.6:fp:0.3:0.3",
                 "c:45:45:we:0.1:-6", "c:999:20.9:sowe:7:2", "c:0:0", "c:1:1", "c:80", "c:100:60/g:noea", "c:100:60:ce/g:noea",
                 "c:100:60/g:fp:0.9:0.1/rs:fill:40:40", "c:90:70:no:0:5/rs:fill:60:60/g:so", "c:0.001:0.001",
                 "c:120:80:ea/dpr:2/w:40", "c:60:60:nowe:10:20/rs:fit:90:90:1"):
        yield Case("crop", text + PNG)
    for text in ("car:1", "car:1:1", "crop_ar:2/c:80:80", "crop_aspect_ratio:0.5:1/c:60:40", "car:3:1/c:100:50:no", "car:0/c:70:50",
                 "car:1.5/rs:fit:60:60", "car:1.9/c:0:50:ea/w:60", "car:0.75/g:nowe"):
        yield Case("crop_aspect_ratio", text + PNG)


def orientations():
    for tag in range(1, 9):
        source = f"replay/orientation-{tag}.jpg"
        yield Case("orientation", "rs:fit:40:40" + PNG, source)
        yield Case("orientation", "ar:0/rs:fit:40:40" + PNG, source)
        yield Case("orientation", "c:40:30:nowe:4:2" + PNG, source)
        yield Case("orientation", "rs:fill:36:48/g:fp:0.2:0.9/rot:90" + PNG, source)
        yield Case("orientation", f"w:50/rot:{90 * tag}/fl:{tag % 2}:1" + PNG, source)
    for angle, (across, down) in itertools.product((0, 90, 180, 270), ((0, 0), (1, 0), (0, 1), (1, 1))):
        yield Case("rotate", f"rot:{angle}/fl:{across}:{down}/rs:fit:80:50" + PNG)
    for text in ("rot:-90/w:50", "rotate:360/w:50", "rot:450/w:50", "rot:-180/h:40", "flip:t:0/w:70", "fl:1", "auto_rotate:false/rot:90/w:40",
                 "rot:90/c:60:40:noea:5:3", "rot:270/rs:fill:50:70/g:so", "fl:1:0/rs:fill:40:60/g:we", "rot:90/pd:3:6:9:12"):
        yield Case("rotate", text + PNG, TURNED if "auto" in text else MARKERS)
    yield Case("orientation", "rs:fit:40:40" + PNG, "replay/orientation-6.jpg", settings="AUTO_ROTATE=false")
    yield Case("orientation", "ar:1/rs:fit:40:40" + PNG, "replay/orientation-6.jpg", settings="AUTO_ROTATE=false")


def surroundings():
    for text in ("pd:5", "pd:3:4", "pd:1:2:3", "padding:7:5:2:9", "pd::6", "pd:4::8", "pd:0:0:0:20", "pd:10/rs:fit:200:200:0:1",
                 "pd:3/bg:ff8000", "pd:6/dpr:2/w:40"):
        yield Case("padding", text + "/rs:fit:60:60" * ("rs:" not in text and "w:" not in text) + PNG, CLEAR)
    for text in ("bg:f80", "bg:10:120:240", "background:0000ff", "bg:", "bg:ff0000/bg:", "bg:fff/bga:0.5", "bg:204060/background_alpha:0",
                 "bg:0:0:0/bga:1", "bga:0.4"):
        yield Case("background", text + "/rs:fit:70:70" + PNG, CLEAR)
        yield Case("background", text + "/rs:fit:70:70", CLEAR, extension="jpg")
    for text in ("t:10", "t:20:204060", "trim:10::1:0", "t:10::0:1", "t:10::1:1", "t::ff0000", "t:0", "t:200", "t:10/rs:fill:60:40",
                 "t:10/c:50:50:soea", "t:5:fff"):
        yield Case("trim", text + PNG, FRAMED)
    yield Case("trim", "t:10/rs:fit:50:50" + PNG, CLEAR)


def filters():
    for text in ("bl:1.5", "blur:4", "bl:20", "bl:0", "sh:1", "sharpen:3", "sh:0", "pix:5", "pixelate:16", "pix:1", "pix:0",
                 "bl:2/sh:1/pix:6", "bl:3/pd:8/bg:fff", "bl:2/rs:fill:64:48", "pix:7/rs:fit:200:200:0:1"):
        for source in (MARKERS, CLEAR):
            yield Case("filter", text + "/w:80" * ("rs:" not in text) + PNG, source, is_loose=True)


SOURCES = {"jpeg": LAKE, "png": "png/rgba.png", "webp": "webp/lossless-alpha.webp", "avif": "avif/alpha.avif", "heic": "heic/still.heic",
           "gif": "gif/animated.gif", "tiff": "tiff/lzw.tiff", "jxl": "jxl/lossy.jxl", "svg": "svg/shapes.svg", "bmp": "bmp/rgb24.bmp",
           "ico": "ico/two-sizes.ico"}
TARGETS = ("jpeg", "png", "webp", "avif", "jxl", "gif", "tiff", "bmp", "ico", "heic")
ONE_FRAME = "MAX_ANIMATION_FRAMES=1"
FRAMES = "MAX_ANIMATION_FRAMES=100"


def formats():
    """Every format into every other, and what is written when none is asked for."""
    for (kind, source), target in itertools.product(SOURCES.items(), TARGETS):
        name = {"jpeg": "jpg"}.get(target, target)
        asked, extension = [(f"/f:{target}", ""), ("", name), (f"/format:{name}", ""), (f"/ext:{name}", "")][len(kind + target) % 4]
        yield Case("format", "rs:fit:60:60" + asked, source, extension=extension, settings=ONE_FRAME)
    for kind, source in SOURCES.items():
        yield Case("chosen format", "w:50", source, settings=ONE_FRAME)
    for options, source in (
            ("pd:10", "webp/lossy.webp"), ("ex:1/rs:fit:300:300", "webp/lossy.webp"), ("pd:10/bg:fff", "webp/lossy.webp"),
            ("exar:1/rs:fit:50:50", "heic/still.heic"), ("pd:10", "heic/still.heic"), ("pd:10/w:50", "tiff/lzw.tiff"),
            ("bg:204060", "avif/alpha.avif"), ("bg:204060", "webp/lossless-alpha.webp"), ("pd:5", LAKE), ("pd:5/w:80", "bmp/rgb24.bmp"),
            ("bg:fff/pd:5/w:40", "avif/still.avif"), ("w:40", "transform/fading.webp"), ("w:50", "avif/still.avif"),
            ("w:50", "webp/lossy.webp"), ("w:40", "png/16bit.png"), ("w:50", "png/palette.png"), ("w:40", "jpeg/grey.jpg"),
            ("w:90", "jpeg/cmyk-icc.jpg"), ("w:60", "jpeg/wide-gamut-icc.jpg"), ("w:60", "jpeg/progressive.jpg")):
        yield Case("chosen format", options, source, settings=ONE_FRAME)
    for options in ("f:avif/rs:force:15:40", "f:avif/rs:force:40:15", "f:avif/rs:force:16:16", "f:avif/rs:force:8:8"):
        for source in (MARKERS, CLEAR):
            yield Case("chosen format", options, source)
    yield Case("chosen format", "f:ico/rs:fit:600:600", LAKE)
    yield Case("chosen format", "f:svg", "svg/shapes.svg", has_thumbnail=False)
    yield Case("chosen format", "f:svg", LAKE, status=422)
    for options in ("q:1", "q:50", "q:100", "quality:0", "fq:jpeg:30:webp:20", "format_quality:jpg:90"):
        yield Case("quality", options + "/w:90/f:jpg", LAKE, tolerance=15 if options == "q:1" else 0)
    for size, kind in itertools.product((1500, 3000), ("jpg", "webp", "avif")):
        yield Case("max_bytes", f"mb:{size}/w:200/f:{kind}", LAKE, most_bytes=size)
    yield Case("max_bytes", "max_bytes:0/w:60/f:jpg", LAKE)


WEBP, AVIF = "image/webp,image/*,*/*;q=0.8", "image/avif,image/webp,image/*,*/*;q=0.8"
JXL = "image/jxl,image/avif,image/webp,*/*;q=0.8"


def negotiated():
    for settings, accepts in (("AUTO_WEBP=true", (WEBP, "*/*")), ("AUTO_WEBP=true AUTO_AVIF=true", (AVIF, WEBP, "image/png")),
                              ("AUTO_WEBP=true AUTO_AVIF=true AUTO_JXL=true", (JXL, AVIF)), ("ENFORCE_WEBP=true", (WEBP, "*/*"))):
        for accept, options in itertools.product(accepts, ("w:60", "w:60/f:png")):
            yield Case("negotiation", options, MARKERS, accept=accept, settings=settings,
                       headers=("Vary: Accept",) if "f:png" not in options or "ENFORCE" in settings else ("Vary:",))
    yield Case("negotiation", "w:60", MARKERS, accept=AVIF, headers=("Vary:",))
    yield Case("negotiation", "w:60", "gif/animated.gif", accept=AVIF, settings="AUTO_WEBP=true AUTO_AVIF=true MAX_ANIMATION_FRAMES=100")
    yield Case("negotiation", "w:60", MARKERS, settings="PREFERRED_FORMATS=webp,jpeg")
    yield Case("negotiation", "w:60", CLEAR, settings="PREFERRED_FORMATS=jpeg,webp")


def metadata():
    photo, wide = "replay/photo.jpg", "jpeg/wide-gamut-icc.jpg"
    rights = "Replay Rights"
    for options, holds in (("", ("!Exif", f"!{rights}")), ("kcr:1", (rights,)), ("sm:0", ("Exif", rights, "Replay Camera")),
                           ("kcr:0", (f"!{rights}",)), ("keep_copyright:0/strip_metadata:1", (f"!{rights}",)),
                           ("sm:0/kcr:0", ("Replay Camera",)), ("strip_metadata:t", (rights, "!Replay Camera"))):
        if options:
            yield Case("metadata", options + "/w:40", photo, holds=holds)
            yield Case("metadata", options + "/w:40/f:webp", photo, holds=tuple(text for text in holds if text != "Exif"))
    for options, holds in (("scp:1", ("!ICC_PROFILE",)), ("scp:0", ("ICC_PROFILE",)), ("strip_color_profile:false", ("ICC_PROFILE",)),
                           ("cb:x", ("!ICC_PROFILE",))):
        yield Case("metadata", options + "/w:60", wide, holds=holds)
    for options, name in (("cb:1", "markers"), ("fn:holiday", "holiday"), ("filename:aG9saWRheQ:1", "holiday"), ("fn:a%20b", "a b")):
        yield Case("file name", options + "/w:20", headers=(f'Content-Disposition: inline; filename="{name}.png"',))
        yield Case("file name", options + "/w:20/att:1/f:jpg",
                   headers=(f'Content-Disposition: attachment; filename="{name}.jpg"',))
    yield Case("headers", "w:21" + PNG, headers=("Cache-Control: max-age=31536000, public", "X-Result-Width: 21", "X-Origin-Height: 101"),
               settings="ENABLE_DEBUG_HEADERS=true")
    yield Case("headers", "w:20" + PNG, settings="TTL=60 USE_ETAG=false", headers=("Cache-Control: max-age=60, public", "ETag:"))
    yield Case("headers", "w:20" + PNG, "local:///none.png", status=404, headers=("Cache-Control:",))


def several_pictures():
    for source, kind in itertools.product(("transform/moving.gif", "transform/fading.webp"), ("gif", "webp", "png", "jpg")):
        yield Case("animation", f"rs:fit:45:32/f:{kind}", source, settings=FRAMES)
        yield Case("animation", f"rs:fill:40:40/g:we/f:{kind}", source, settings=ONE_FRAME)
    for options in ("", "w:60", "da:1/w:60", "pg:2/w:60", "disable_animation:1/page:3", "da:1/pg:1/pgs:2", "rot:90/w:50", "pd:4/bg:ff0"):
        yield Case("animation", options, "transform/moving.gif", settings=FRAMES)
    yield Case("animation", "w:40", "transform/moving.gif", settings="MAX_ANIMATION_FRAMES=3")
    for options in ("", "pg:1", "page:2/w:50", "pgs:3", "pg:1/pages:9/w:40", "pages:2/rot:90"):
        yield Case("pages", (options + PNG).lstrip("/"), "transform/pages.tif")


    # Stacked pages are one picture, also where the format could hold several.
    for options, kind in itertools.product(("pgs:2", "pgs:3/h:128", "pg:1/pgs:9/rs:force:60:200:1"), ("gif", "webp", "tiff")):
        yield Case("pages", f"{options}/f:{kind}", "transform/pages.tif")
    for kind in ("gif", "webp"):
        yield Case("pages", f"da:1/pgs:3/f:{kind}", "transform/moving.gif", settings=FRAMES)


def watermarks():
    settings = "WATERMARK_PATH=FIXTURES/transform/watermark.png"
    for place in ANCHORS:
        yield Case("watermark", f"rs:fill:120:90/wm:1:{place}" + PNG, settings=settings)
    for text in ("0.5:soea:9:4", "1:nowe:-20:-8", "1:ce:70", "0.4:so:0.1:0.2:0.3", "1:ce:0:0:1", "1", "0", "0.7::5", "1:soea:3:5:0.5"):
        yield Case("watermark", f"watermark:{text}/rs:fill:120:90" + PNG, settings=settings)
    for text in ("1:re", "1:re:7:12", "0.5:re:0.2:0.1:0.25"):
        yield Case("watermark", f"wm:{text}/rs:fill:120:90" + PNG, settings=settings)
    for text in ("wm:1:so/pd:10/bg:ff0/w:60", "wm:1:sowe:4:6/dpr:1.5/rs:fit:60:60:0:1:no", "wm:0.8:ce/f:jpg/w:80"):
        yield Case("watermark", text + ("" if "jpg" in text else PNG), CLEAR, settings=settings)
    yield Case("watermark", "rs:fill:120:90/wm:1:noea" + PNG, settings=settings + " WATERMARK_OPACITY=0.5")


PRESETS = {"thumb": "rs:fill:40:30", "sharp": "sh:1/q:90", "small": "w:50", "both": "pr:small/pd:3"}
PRESET_TEXT = "PRESETS=" + ",".join(f"{name}={options}" for name, options in PRESETS.items())


def presets():
    for options in ("pr:thumb", "preset:small", "pr:small:thumb", "pr:thumb/w:60", "w:60/pr:thumb", "pr:both", "pr:none", "pr:small/pr:thumb"):
        yield Case("preset", options + PNG, settings=PRESET_TEXT, presets=PRESETS)
    yield Case("preset", "h:60" + PNG, settings="PRESETS=default=w:44/rt:force", presets={"default": "w:44/rt:force"})
    yield Case("preset", "w:70" + PNG, settings="PRESETS=default=w:44/rt:force", presets={"default": "w:44/rt:force"})
    only = PRESET_TEXT + " ONLY_PRESETS=true"
    for text, status in (("thumb", 0), ("small:thumb", 0), ("none", 404), ("w:20", 404), ("pr:thumb", 404)):
        meaning = "pr:" + text if not status else ""
        yield Case("preset", meaning, path=f"/unsafe/{text}/{{plain}}", settings=only, presets=PRESETS, status=status)
    for options, status in (("w:40", 0), ("rs:fit:40:40", 0), ("width:40", 404), ("w:40/h:30", 404), ("pr:thumb", 404)):
        yield Case("allowed options", options, settings=PRESET_TEXT + " ALLOWED_PROCESSING_OPTIONS=w,rs", presets=PRESETS, status=status)
    yield Case("allowed options", "pr:small", settings=PRESET_TEXT + " ALLOWED_PROCESSING_OPTIONS=w,pr", presets=PRESETS)


WRONG = (
    "w:-1", "w:x", "w:1.5", "w:", "h:1e3", "width:99999999999", "w:1:2", "h:-0.5", "rs:fat:1:1", "rs:fit:a", "rs:fit:1:-1", "rs:fit:1:1:0:1:sm",
    "rs:fit:1:1:0:1:xx", "rs:1:2:3:4:5:6:7:8:9", "rt:cover", "rt:", "s:1:2:3:4:5:6:7:8", "s:-1", "z:0", "z:-1", "z:", "z:1:0", "zoom:nan", "dpr:0",
    "dpr:-1", "dpr:inf", "dpr:", "dpr:1:1", "mw:-1", "mh:x", "g:", "g:up", "g:sm:1", "g:fp", "g:fp:0.5", "g:fp:0.5:2", "g:fp:-0.1:0", "g:no:1:2:3",
    "g:no:x", "c:-1:1", "c:x", "c:", "c:1:1:sm:2", "c:1:1:zz", "c:1:2:no:1:2:3", "t:x", "t:1:zz", "t:1:fff:1:1:1", "pd:-1", "pd:x", "pd:1:2:3:4:5",
    "pd:1.5", "rot:45", "rot:x", "rot:", "rot:90:1", "bg:zzz", "bg:ffff", "bg:1:2", "bg:1:2:300", "bg:1:2:3:4", "bl:-1", "bl:x", "sh:-0.1", "sh:",
    "pix:-1", "pix:1.5", "wm:2", "wm:-0.1", "wm:1:xx", "wm:1:ce:x", "wm:1:ce:0:0:-1", "wm:1:ce:0:0:0:0:0:0", "q:-1", "q:101", "q:x", "q:", "fq:jpeg",
    "fq:nope:3", "fq:jpeg:101", "mb:-1", "mb:x", "f:nope", "f:", "f:jpg:png", "f:mp4", "ext:exe", "skp:nope", "exp:1000", "exp:x", "exp:-5",
    "pr:missing", "pr:", "nothing:1", "unknown", "W:10", "RS:fit:10:10", "msr:1", "msfs:1", "maf:1", "mafr:1", "mrd:1", "max_src_resolution:5",
    "gif_options:1", "ex:1:sm", "exar:1:sm", "ex:1:no:1:2:3", "blur", "trim", "fl:1:1:1", "el:1:1", "ar:1:1", "style:x", "color_profile:x", "fit/300/200",
)
# Anything that is no truth counts as false.
ODD = ("el:maybe/w:200", "ex:2/rs:fit:200:200", "fl:yes:1/w:60", "ar:no/w:50", "sm:x/w:40", "el:/w:200", "fl::1/w:50", "cb:/w:40", "cb/w:40", "exp:0/w:40",
       "exp:4102444800/w:40", "q:0/w:40", "w:+40", "dpr:1e0/w:40", "c:.5:0.5", "bl:0.0/w:40", "rot:0/w:40", "w:40/w:50", "fn:/w:40", "t:", "wm:0:ce/w:40")


def errors():
    for options in WRONG:
        yield Case("wrong option", options, source=TURNED if "color" in options else MARKERS)
    for options in ODD:
        if options != "cb/w:40":
            yield Case("odd option", options + PNG)
    yield Case("wrong option", path="/unsafe/cb/w:40/{plain}", status=404)
    for source, status in (("none.png", 404), ("transform", 404), ("transform/", 404), ("../Package.swift", 404), ("bad/html.png", 422), ("bad/empty.jpg", 422),
                           ("bad/header-only.jpg", 422), ("bad/bomb-50000x50000.png", 422), ("LICENSES.md", 422), ("ftp://example.com/a.png", 404),
                           ("s3://bucket/a.png", 404), ("gopher://a", 404), ("http://", 404), ("http:///a.png", 404), ("https://exa mple.com/a", 404),
                           ("http://[::1/a", 404), ("http://a.invalid/a.png", 404), ("http://0.0.0.0/a.png", 404),
                           ("http://169.254.169.254/latest/meta-data", 404)):
        yield Case("wrong source", "w:20", source, status=status)
    yield Case("damaged source", "w:64" + PNG, "bad/truncated.jpg", has_thumbnail=False)
    for path in ("/unsafe", "/unsafe/", "/unsafe/w:20", "/unsafe/w:20/", "/unsafe/plain/", "/unsafe/plain", "/unsafe/w:20/plain/", "//{plain}",
                 "/unsafe/fit/300/200/sm/0/{plain}", "/unsafe/w:20//{plain}"):
        yield Case("wrong path", path=path, status=404)


def signatures():
    settings = f"KEY={KEY.hex()} SALT={SALT.hex()}"
    path = f"/w:40/f:png/plain/local:///{MARKERS}"
    right = signed(path)
    mac = right.split("/")[1]
    short = signed(path, size=8)
    meaning = Case("signature", "w:40/f:png", settings=settings)
    yield replace(meaning, path=right)
    yield replace(meaning, path=right + "?v=2")
    yield replace(meaning, path=signed(f"/w:40/f:png/{encoded('local:///' + MARKERS)}"))
    # Proxies escape colons, and merge slashes; the signature is that of the path as it was.
    yield replace(meaning, path=f"/{mac}/w%3A40/f%3Apng/plain/local:///{MARKERS}")
    yield replace(meaning, path=f"/{mac}/w:40/f:png/plain/local:/{MARKERS}")
    for wrong in ("unsafe", "_", "", mac[:-1], mac + "=", mac + "A", mac.swapcase(), short.split("/")[1], "a" * 43, "!" * 43):
        yield replace(meaning, path=f"/{wrong}{path}", status=404 if wrong == "" else 403)
    yield replace(meaning, path=f"/{mac}" + path.replace("40", "41"), status=403)
    yield replace(meaning, path=f"/{mac}/w:x/plain/local:///{MARKERS}", status=403)
    yield replace(meaning, path=signed(f"/w:x/plain/local:///{MARKERS}"), status=404)
    yield replace(meaning, path=signed(path, salt=b"other"), status=403)
    yield replace(meaning, path=signed(path, key=b"other"), status=403)
    sized = settings + " SIGNATURE_SIZE=8 TRUSTED_SIGNATURES=letmein,other"
    for given, status in ((short, 0), (right, 403), (f"/letmein{path}", 0), (f"/other{path}", 0), (f"/letmei{path}", 403)):
        yield replace(meaning, path=given, settings=sized, status=status)
    two = f"KEY={KEY.hex()},{b'second'.hex()} SALT={SALT.hex()},{b'salty'.hex()}"
    for given, status in ((right, 0), (signed(path, b"second", b"salty"), 0), (signed(path, b"second", SALT), 403)):
        yield replace(meaning, path=given, settings=two, status=status)
    yield Case("signature", "w:40/f:png", path=f"/anything{path}")
    yield Case("signature", "w:40/f:png", path=f"/_{path}")
    yield Case("signature", "w:40/f:png", path=f"/w:40{path}", status=403)


def sources():
    base = Case("source", "w:40/f:png")
    text = encoded("local:///" + MARKERS)
    for path in (
            "{plain}", "{base64}", "plain/local:/transform/markers.png", "plain/local%3A%2F%2F%2Ftransform%2Fmarkers.png",
            "plain/local%3a///transform/marker%73.png", "plain/local:///transform%2fmarkers.png", "plain/local:///transform/markers.png@",
            "plain/local:///transform/%6darkers.png", text[:7] + "/" + text[7:20] + "/" + text[20:], "/".join(text), text + "==", text + "=", text + ".",
            "plain/local:///transform/markers.png?width=1", text + "?x"):
        yield replace(base, path=f"/unsafe/w:40/f:png/{path}")
    for path, options in (("{plain}@jpg", "w:40/f:jpg"), ("{plain}@webp", "w:40/f:webp"), ("{base64}.jpg", "w:40/f:jpg"), ("{base64}.gif", "w:40/f:gif")):
        # What stands behind the source counts last.
        yield replace(base, path=f"/unsafe/w:40/f:png/{path}", options=options)
    for path in ("{plain}@png@jpg", "{base64}.png.jpg", "{plain}@nope", "{base64}.nope", "plain/local:///transform/mark%zz.png", "plain/local:///transform/mark%4",
                 "plain/local:///a@b.png", "plain/local:///none%40png", "a+b/c", "bG9jYWw_", "-", "-_", "plain/ ".strip() + "/%20"):
        yield replace(base, path=f"/unsafe/w:40/f:png/{path}", status=404)
    yield replace(base, settings="BASE64_URL_INCLUDES_FILENAME=true", path=f"/unsafe/w:40/f:png/{text}/holiday.jpg")
    yield replace(base, settings="ARGUMENTS_SEPARATOR=,", path="/unsafe/w,40/f,png/{plain}")
    yield replace(base, settings="PATH_PREFIX=/img", path="/img/unsafe/w:40/f:png/{plain}")
    yield replace(base, settings="PATH_PREFIX=/img", path="/unsafe/w:40/f:png/{plain}", status=404)
    yield replace(base, settings="BASE_URL=local:///transform/", path="/unsafe/w:40/f:png/plain/markers.png")
    yield replace(base, settings="BASE_URL=local:///transform/", path=f"/unsafe/w:40/f:png/{encoded('markers.png')}")
    yield replace(base, settings="BASE_URL=local:///transform/", path="/unsafe/w:40/f:png/{plain}")
    yield replace(base, settings="URL_REPLACEMENTS=pics://*/=local:///${1}/", path="/unsafe/w:40/f:png/plain/pics://transform/markers.png")
    for allowed, status in (("local:///transform/", 0), ("local:///jpeg/", 404), ("local:///*/", 0)):
        yield replace(base, settings=f"ALLOWED_SOURCES={allowed}", path="/unsafe/w:40/f:png/{plain}", status=status)
    for address in ("http://origin.test/" + MARKERS, "http://origin.test/transform%2Fmarkers.png", "http://origin.test/transform/markers.png?a=1&b=%2f",
                    "http://origin.test/redirect/" + MARKERS, "http://origin.test/redirect/redirect/" + MARKERS, "http://origin.test/octets/" + MARKERS):
        yield replace(base, path="", source=address)
    for status in (400, 401, 403, 404, 410, 418, 429, 500, 502, 503, 504):
        yield replace(base, path="", source=f"http://origin.test/status/{status}", status=502 if status > 499 else status)
    for status in (204, 206, 300):
        yield replace(base, path="", source=f"http://origin.test/status/{status}", status=404)
    yield replace(base, path="", source="http://origin.test/loop", status=404)
    yield replace(base, path="", source="http://origin.test/LICENSES.md", status=422)
    yield replace(base, path="", source="http://origin.test/closed", status=404)


def whole_sources():
    for options, source, kind in (("raw:1", MARKERS, ""), ("raw:1/w:20/f:jpg", LAKE, ""), ("raw:true", "svg/shapes.svg", ""), ("raw:0/w:40/f:png", MARKERS, "w")):
        yield Case("raw", options, source, is_source=not kind, has_thumbnail="svg" not in source)
    yield Case("raw", "raw:1", "LICENSES.md", is_source=True, has_thumbnail=False)
    # Whatever stands behind it is no format then.
    for extension in ("mp4", "wav", "jpg"):
        yield Case("raw", "raw:1", extension=extension, is_source=True)
    for options, source in (("skp:png/w:40", MARKERS), ("skip_processing:jpg:png/w:40", LAKE), ("skp:gif:png/w:20", "transform/moving.gif")):
        yield Case("skip_processing", options, source, is_source=True, settings=FRAMES)
    yield Case("skip_processing", "skp:png/w:40/f:jpg")
    yield Case("skip_processing", "skp:jpg/w:40")
    yield Case("skip_processing", "w:40", is_source=True, settings="SKIP_PROCESSING_FORMATS=png,gif")
    yield Case("skip_processing", "w:40/f:webp", settings="SKIP_PROCESSING_FORMATS=png,gif")
    yield Case("skip_processing", "w:40", LAKE, settings="SKIP_PROCESSING_FORMATS=png,gif")
    yield Case("svg", "w:60", "svg/shapes.svg", has_thumbnail=False)
    yield Case("svg", "", "transform/drawing.svg", has_thumbnail=False)
    for options in ("w:60", "w:240", "rs:fill:90:90/g:ea", "rs:fit:0:30", "dpr:3/w:60", "pd:6/bg:faf00a/w:77", "w:60/el:0"):
        yield Case("svg", options + PNG, "transform/drawing.svg")
    yield Case("svg", "w:60", "transform/drawing.svg", settings="ALWAYS_RASTERIZE_SVG=true")


def limits():
    for options in ("rs:fit:120:0", "rs:fill:140:70/pd:10:20", "rs:force:90:150:1", "dpr:2/w:50/el:1/pd:7", "", "rs:fill:100:100:0:1:no:3:9/pd:4", "w:40",
                    "rot:90", "exar:1/rs:fit:90:120"):
        yield Case("max_result_dimension", (options + PNG).lstrip("/"), settings="MAX_RESULT_DIMENSION=64")
    small = "MAX_SRC_RESOLUTION=0.012 MAX_SRC_FILE_SIZE=1000"
    yield Case("limit", "w:40" + PNG, FRAMED, settings=small)
    yield Case("limit", "w:40" + PNG, MARKERS, settings=small, status=422)
    yield Case("limit", "w:40" + PNG, "png/palette.png", settings=small, status=422)
    own = "ALLOW_SECURITY_OPTIONS=true"
    for options, status in (("msr:0.001", 422), ("msr:1", 0), ("msfs:100", 422), ("msfs:100000", 0), ("msr:x", 404), ("msfs:x", 404)):
        yield Case("limit", options + "/w:40" + PNG, settings=own, status=status)
    fallback = "FALLBACK_IMAGE_PATH=FIXTURES/transform/framed.png"
    yield Case("fallback", "w:40" + PNG, "none.png", settings=fallback)
    yield Case("fallback", "rs:fill:30:40" + PNG, "http://origin.test/status/500", settings=fallback)
    yield Case("fallback", "w:40" + PNG, "none.png", settings=fallback + " FALLBACK_IMAGE_HTTP_CODE=410")
    yield Case("fallback", "w:x" + PNG, "none.png", settings=fallback)


def combined(count=70):
    """Options that meet by chance."""
    chance = random.Random(2026)
    choices = [
        [f"rs:{fit}:{width}:{height}" for fit in FITS for width, height in ((70, 50), (48, 0), (0, 66), (190, 140), (33, 88))],
        ["el:1"], ["ex:1", "ex:1:soea:3:2"], [f"g:{anchor}" for anchor in ANCHORS] + ["g:fp:0.1:0.7", "g:nowe:5:0.1"],
        ["c:90:70", "c:0.7:0.4:so", "c:66:88:fp:0.8:0.2"], ["pd:3:8", "pd:5"], ["rot:90", "rot:180", "rot:270"], ["fl:1:0", "fl:0:1"],
        ["bg:1e5ac8", "bg:255:200:0"], ["dpr:2", "dpr:0.75"], ["z:1.4", "z:0.6:0.9"], ["mw:80", "mh:75"], ["exar:1", "exar:1:no"]]
    for _ in range(count):
        picked = [chance.choice(choices[0])] + [chance.choice(kind) for kind in choices[1:] if chance.random() < 0.3]
        chance.shuffle(picked)
        yield Case("combined", "/".join(picked) + PNG, chance.choice([MARKERS, CLEAR, TURNED, "replay/orientation-8.jpg"]))


KINDS = (sizes, scales, gravities, orientations, surroundings, filters, formats, negotiated, metadata, several_pictures, watermarks, presets, errors,
         signatures, sources, whole_sources, limits, combined)
