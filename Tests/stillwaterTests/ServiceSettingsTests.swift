import HTTPAPI
import ImageService
import ImgproxyEnvironment
import Rendering
import Settings
import Testing

@testable import stillwater

@Suite struct ServiceSettingsTests {
    @Test("every setting set by an imgproxy variable exists in the service")
    func imgproxyKeys() throws {
        let recorder = try SettingsReader.recording()
        _ = try ServiceSettings(reading: recorder)
        let known = Set(recorder.descriptions.map(\.key))
        #expect(Set(ImgproxyEnvironment.variables.compactMap(\.settingKey)).subtracting(known) == [])
    }

    @Test("an imgproxy environment starts the service, and our own names override imgproxy's")
    func environment() throws {
        let environment = [
            "IMGPROXY_KEY": "736563726574", "IMGPROXY_SALT": "68656c6c6f", "IMGPROXY_TTL": "60", "PORT": "9000",
            "IMGPROXY_MAX_SRC_RESOLUTION": "10", "IMGPROXY_PRESETS": "default=rs:fill,thumb=s:10:10",
            "IMGPROXY_PROMETHEUS_BIND": ":8081", "STILLWATER_TTL": "30", "IMGPROXY_DOWNLOAD_TIMEOUT": "5",
        ]
        let (settings, notices) = try SettingsText.readForService([], environment: environment) {
            settings throws(SettingsError) in try ServiceSettings(reading: settings)
        }
        #expect(settings.server.listeners.address.port == 9000)
        #expect(settings.server.urls.cache.ttl == 30)
        #expect(settings.server.service.limits.maximumPixels == 10_000_000)
        #expect(notices.count == 1)
    }

    @Test("an unknown imgproxy variable prevents the start")
    func unknown() {
        #expect(throws: (any Error).self) {
            try SettingsText.readForService([], environment: ["IMGPROXY_KEYS": "00"]) {
                settings throws(SettingsError) in try ServiceSettings(reading: settings)
            }
        }
    }

    @Test(
        "impossible values are refused with the setting's name",
        arguments: [
            ["--url-keys", "xyz"], ["--url-keys", "00", "--url-salts", "00,11"], ["--presets", "a=nothing:1"],
            ["--preferred-formats", "svg"], ["--format-quality", "webp=101"], ["--fallback-image-data", "!"],
            ["--last-modified-buster", "yesterday"], ["--url-replacements", "nothing"],
            ["--source-url-encryption-key", "00"], ["--watermark-url", "ftp://a/b"],
        ])
    func refused(arguments: [String]) throws {
        let reader = try SettingsReader(arguments: arguments, environment: [:])
        do throws(SettingsError) {
            _ = try ServiceSettings(reading: reader)
            Issue.record("\(arguments) was accepted")
        } catch {
            #expect(error.code == .invalidValue)
            #expect(error.message.contains(arguments[0].dropFirst(2).split(separator: "-")[0]))
        }
    }
}
