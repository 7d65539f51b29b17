import Testing

@testable import ImgproxyEnvironment

@Suite struct ImgproxyVariablesPageTests {
    @Test(arguments: ImgproxyEnvironment.variables.map(\.name))
    func everyVariableHasItsLine(name: String) {
        #expect(ImgproxyVariablesPage.markdown.contains("| `\(name)` | "))
    }

    @Test(arguments: [
        "| `IMGPROXY_TTL` | `ttl`, in seconds |\n",
        "| `IMGPROXY_PRESETS_SEPARATOR` | the separator in `IMGPROXY_PRESETS` |\n",
        "| `IMGPROXY_DISABLE_SHRINK_ON_LOAD` | `shrink-on-load`, the opposite |\n",
        "| `IMGPROXY_JPEG_NO_SUBSAMPLE` | `jpeg-subsample` off, where true |\n",
        "| `IMGPROXY_TIFF_UNLIMITED` | where true: `max-tiff-directories` 1000000 |\n",
        "| `IMGPROXY_SO_REUSEPORT` | no effect: one process uses all cores. |\n",
    ])
    func aLineSaysWhatBecomesOfTheVariable(line: String) {
        #expect(ImgproxyVariablesPage.markdown.contains(line))
    }

    @Test func defaultsStandNextToTheOwnOnes() {
        let page = ImgproxyVariablesPage.defaults(["request-timeout": "1m", "max-source-bytes": "64MiB"])
        #expect(page.contains("| `request-timeout` | 10s | 1m | `IMGPROXY_TIMEOUT` |\n"))
        #expect(page.contains("| `max-source-bytes` | 0 | 64MiB | `IMGPROXY_MAX_SRC_FILE_SIZE` | A source"))
    }
}
