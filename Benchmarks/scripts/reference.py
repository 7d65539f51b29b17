"""The exact answer that results are compared with.

The source is decoded whole (libjpeg-turbo's exact inverse DCT and smooth chroma), and resized with Lanczos 3 in
floating point, in gamma space, as every contender does; the filter is stretched by the scale, so that every source
pixel counts. Sizes are those of the results; centres of the pictures meet.
"""

import numpy
from PIL import Image
from scipy import sparse

LOBES = 3


def lanczos(offsets):
    inside = numpy.abs(offsets) < LOBES
    return numpy.where(inside, numpy.sinc(offsets) * numpy.sinc(offsets / LOBES), 0)


def weights(source, target):
    """A matrix of target × source: the share of each source pixel in each target pixel. Edges are repeated."""
    scale = source / target
    stretch = max(scale, 1)
    centres = (numpy.arange(target) + 0.5) * scale - 0.5
    reach = int(numpy.ceil(LOBES * stretch)) + 1
    taps = numpy.floor(centres)[:, None] + numpy.arange(-reach, reach + 1)[None, :]
    values = lanczos((taps - centres[:, None]) / stretch)
    values /= values.sum(axis=1, keepdims=True)
    rows = numpy.repeat(numpy.arange(target), taps.shape[1])
    columns = numpy.clip(taps, 0, source - 1).astype(int).ravel()
    # Entries of one place are summed: that repeats the edge.
    return sparse.csr_matrix((values.ravel(), (rows, columns)), shape=(target, source))


def resized(path, width, height):
    """The picture at `path` with `width` × `height` pixels, RGB, rounded to 8 bits at the very end."""
    with Image.open(path) as image:
        pixels = numpy.asarray(image.convert("RGB"), dtype=numpy.float64)
    rows, columns = weights(pixels.shape[0], height), weights(pixels.shape[1], width)
    planes = [(columns @ (rows @ pixels[:, :, band]).T).T for band in range(3)]
    result = numpy.clip(numpy.rint(numpy.stack(planes, axis=2)), 0, 255)
    return Image.fromarray(result.astype(numpy.uint8))
