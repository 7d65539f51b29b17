/// Something that is deliberately not as in imgproxy.
struct ImgproxyDifference {
    let topic: String
    /// What imgproxy does, and what is done here.
    let there: String
    let here: String
    let why: String

    /// The table of all, in Markdown; ends with a line feed.
    static var markdown: String {
        let rows = all.map { "| \($0.topic) | \($0.there) | \($0.here) | \($0.why) |\n" }
        return "| What | imgproxy 4 | Stillwater | Why |\n| --- | --- | --- | --- |\n" + rows.joined()
    }

    private static let all = requests + sources + pictures + answers

    private init(_ topic: String, there: String, here: String, why: String) {
        self.topic = topic
        self.there = there
        self.here = here
        self.why = why
    }

    private static let requests = [
        ImgproxyDifference(
            "options of imgproxy Pro", there: "404 without a licence",
            here: "`/info`, `watermark_url`, chained pipelines (`-`), `fallback_image_url`, `crop_aspect_ratio`, "
                + "`background_alpha`, encoder options per format, `brightness`, `contrast`, `saturation`, `adjust`, "
                + "`monochrome`, `duotone`, `resizing_algorithm`, `page`, `pages`, `disable_animation`, `dpi`, "
                + "`autoquality` (`size`, `dssim`), `hashsum`, `blur_areas`, `gradient` and encrypted sources work; others "
                + "answer 404 and say so",
            why: "URLs of either edition go on working as far as can be"),
        ImgproxyDifference(
            "`rot:-90`", there: "500", here: "rotates", why: "it is a multiple of 90, as documented"),
        ImgproxyDifference(
            "numbers that are not finite, or too large", there: "computed with", here: "404",
            why: "no size follows from them"),
        ImgproxyDifference(
            "a requested side that would round to 0", there: "0", here: "1 pixel",
            why: "0 means that it was not requested"),
        ImgproxyDifference(
            "a gravity that is named again", there: "keeps the offsets of the earlier one", here: "is taken as it is",
            why: "a URL means what it says, whatever a preset says"),
        ImgproxyDifference(
            "`Accept`", there: "looks for the formats' names", here: "q-values count: `image/webp;q=0` refuses WebP",
            why: "RFC 9110"),
        ImgproxyDifference(
            "HEAD, OPTIONS, other methods", there: "200 with one blank, without a look at the signature; 404",
            here: "HEAD answers what GET would, without the body; OPTIONS 204; 405 with `Allow`", why: "RFC 9110"),
        ImgproxyDifference(
            "an unknown `IMGPROXY_` variable", there: "ignored", here: "an error",
            why: "a typing error would stay unnoticed"),
        ImgproxyDifference(
            "`IMGPROXY_READ_REQUEST_TIMEOUT`, `IMGPROXY_WRITE_RESPONSE_TIMEOUT`",
            there: "bound the whole request, the whole answer",
            here: "bound a request's head and each pause in a body; the time in which a client takes nothing",
            why: "large uploads and slow readers are not cut as long as they go on"),
    ]

    private static let sources = [
        ImgproxyDifference(
            "private networks", there: "allowed", here: "only with `IMGPROXY_ALLOW_PRIVATE_SOURCE_ADDRESSES=true`",
            why: "whoever writes a URL could read what only machines of the network may"),
        ImgproxyDifference(
            "ports of sources", there: "all", here: "80, 443, 8080 and 8443, unless `source-ports` names others",
            why: "the service cannot be used to look for open ports"),
        ImgproxyDifference(
            "size of a source", there: "without a limit", here: "64 MiB, unless `IMGPROXY_MAX_SRC_FILE_SIZE` is set",
            why: "a source without a largest size fills any memory"),
        ImgproxyDifference(
            "all frames of an animation together",
            there: "`MAX_SRC_RESOLUTION`, or without a limit where `MAX_ANIMATION_FRAME_RESOLUTION` is set",
            here: "200 megapixels (`max-animation-pixels`)", why: "frames are decoded into memory"),
        ImgproxyDifference(
            "`User-Agent`", there: "`imgproxy/VERSION`", here: "`Stillwater`", why: "origins are told who asks"),
        ImgproxyDifference(
            "local names", there: "taken as they are written",
            here:
                "percent-decoded once, as in imgproxy 3; where there is no such file, taken as they are written. A `#` is part "
                + "of the name; accents may be composed in either way", why: "URLs of both versions work"),
        ImgproxyDifference(
            "bodies that origins compress", there: "passed to the decoder",
            here:
                "`gzip` and `deflate` are unzipped within the limit of bytes; other codings that exist are refused, and "
                + "names that are none, such as `base64`, are ignored", why: "RFC 9110"),
        ImgproxyDifference(
            "proxies (`HTTP_PROXY`, …)", there: "no address is judged",
            here: "what is known of an address is still judged",
            why: "a proxy can often reach what a client should not"),
        ImgproxyDifference(
            "access points of S3, objects that their writers encrypted, managed identities of Azure",
            there: "supported",
            here: "not supported", why: "not available yet"),
        ImgproxyDifference(
            "fallback images", there: "for sources that cannot be fetched",
            here: "also for those that cannot be decoded",
            why: "a page shows the one picture or the other"),
        ImgproxyDifference(
            "sources that are damaged or cut short", there: "shown as far as they go, like others",
            here: "shown with `Source-Damaged: true`, for a minute at most (`damaged-ttl`), without `ETag` and "
                + "`Last-Modified`. What is missing is grey in JPEG, black or transparent in PNG and TIFF; of an animated GIF "
                + "there are the frames that are there. `damaged-sources` set to `refuse` answers 422. WebP, AVIF, HEIC, "
                + "JPEG XL, BMP, ICO and SVG are refused with 422 in any case, and so is a source of which nothing can be "
                + "shown. `/info` tells what the header says, and refuses facts of the pixels",
            why: "caches should not keep half a picture for a year"),
        ImgproxyDifference(
            "entities in SVG documents", there: "refused, or left to the library",
            here:
                "those declared as plain text are replaced by it (Adobe Illustrator's exports have such); one that is a "
                + "file, a parameter, markup or made of others is refused with 422, as is more text of entities than the "
                + "document has, and 64 KiB, and documents that hold more than can be drawn in bounded memory",
            why: "drawings of strangers read no files and fill no memory"),
    ]

