"""The floor's jobs: one line each."""

from dataclasses import dataclass

LIST = (1600, 1200, 800, 400, 200)


@dataclass(frozen=True)
class Job:
    """Files of one format in, one or more widths of another out."""

    name: str
    source: str
    target: str
    widths: tuple
    # The server's own defaults.
    quality: int
    # At most this share of libvips 8.14's CPU time; None: measured, nothing promised.
    goal: float | None = None
    # What stands in the report.
    title: str = ""
    # Every how manieth photograph is used: 1 is all.
    step: int = 1


JOBS = {
    job.name: job
    for job in [
        Job("jpeg-200", "jpeg", "jpeg", (200,), 80, None, "JPEG → JPEG 200", step=2),
        Job("jpeg-400", "jpeg", "jpeg", (400,), 80, None, "JPEG → JPEG 400", step=2),
        Job("jpeg-800", "jpeg", "jpeg", (800,), 80, 0.50, "JPEG → JPEG 800"),
        Job("jpeg-1600", "jpeg", "jpeg", (1600,), 80, None, "JPEG → JPEG 1600", step=2),
        Job("jpeg-list", "jpeg", "jpeg", LIST, 80, 0.22, "JPEG → five JPEGs"),
        Job("png-512", "png", "png", (512,), 80, 0.60, "PNG → PNG 512"),
        Job("png-jpeg-800", "png", "jpeg", (800,), 80, 0.90, "PNG → JPEG 800"),
        Job("webp-800", "webp", "webp", (800,), 79, 0.90, "WebP → WebP 800"),
        Job("webp-jpeg-800", "webp", "jpeg", (800,), 80, None, "WebP → JPEG 800"),
        Job("jpeg-webp-800", "jpeg", "webp", (800,), 79, 0.90, "JPEG → WebP 800", step=3),
        Job("jpeg-png-512", "jpeg", "png", (512,), 80, None, "JPEG → PNG 512", step=3),
        Job("jpeg-avif-800", "jpeg", "avif", (800,), 63, 1.00, "JPEG → AVIF 800", step=3),
        Job("avif-jpeg-800", "avif", "jpeg", (800,), 80, None, "AVIF → JPEG 800"),
    ]
}
