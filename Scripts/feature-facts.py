#!/usr/bin/env python3
"""Writes what renditions with watermarks, several frames or pages, chains and the like should look like.

Development only, as `rendition-facts.py`, whose pictures, geometry and pixels this goes on with.

    python3 -m venv venv && venv/bin/pip install pillow numpy scipy pyvips cairosvg
    venv/bin/python Scripts/feature-facts.py Tests/Fixtures

draws more pictures of FOLDER/transform, and writes FOLDER/feature-facts.csv:

    feature        what the row is about
    source         the picture, below FOLDER
    options        in the grammar of URLs, between the signature and `plain`; ` - ` stands between those of a chain
    watermark      the configured watermark, below FOLDER; empty for none
    limit          the longest side of results that is configured; 0 for none
    format         what is written
    width, height  of one frame of the result
    delays_ms      for animations: how long each frame is shown
    has_alpha      `yes` when a pixel of the first frame is not opaque
    scaling        as in rendition-facts.csv
    grids          for each frame, averages over 8 x 8 cells as there

Drawings are Cairo's (CairoSVG), frames Pillow's, and the place of a smart crop is libvips' own, as its measure is; all
else is computed here.
"""

import argparse
import csv
import importlib.util
import io
import itertools
import pathlib
import random
from dataclasses import dataclass, replace

import cairosvg
import numpy
from PIL import Image, ImageSequence

HERE = pathlib.Path(__file__).parent
specification = importlib.util.spec_from_file_location("facts", HERE / "rendition-facts.py")
facts = importlib.util.module_from_spec(specification)
specification.loader.exec_module(facts)

Gravity, Request, Source = facts.Gravity, facts.Request, facts.Source
COLUMNS = ["feature", "source", "options", "watermark", "limit", "format", "width", "height", "delays_ms", "has_alpha",
           "scaling", "grids"]
SEED = 1602
WATERMARK = "transform/watermark.png"
DELAYS = [70, 120, 40, 200]  # milliseconds


# Pictures


def draw(folder):
    """A watermark with a corner that tells its place, frames, pages, a drawing, and a picture with one busy part."""
    mark = numpy.zeros((22, 34, 4), numpy.uint8)
    mark[:, :] = (240, 240, 240, 255)
    mark[1:9, 1:12] = (200, 0, 60, 255)
    mark[14:, :, 3] = 120
    mark[4:8, 16:28, 3] = 0
    Image.fromarray(mark).save(folder / "watermark.png", optimize=True)
    moving = [numpy.roll(facts.marked(90, 64), (5 * index, 11 * index), (0, 1)) for index in range(4)]
    frames = [Image.fromarray(frame).quantize(255) for frame in moving]
    frames[0].save(folder / "moving.gif", save_all=True, append_images=frames[1:], duration=DELAYS, loop=0, disposal=1)
    fading = [numpy.dstack([frame, numpy.full(frame.shape[:2], 255 - 50 * index, numpy.uint8)])
              for index, frame in enumerate(moving)]
    for index, frame in enumerate(fading):
        frame[20:40, 10 + 9 * index:30 + 9 * index, 3] = 0
    frames = [Image.fromarray(frame) for frame in fading]
    frames[0].save(folder / "fading.webp", save_all=True, append_images=frames[1:], duration=DELAYS, loop=3,
                   lossless=True, exact=True)
    pages = [Image.fromarray(frame) for frame in moving[:3]]
    pages[0].save(folder / "pages.tif", save_all=True, append_images=pages[1:], compression="tiff_deflate")
    (folder / "drawing.svg").write_text(DRAWING)
    busy = numpy.full((120, 200, 3), 128, numpy.uint8)
    chance = numpy.random.default_rng(SEED)
    busy[70:100, 130:170] = chance.integers(0, 2, (30, 40, 1)) * numpy.array([255, 60, 20], numpy.uint8)
    Image.fromarray(busy).save(folder / "busy.png", optimize=True)


DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80" viewBox="0 0 60 40">
  <rect x="0" y="0" width="40" height="12" fill="#c83228"/>
  <rect x="40" y="5" width="15" height="30" fill="#1e5ac8" fill-opacity="0.5"/>
  <path d="M5 38 L20 14 L35 38 Z" fill="#28a03c"/>
  <circle cx="48" cy="32" r="7" fill="none" stroke="#202020" stroke-width="2"/>
