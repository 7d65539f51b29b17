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

        Where `fallback_image_url` stands in for a source, parts have a `Source-Problem` and archives an `error.json`; a
        store takes no such image. Limits need `--allow-security-options`. Where a source is damaged and what there is of it
        is shown, parts have `Source-Damaged: true`, an image that is the answer has that header, archives have an
        `error.json`, and the report about a store has `"damaged": true`; without `damaged-sources` set to `show`, nothing
        of a damaged source is stored.


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
        - An ETag carries the origin's, or its day, and a digest of what made the answer. A client's `If-None-Match` goes on
          to the origin as that, where the answer would be made the same today; its 304 costs no download.
          `If-Modified-Since` alone goes on only for `raw` and where ETags are switched off, as a 304 has to name the ETag.
        - Local names are percent-decoded once, as in imgproxy 3; where there is no such file, the name as it is written is
          taken, as in imgproxy 4. A `#` is part of the name. Names are found however their accents are composed.
        - Bodies of origins that are compressed (`gzip`, `deflate`) are unzipped, within the limit of bytes; other codings
          that exist are refused, and names that are none, such as `base64`, are ignored.
        - Behind a proxy (`HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`), what is known of an address is still judged.
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
        - Sources that are damaged or cut short are shown as far as they go, as imgproxy shows them, and no fallback image
          stands in for them, but the answer says so: `Source-Damaged: true`. It may be kept for a minute at most
          (`damaged-ttl`), and has neither `ETag` nor `Last-Modified`. `damaged-sources` set to `refuse` answers 422 in place of them. What is missing is grey in JPEG,
          black or transparent in PNG and TIFF; of an animated GIF there are the frames that are there. WebP, AVIF, HEIC,
          JPEG XL, BMP, ICO and SVG sources that are damaged are refused with 422 in any case, and so is a source of which
          nothing can be shown. `/info` tells what the header says, and refuses facts of the pixels.
        - An unknown `IMGPROXY_` variable is an error.
        - In SVG documents, entities that the document declares as plain text are replaced by it (Adobe Illustrator's exports have such
          for namespaces and styles); a reference to one that is a file, a parameter, markup or made of others is refused with 422, as is
          more text of entities than the document has, and 64 KiB. So are documents that hold more than can be drawn in bounded memory.
        - Colours that a file names by numbers (`nclx` in AVIF and HEIC, `cICP` in PNG), by PNG's `gAMA` and `cHRM`, or as Adobe RGB in
          EXIF, are converted to sRGB, as those of an ICC profile are; imgproxy takes them for sRGB. Where a file says it more than once, `cICP`
          goes first, then the profile, `nclx`, PNG's `sRGB`, `gAMA` and `cHRM`, EXIF. `/info` says which it was (`color_source`: `icc`, `cicp` and
          its numbers, `gamma`, `exif`, `assumed`), and so does the log (`source.colours`). A profile for other samples than the picture's (a grey one in a picture of colours) is ignored.
        - The curves of cameras (BT.709, BT.601, BT.2020) count as that of sRGB. A PNG gamma within a twentieth of 1/2.2 does, too.
        - Pictures in PQ and HLG are made for a screen without high dynamic range: red, green and blue are pressed each by the curve of ITU-R
          BT.2390 from 1000 nits to 203, which is white. What is below 90 nits stays; a reference white comes out at 0.79 of white's light.
        - Floating point in TIFF is linear light, 1 is white, and what is brighter becomes white.
        - Extra samples of TIFF count as alpha where the file says that they are (`ExtraSamples` 1 and 2), or says nothing of them at all.
        - A PNG result of a source with a palette (PNG, GIF) has a palette, too; `png_options:0:0` makes true colours of it.
        - Of an animated JPEG XL file, the first frame is shown.
        - The canvas of a GIF animation shows through wherever no frame has painted, with or without a transparent colour.
        - Sources in object stores are fetched over HTTP only.

        """
}
