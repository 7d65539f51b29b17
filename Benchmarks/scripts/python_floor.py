"""Floors in Python: python_floor.py vips|pillow. Same lines in and out as the other floors (contenders.py)."""

import io
import sys
import time

TALL = 10_000_000


class Vips:
    """libvips of the wheel pyvips-binary: one thread, no cache. Python's own share is some 0.1 ms a call."""

    def __init__(self):
        import pyvips

        pyvips.cache_set_max(0)
        self.pyvips = pyvips
        self.version = ".".join(str(pyvips.version(part)) for part in range(3))

    def thumbnail(self, source, width):
        return self.pyvips.Image.thumbnail_buffer(source, width, height=TALL, size="down")

    def save(self, image, format, quality):
        options = {
            "jpeg": {"Q": quality},
            "png": {},
            "webp": {"Q": quality},
            "avif": {"Q": quality, "effort": 2},
        }[format]
        suffix = {"jpeg": ".jpg"}.get(format, "." + format)
        return image.write_to_buffer(suffix, keep="none", **options)

    def ladder(self, source, widths):
        made = [self.thumbnail(source, widths[0]).copy_memory()]
        for width in widths[1:]:
            wide = [image for image in made if image.width >= 2 * width]
            lazy = (wide[-1] if wide else made[0]).thumbnail_image(width, height=TALL, size="down")
            made.append(lazy.copy_memory())
        return made

    def size(self, image):
        return image.width, image.height


class Pillow:
    """Pillow with what it has for speed: scaled JPEG decoding, and a box filter before Lanczos."""

    def __init__(self):
        import PIL
        from PIL import Image

        self.Image = Image
        self.version = PIL.__version__

    def thumbnail(self, source, width):
        image = self.Image.open(io.BytesIO(source))
        image.thumbnail((width, TALL), self.Image.Resampling.LANCZOS, reducing_gap=2.0)
        image.info.clear()
        return image

    def save(self, image, format, quality):
        options = {"jpeg": {"quality": quality}, "webp": {"quality": quality}, "png": {}}
        file = io.BytesIO()
        image.save(file, format.upper(), **options.get(format, {"quality": quality, "speed": 7}))
        return file.getvalue()

    def size(self, image):
        return image.size


def make(floor, source, format, quality, widths, mode):
    if mode == "list" and len(widths) > 1:
        images = floor.ladder(source, widths)
        return [(image, floor.save(image, format, quality)) for image in images]
    made = []
    for width in widths:
        image = floor.thumbnail(source, width)
        made.append((image, floor.save(image, format, quality)))
    return made


def answer(floor, line):
    repetitions, format, quality, widths, mode, path, destination = line.rstrip("\n").split("\t")
    widths = [int(width) for width in widths.split(",")]
    with open(path, "rb") as file:
        source = file.read()
    times = []
    for _ in range(int(repetitions)):
        start = time.process_time_ns()
        made = make(floor, source, format, int(quality), widths, mode)
        times.append(time.process_time_ns() - start)
    if destination != "-":
        extension = "jpg" if format == "jpeg" else format
        for width, (_, data) in zip(widths, made):
            with open(f"{destination}-{width}.{extension}", "wb") as file:
                file.write(data)
    sizes = ["%dx%d" % floor.size(image) for image, _ in made]
    return "ok\t{}\t{}\t{}".format(
        ",".join(map(str, times)), ",".join(str(len(data)) for _, data in made), ",".join(sizes)
    )


def main():
    floor = {"vips": Vips, "pillow": Pillow}[sys.argv[1]]()
    if sys.argv[2:] == ["--version"]:
        print(floor.version)
        return
    for line in sys.stdin:
        try:
            print(answer(floor, line), flush=True)
        except Exception as error:  # Anything: the line of the answer says it, and the next job goes on.
            print("error\t" + str(error).replace("\n", " "), flush=True)


main()