</svg>
"""


def drawing(path):
    def drawn(size):
        # What is stretched is all of it, and not its content inside a frame that is.
        text = path.read_text().replace("<svg ", '<svg preserveAspectRatio="none" ', 1)
        png = cairosvg.svg2png(bytestring=text.encode(), output_width=size[0], output_height=size[1])
        return numpy.array(Image.open(io.BytesIO(png)).convert("RGBA"))
    return drawn


# What is tried


@dataclass
class Case:
    feature: str
    frames: list  # of Source: one picture each
    requests: list  # a chain
    delays: tuple = ()
    limit: int = 0

    @property
    def uses_watermark(self):
        return any(request.watermark for request in self.requests)


def watermarks(pictures):
    places = [Gravity(name) for name in facts.ANCHORS]
    shifted = [replace(place, x=9, y=4) for place in places] + [replace(place, x=-0.1, y=0.2) for place in places]
    hanging = [Gravity("nowe", -20, -8), Gravity("soea", -5, -400), Gravity("ce", 70, 0)]
    base = Request("fill", 120, 90)
    for place in places + shifted + hanging:
        yield Case("watermark", [pictures["markers"]], [replace(base, watermark=(1, place, 0))])
    for opacity, scale, name in itertools.product([1, 0.4], [0.3, 1], ["markers", "clear"]):
        yield Case("watermark", [pictures[name]], [replace(base, watermark=(opacity, Gravity("soea", 3, 5), scale))])
    for gaps, scale, opacity in itertools.product([(0, 0), (7, 12), (0.2, 0.1)], [0, 0.25], [1, 0.5]):
        yield Case("watermark", [pictures["markers"]], [replace(base, watermark=(opacity, gaps, scale))])
    for kind in ("jpg", "webp"):
        yield Case("watermark", [pictures["clear"]], [replace(base, watermark=(1, Gravity("no", 0, 3), 0.5), format=kind)])
    yield Case("watermark", [pictures["markers"]],
               [Request("fit", 60, 60, dpr=2, padding=(4, 9), background=(9, 90, 200), watermark=(0.8, (5, 3), 0))])
    yield Case("watermark", [pictures["markers"]],
               [Request("fit", 60, 60, dpr=1.5, extend=Gravity("no"), watermark=(1, Gravity("sowe", 4, 6), 0))])


def crops(pictures):
    for ratio, grows, crop in itertools.product([0.5, 1, 1.9], [False, True],
                                                [(), (60, 40, None), (0, 50, Gravity("ea")), (0.4, 0.9, Gravity("so"))]):
        yield Case("crop_aspect_ratio", [pictures["markers"]],
                   [Request("fit", 70, 70, crop=crop, crop_ratio=(ratio, grows), gravity=Gravity("nowe", 3, 2))])
    for grows in (False, True):
        yield Case("crop_aspect_ratio", [pictures["orientation-7"]],
                   [Request("fit", 70, 70, crop=(50, 30, Gravity("noea")), crop_ratio=(2.2, grows))])


def smart(pictures):
    for size, name in itertools.product([(60, 60), (40, 80), (90, 30)], ["busy", "markers"]):
        yield Case("smart", [pictures[name]], [Request("fill", *size, gravity=Gravity("sm"))])
    yield Case("smart", [pictures["busy"]], [Request("fit", 50, 50, crop=(70, 60, Gravity("sm")))])
    yield Case("smart", [pictures["busy"]],
               [Request("fill", 30, 60, crop=(90, 0.8, Gravity("soea", 10, 0)), gravity=Gravity("sm"))])


def animations(pictures):
    marked = (0.6, Gravity("soea", 2, 2), 0.3)
    for request in (Request("fit", 45, 32), Request("fill", 40, 40, gravity=Gravity("we")), Request("fit", 0, 0, rotate=90),
                    Request("fit", 60, 0, padding=(3, 5), background=(0, 60, 0)), Request("fit", 60, 0, watermark=marked),
                    Request("fill", 50, 30, effects=(("blur", (1.5,)),)), Request("fit", 150, 0, enlarge=True)):
        yield Case("animation", pictures["moving"], [replace(request, format="gif")], DELAYS)
        yield Case("animation", pictures["moving"], [replace(request, format="webp", more=LOSSLESS)], DELAYS)
        yield Case("animation", pictures["fading"], [replace(request, format="webp", more=LOSSLESS)], DELAYS)
    yield Case("animation", pictures["moving"][:1], [Request("fit", 45, 32, more=("da:1",))])
    for name in ("moving", "fading"):
        yield Case("animation", pictures[name][2:], [Request("fit", 45, 0, more=("pg:2",) + LOSSLESS, format="webp")],
                   DELAYS[2:])


LOSSLESS = ("webp_options:lossless",)


def drawings(pictures):
    for request in (Request("fit", 60, 40), Request("fit", 240, 0), Request("fill", 90, 90, gravity=Gravity("ea")),
                    Request("force", 50, 100), Request("fit", 0, 0), Request("fit", 60, 0, dpr=3),
                    Request("fit", 77, 0, padding=(6,), background=(250, 240, 10)),
                    Request("fit", 200, 0, format="jpg")):
        yield Case("svg", [pictures["drawing"]], [request])


def limits(pictures):
    for request in (Request("fit", 120, 0), Request("fill", 140, 70, padding=(10, 20)), Request("force", 90, 150, enlarge=True),
                    Request("fit", 50, 0, dpr=2, enlarge=True, padding=(7,)), Request("fit", 0, 0),
                    Request("fill", 100, 100, extend=Gravity("no", 3, 9), padding=(4,)), Request("fit", 40, 0)):
        for limit in (64, 100):
            yield Case("max_result_dimension", [pictures["markers"]], [request], limit=limit)


def chains(pictures):
    small = Request("fill", 80, 60)
    for name, requests in itertools.product(["markers", "clear", "orientation-7"], [
            [small, Request("fit", 0, 0, padding=(5, 9), background=(200, 30, 90))],
            [Request("fit", 90, 90, rotate=90), Request("fill", 40, 50, gravity=Gravity("noea"))],
            [Request("fit", 0, 0, crop=(70, 70, Gravity("so"))), Request("fit", 50, 0, flip=(True, False)),
             Request("fit", 0, 0, padding=(8,), background=(0, 0, 0))],
            [Request("fit", 60, 60, extend=Gravity("nowe")), Request("fit", 0, 0, background=(90, 200, 10), format="jpg")],
            [Request("fit", 70, 0, effects=(("blur", (2,)),)), Request("fit", 40, 0, watermark=(1, Gravity("so"), 0.5))]]):
        yield Case("chain", [pictures[name]], requests)
    yield Case("chain", [pictures["framed"]], [Request("fit", 100, 0), Request("fit", 50, 0, trim=(10, "", False, False))])


def pages(pictures):
    def stacked(sources):
        rgba = numpy.concatenate([source.rgba for source in sources])
        return [replace(sources[0], rgba=rgba)]
    single = pictures["pages"]
    for request in (Request("fit", 50, 0), Request("fill", 40, 60, rotate=90)):
        for page in (1, 2):
            yield Case("page", [single[page]], [replace(request, more=(f"pg:{page}",))])
        yield Case("pages", stacked(single), [replace(request, more=("pgs:3",))])
        yield Case("pages", stacked(single[1:]), [replace(request, more=("pg:1", "pgs:9"))])
        yield Case("pages", stacked(pictures["moving"][1:3]), [replace(request, more=("pg:1", "pgs:2", "da:1"))])


def backgrounds(pictures):
    for name, alpha, kind in itertools.product(["clear", "markers"], [0, 0.25, 0.7, 1], ["png", "jpg"]):
        yield Case("background_alpha", [pictures[name]],
                   [Request("fit", 70, 0, padding=(6, 3), background=(250, 120, 10), background_alpha=alpha, format=kind)])


# Facts


def read(folder):
    pictures = {name: Source.read(folder, f"transform/{name}.png")
                for name in ("markers", "framed", "clear", "orientation-7", "busy")}
    for name in ("moving.gif", "fading.webp", "pages.tif"):
        frames = ImageSequence.Iterator(Image.open(folder / "transform" / name))
        pictures[name.split(".")[0]] = [
            Source(f"transform/{name}", numpy.array(frame.convert("RGBA")), 1, True) for frame in frames]
    path = folder / "transform/drawing.svg"
    pictures["drawing"] = Source("transform/drawing.svg", drawing(path)((120, 80)), 1, True, drawing=drawing(path))
    return pictures


def chained(source, requests, mark, limit):
    """8-bit RGBA, and how it was scaled on the whole way."""
    scalings = []
    for index, request in enumerate(requests):
        # Only the last one knows the format that is written.
        asked = replace(request, limit=limit, format=request.format if index == len(requests) - 1 else "png")
        rgba, scaling = facts.rendered(replace(source, mark=mark), asked)
        scalings.append(scaling)
        source = Source(source.path, rgba, 1, True)
    order = ["kept", "reduced", "enlarged"]
    return rgba, max(scalings, key=order.index)


def fact(case, mark, chance):
    results = [chained(frame, case.requests, mark, case.limit) for frame in case.frames]
    rgba, scaling = results[0]
    last = case.requests[-1].format
    texts = [facts.option_text(replace(request, format=last), chance) for request in case.requests]
    return {"feature": case.feature, "source": case.frames[0].path, "options": "/-/".join(texts),
            "watermark": WATERMARK if case.uses_watermark else "", "limit": case.limit, "format": last,
            "width": rgba.shape[1], "height": rgba.shape[0], "delays_ms": " ".join(map(str, case.delays)),
            "has_alpha": "yes" if (rgba[:, :, 3] < 255).any() else "no", "scaling": scaling,
            "grids": " ".join(facts.grid(frame) for frame, _ in results)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path, help="Tests/Fixtures")
    folder = parser.parse_args().folder
    draw(folder / "transform")
    pictures, chance = read(folder), random.Random(SEED)
    mark = numpy.array(Image.open(folder / WATERMARK).convert("RGBA"))
    kinds = (watermarks, crops, smart, animations, drawings, limits, chains, pages, backgrounds)
    rows = [fact(case, mark, chance) for kind in kinds for case in kind(pictures)]
    with (folder / "feature-facts.csv").open("w", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    print(f"{len(rows)} rows")


if __name__ == "__main__":
    main()
