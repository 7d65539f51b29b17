import ImgproxyEnvironment
import RequestGrammar

/// The page about switching from imgproxy, in Markdown.
enum ImgproxyPage {
    static var markdown: String {
        [
            opening, "# Options\n\n" + OptionTable.processing.markdown,
            "# The options in JSON\n\n" + json + OptionTable.processing.jsonMarkdown,
            "# Facts about a source\n\n" + facts + OptionTable.info.markdown, "# Environment\n\n" + environment,
            ImgproxyVariablesPage.markdown, differences,
        ].joined(separator: "\n")
    }

    private static let opening = """
        # Switching from imgproxy

        Stillwater speaks the URLs of imgproxy 4 and reads its environment. To switch, start it with the same environment
        file and point the host name to it:

            set -a; . ./imgproxy.env; stillwater serve

        Lines of the log at the start say which of the variables do nothing here, and why; a name that imgproxy does not
        have stops the start. A variable of Stillwater's own, such as `STILLWATER_TTL` for `IMGPROXY_TTL`, goes before
        that of imgproxy. URLs, signatures, presets, sizes and crops stay as they are. This page is made by
        `stillwater settings --imgproxy`.

        To try a URL without a client library:

            stillwater url --key 736563726574 --salt 68656c6c6f --base http://127.0.0.1:8080 \\
                local:///lake.jpg rs:fill:300:400 g:sm --format webp

        Errors have imgproxy's statuses; their body is `application/problem+json`, which says what was wrong and what is
        allowed. `POST /v1/renditions` is there as well; where URLs must be signed, it is open only to requests with the
        bearer secret.

        """

    private static let json = """
        `POST /v1/renditions` takes the same options by their long names, with `_` for `-`. A field holds the only argument
        (`"blur": 2`), all of them as an array (`"crop": [300, 0.5, "no"]`) or as text (`"crop": "300:0.5:no"`), or some by
        name (`"crop": {"width": 300, "gravity": "no"}`). What URLs encode is written as it is. An element's `preset` goes
        before its other options, and `then` holds an array of further objects, each made of the result of the one before:

            {"source": "local:///lake.jpg", "hashsum": "sha256:9f86…", "expires": 1900000000,
             "sizes": [{"preset": "thumb", "width": 300, "then": [{"blur": 2, "padding": 10}]}]}

        Where `fallback_image_url`, or else the configured fallback image, stands in for a source, the answer or its part
        has a `Source-Problem`, and an archive an `error.json`; a store takes no such image. Limits need
        `--allow-security-options`.


        """

    private static let facts = """
        `/info/{signature}/{options}/{source}` answers JSON. Pixels are decoded only for the facts that need them. Where
        none does, only the beginning of a source is downloaded when that is enough: for JPEG, PNG, BMP, ICO, AVIF and HEIC;
        for WebP without EXIF, and for GIF and animations whose frames are not counted; for TIFF with its directory in
        front. `size` is then what the origin says, and is left out when it says nothing.


        """

    private static let environment = """
        All variables of imgproxy, and what becomes of them here; the names in the right column are settings (docs/SETTINGS.md).


        """

    private static let differences = """
        # Differences on purpose

        - Options that are part of imgproxy Pro and work here: `/info`, `watermark_url`, chained pipelines (`-`),
          `fallback_image_url`, `crop_aspect_ratio`, `background_alpha`, encoder options per format, `brightness`,
          `contrast`, `saturation`, `adjust`, `monochrome`, `duotone`, `resizing_algorithm`, `page`, `pages`,
          `disable_animation`, `dpi`, `autoquality` (`size`, `dssim`), `hashsum`, `blur_areas`, `gradient`, and encrypted
          sources. Other Pro options answer 404 and say so.
        - The ETag depends on the source, the options, and the format that was negotiated; imgproxy gives one to all of them.
        - Of a client's conditions, an origin is asked with `If-Modified-Since` only, and only for `raw` and where ETags are
          switched off: an ETag depends on more than the origin's, so that the origin's cannot be told from it, and a 304 has
          to name it.
        - `Accept` is read with its q-values: `image/webp;q=0` refuses WebP.
        - `Vary: Accept` stands only where another `Accept` could lead to another answer.
        - HEAD answers what GET would, without the body; OPTIONS answers 204; other methods get 405 with `Allow`.
        - `IMGPROXY_READ_REQUEST_TIMEOUT` bounds a request's head and each pause in a body, and
          `IMGPROXY_WRITE_RESPONSE_TIMEOUT` the time in which a client takes nothing: large uploads and slow readers are not
          cut as long as they go on.
        - `rot:-90` rotates.
        - Numbers that are not finite, or too large, are refused with 404.
        - A side that is asked for is never rounded to 0.
        - The largest sides that formats and settings allow bound the target before anything is resized.
        - Addresses of private networks are fetched from only with `IMGPROXY_ALLOW_PRIVATE_SOURCE_ADDRESSES=true`.
        - A source may have 64 MiB and 100 megapixels unless settings say otherwise; animations keep their frames.
        - Fallback images also stand in for sources that cannot be decoded.
        - An unknown `IMGPROXY_` variable is an error.
        - SVG documents that declare entities, or hold more than can be drawn in bounded memory, are refused with 422.
        - Sources in object stores are fetched over HTTP only.

        """
}
