import Foundation
import Settings
import Testing

@testable import ImgproxyEnvironment

@Suite struct EnvironmentFileTests {
    @Test(
        arguments: [
            ("A=b", "b"), ("A = b ", "b"), ("export A=b", "b"), ("A=", ""), ("A=\"\"", ""), ("A='x y' # z", "x y"),
            ("A=b # c", "b"), ("A=b#c", "b#c"), ("A=\"b # c\"", "b # c"), (#"A="{\"k\": \"v\"}""#, #"{"k": "v"}"#),
            (#"A="a\\b""#, #"a\b"#), (#"A="a\nb""#, "a\nb"), (#"A="\$B""#, "$B"), ("A='$B'", "$B"), ("A=$B-", "7-"),
            ("A=${B}c", "7c"), ("A=\"<$B>\"", "<7>"), ("A=$NONE", ""), ("A=http://${1}.a/", "http://${1}.a/"),
            ("A=5$", "5$"),
            ("A=a=b=c", "a=b=c"), ("A=b\r", "b"), (#"A="c:\d""#, #"c:\d"#),
        ])
    func aValueIsWhatItSays(line: String, value: String) throws {
        let file = try EnvironmentFile("# a comment\n\n  B=7\n\(line)\n", name: "env")
        #expect(file.variables == ["A": value, "B": "7"])
    }

    @Test func valuesReferToWhatStandsAboveAndThenToTheEnvironment() throws {
        let file = try EnvironmentFile("A=$X\nX=2\nB=$X", name: "env", environment: ["X": "1"])
        #expect(file.variables == ["A": "1", "X": "2", "B": "2"])
    }

    @Test(arguments: ["A", "=b", "1A=b", "A-B=c", "A=\"b", "A='b", "A=\"b\" c", "A='b'c", #"A="b\"#])
    func aLineThatIsNoneIsRefusedWithItsNumber(line: String) {
        let error = #expect(throws: SettingsError.self) { try EnvironmentFile("X=1\n\(line)", name: "env") }
        #expect(error?.code == .invalidFile)
        #expect(error?.message.hasPrefix("env, line 2: ") == true)
    }

    @Test func theFileGoesBeforeTheEnvironment() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "imgproxy-\(UUID()).env").path
        try Data("IMGPROXY_TTL=60\nIMGPROXY_QUALITY=50".utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let environment = ["IMGPROXY_ENV_LOCAL_FILE_PATH": path, "IMGPROXY_TTL": "1", "HOME": "/"]
        let loaded = try EnvironmentFile.loaded(into: environment)
        #expect(loaded["IMGPROXY_TTL"] == "60" && loaded["HOME"] == "/")
        #expect(
            try ImgproxyEnvironment.translate(loaded).settings == [
                "STILLWATER_TTL": "60s", "STILLWATER_QUALITY": "50",
            ])
    }

    @Test func aFileThatIsNotThereIsNamed() {
        let error = #expect(throws: SettingsError.self) {
            try EnvironmentFile.loaded(into: ["IMGPROXY_ENV_LOCAL_FILE_PATH": "/none/env"])
        }
        #expect(error?.code == .unreadableFile && error?.message.contains("/none/env") == true)
    }
}