    private static let pictures = [
        ImgproxyDifference(
            "colours that a file names otherwise than by a profile", there: "taken for sRGB",
            here:
                "`nclx` (AVIF, HEIC), `cICP`, `gAMA` and `cHRM` (PNG), and Adobe RGB in EXIF are converted to sRGB. Where a "
                + "file says it more than once, `cICP` goes first, then the profile, `nclx`, PNG's `sRGB`, `gAMA` and "
                + "`cHRM`, EXIF; `/info` (`color_source`) and the log (`source.colours`) say which it was. A profile for "
                + "other samples than the picture's is ignored. The curves of cameras (BT.709, BT.601, BT.2020), and a PNG "
                + "gamma within a twentieth of 1/2.2, count as that of sRGB", why: "they look as they were made"),
        ImgproxyDifference(
            "PQ and HLG", there: "taken for sRGB",
            here:
                "pressed into a screen's range, red, green and blue each by the curve of ITU-R BT.2390 from 1000 nits to "
                + "203, which is white; what is below 90 nits stays", why: "they would be grey and dull"),
        ImgproxyDifference(
            "floating point in TIFF", there: "as libvips reads it",
            here: "linear light; 1 is white, and what is brighter becomes white",
            why: "TIFF's own meaning"),
        ImgproxyDifference(
            "extra samples of TIFF", there: "alpha",
            here: "alpha where the file says so (`ExtraSamples` 1 and 2), or nothing of them at all", why: "TIFF 6.0"),
        ImgproxyDifference(
            "an animated JPEG XL", there: "its frames", here: "its first frame",
            why: "the library in use tells no frames"),
        ImgproxyDifference(
            "the canvas of a GIF", there: "painted", here: "shows through wherever no frame has painted",
            why: "as browsers show it"),
        ImgproxyDifference(
            "`preserve_hdr` with effects", there: "16 bits",
            here: "8 bits where a blur, sharpening or another effect is applied",
            why: "effects are computed with 8 bits"),
        ImgproxyDifference(
            "a result above its format's largest side", there: "made, and then scaled down",
            here: "limited before anything is resized", why: "less memory, and one resampling"),
        ImgproxyDifference(
            "no preferred format can move", there: "the first preferred format",
            here: "the first one that keeps transparency, if that is expected", why: "transparency stays where it can"),
        ImgproxyDifference(
            "BMP with alpha", there: "bits that most readers ignore", here: "a BITMAPV4HEADER with a mask for alpha",
            why: "readers find it"),
        ImgproxyDifference(
            "HEIC", there: "colours by quality, 12 bits with `preserve_hdr`", here: "halved colours, and 10 bits",
            why: "what phones and cameras decode"),
        ImgproxyDifference(
            "PNG with `png_options:0:0`", there: "a palette for a source with one", here: "true colours",
            why: "there is a way to ask for them"),
        ImgproxyDifference(
            "a trim that leaves nothing of a 1 × 1 picture; `max_bytes` for a GIF without a palette", there: "500",
            here: "the picture", why: "there is one"),
    ]

    private static let answers = [
        ImgproxyDifference(
            "`ETag`", there: "the source's, for all results",
            here:
                "of the source, the options and the format that was negotiated, with the origin's own tag or day inside: "
                + "`If-None-Match` goes on to the origin as that, where the answer would be made the same today, and its "
                + "304 costs no download. `If-Modified-Since` alone goes on only for `raw` and where ETags are switched off",
            why: "a cache must not take a WebP for a JPEG"),
        ImgproxyDifference(
            "`Vary: Accept`", there: "whenever formats are negotiated",
            here: "only where another `Accept` could lead to another answer",
            why: "caches keep one copy instead of many"),
        ImgproxyDifference(
            "`Content-Type` of HEIC", there: "`image/heif`", here: "`image/heic`", why: "the registered name"),
        ImgproxyDifference(
            "errors", there: "a short text, or a page",
            here: "`application/problem+json`: what was wrong, and what is allowed",
            why: "RFC 9457; people and programs can read it"),
    ]
}
