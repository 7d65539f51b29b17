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
        "| `IMGPROXY_SO_REUSEPORT` | no effect: one process uses all cores. |\n",
    ])
    func aLineSaysWhatBecomesOfTheVariable(line: String) {
        #expect(ImgproxyVariablesPage.markdown.contains(line))
    }
}
