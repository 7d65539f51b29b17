#!/usr/bin/env python3
"""Writes Tests/Fixtures/client-urls.csv: URLs as the client library `imgproxy` of PyPI makes them.

For development only: pip install imgproxy==1.0.0, then Scripts/imgproxy-client-urls.py > Tests/Fixtures/client-urls.csv
Columns: what the URL asks for, so that a test can compare, then the path, signed with KEY and SALT.
"""

import csv
import sys

from imgproxy import ImgProxy

KEY = "736563726574"  # "secret"
SALT = "68656c6c6f"  # "hello"

CASES = [
    ("local:///test1.png", [], {"resizing_type": "fill", "width": 4, "height": 4}),
    ("local:///test1.png", [], {}),
    ("local:///a/b%20c.jpg", [], {"width": 300}),
    ("http://example.com/images/curiosity.jpg", [], {"resizing_type": "fit", "height": 200}),
    ("https://example.com/a.jpg?size=3&x=1@2", [], {"resizing_type": "auto", "width": 640, "height": 480}),
    ("https://example.com/größe.png", [], {"width": 16, "height": 9, "gravity": "no"}),
    ("https://example.com/a.png", [], {"width": 16, "height": 9, "gravity": "so", "extension": "webp"}),
    ("https://example.com/a.png", [], {"width": 16, "height": 9, "gravity": "ea", "extension": "jpg"}),
    ("https://example.com/a.png", [], {"width": 16, "height": 9, "gravity": "we", "extension": "avif"}),
    ("https://example.com/a.png", [], {"gravity": "noea", "enlarge": True, "width": 5000}),
    ("https://example.com/a.png", [], {"gravity": "nowe", "enlarge": True, "height": 5000}),
    ("https://example.com/a.png", [], {"gravity": "soea", "resizing_type": "fill", "width": 1, "height": 1}),
    ("https://example.com/a.png", [], {"gravity": "sowe", "resizing_type": "fill", "width": 65535, "height": 1}),
    ("https://example.com/a.png", [], {"gravity": "sm", "resizing_type": "fill", "width": 100, "height": 100}),
    ("https://example.com/a.png", [], {"gravity": "fp:0.25:0.75", "resizing_type": "fill", "width": 100}),
    ("https://example.com/a.png", ["blur:2.5"], {"width": 100}),
    ("https://example.com/a.png", ["dpr:2", "bg:ff8800", "pd:10:20"], {"width": 100, "extension": "png"}),
    ("https://example.com/a.png", ["q:50", "fq:webp:60:avif:40"], {"width": 100}),
    ("https://example.com/a.png", ["t:10:ffffff:1:0", "rot:270"], {"width": 100}),
    ("https://example.com/a.png", ["wm:0.5:soea:10:10:0.2", "sm:0", "cb:v3"], {"resizing_type": "fit", "width": 100}),
    ("s3://bucket/deep/key.tiff", ["c:0.5:300:ce:0.1:0"], {"width": 100, "extension": "gif"}),
]


def main() -> None:
    make = ImgProxy.factory(key=KEY, salt=SALT)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["source", "resizing_type", "width", "height", "gravity", "enlarge", "extension", "advanced", "path"])
    for source, advanced, options in CASES:
        proxy = make(source, *advanced, **options)
        writer.writerow(
            [
                source, proxy.resizing_type, proxy.width, proxy.height, proxy.gravity, int(proxy.enlarge),
                proxy.extension, " ".join(advanced), str(proxy),
            ]
        )


if __name__ == "__main__":
    main()
