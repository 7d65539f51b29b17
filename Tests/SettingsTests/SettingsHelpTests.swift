import Testing

@testable import Settings

@Suite struct SettingsHelpTests {
    @Test("Settings are listed in groups, aligned, with range, default and variable")
    func listing() throws {
        let reader = try SettingsReader.recording()
        reader.group("Fetching")
        _ = try reader.duration(
            "fetch-connect-timeout", default: .seconds(5), in: .milliseconds(1) ... .seconds(600),
            help: "Longest wait for a connection to a source.")
        _ = try reader.list("root", valueName: "DIR", help: "Directory that local sources are read from.")
        reader.group("General")
        _ = try reader.bool("verbose", default: false, help: "Log more.")
        #expect(
            SettingsHelp(reader.descriptions).text == """
                General:
                  --config FILE               YAML or JSON file of settings; its keys are the
                                              flags without their dashes. (default: none;
                                              STILLWATER_CONFIG)
                  --verbose                   Log more. (default: false; STILLWATER_VERBOSE)

                Fetching:
                  --fetch-connect-timeout DURATION
                                              Longest wait for a connection to a source. (from
                                              1ms to 10m; default: 5s;
                                              STILLWATER_FETCH_CONNECT_TIMEOUT)
                  --root DIR                  Directory that local sources are read from. (may
                                              be repeated; STILLWATER_ROOT)

                """)
    }

    @Test("No line is longer than 80 columns")
    func width() throws {
        let reader = try SettingsReader.recording()
        _ = try reader.string("a", default: "", help: Array(repeating: "word", count: 100).joined(separator: " "))
        let lines = SettingsHelp(reader.descriptions).text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 })
    }
}
