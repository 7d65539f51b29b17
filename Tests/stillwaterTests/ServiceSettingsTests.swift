import HTTPAPI
import ImageModel
import ImageService
import ImgproxyEnvironment
import Rendering
import Settings
import Sources
import Testing

@testable import stillwater

@Suite struct ServiceSettingsTests {
    @Test("every setting set by an imgproxy variable exists in the service")
    func imgproxyKeys() throws {
        let recorder = try SettingsReader.recording()
        _ = try ServiceSettings(reading: recorder)
        let known = Set(recorder.descriptions.map(\.key))
        #expect(Set(ImgproxyEnvironment.variables.flatMap(\.settingKeys)).subtracting(known) == [])
        #expect(Set(ImgproxyDefault.texts.keys).subtracting(known) == [])
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

    private static func settings(
        _ arguments: [String] = [], _ environment: [String: String] = [:]
    ) throws -> ServiceSettings {
        try SettingsText.readForService(arguments, environment: environment) { settings throws(SettingsError) in
            try ServiceSettings(reading: settings)
        }.0
    }

    /// Ways to ask for imgproxy's defaults, and for the own ones.
    private static let imgproxys: [(arguments: [String], environment: [String: String])] = [
        ([], ["IMGPROXY_PATH_PREFIX": "/a"]), (["--defaults", "imgproxy"], [:]),
        ([], ["STILLWATER_DEFAULTS": "imgproxy"]),
        ([], ["IMGPROXY_LOG_FORMAT": "json", "STILLWATER_PATH_PREFIX": "/b"]),
    ]
    private static let own: [(arguments: [String], environment: [String: String])] = [
        ([], [:]), (["--defaults", "stillwater"], ["IMGPROXY_PATH_PREFIX": "/a"]),
        ([], ["IMGPROXY_PATH_PREFIX": "/a", "STILLWATER_DEFAULTS": "stillwater"]), ([], ["IMGPROXY_PATH_PREFIX": ""]),
    ]

    @Test("what is not set has imgproxy's default where imgproxy is replaced", arguments: imgproxys)
    func defaultsOfImgproxy(arguments: [String], environment: [String: String]) throws {
        let settings = try Self.settings(arguments, environment)
        #expect(settings.defaults == .imgproxy)
        let server = settings.server
        #expect(server.listeners.address.port == 8080 && server.listeners.address.host != "127.0.0.1")
        #expect(server.listeners.idleTimeout == .seconds(10))
        #expect(server.access.requestTimeout == .seconds(10))
        #expect(server.service.sources.totalTimeout == .seconds(5))
        #expect(server.service.limits.maximumPixels == 50_000_000)
        #expect(server.service.limits.maximumFrames == 1)
        #expect(server.service.damage == .show)
        #expect(server.urls.rendition.output.jpeg.optimisesTables == true)
        // What protects stays.
        #expect(server.service.sources.maximumBytes == 64 << 20)
        #expect(server.service.sources.addressPolicy.allowsPrivateNetworks == false)
        #expect(server.service.memory.maximumQueue == nil)
    }

    @Test("without imgproxy's variables, or where that is said, defaults are the own ones", arguments: own)
    func ownDefaults(arguments: [String], environment: [String: String]) throws {
        let settings = try Self.settings(arguments, environment)
        #expect(settings.defaults == .stillwater)
        #expect(settings.server.listeners.address.host == "127.0.0.1")
        #expect(settings.server.access.requestTimeout == .seconds(60))
        #expect(settings.server.service.limits.maximumFrames == 500)
        #expect(settings.server.service.damage == nil)
        #expect(settings.server.urls.rendition.output.jpeg.optimisesTables == false)
    }

    @Test("what is set, in whatever way, goes before imgproxy's defaults")
    func setValues() throws {
        let environment = ["IMGPROXY_MAX_ANIMATION_FRAMES": "7", "STILLWATER_FETCH_TIMEOUT": "9s"]
        let settings = try Self.settings(["--damaged-sources", "refuse"], environment)
        #expect(settings.server.service.limits.maximumFrames == 7)
        #expect(settings.server.service.sources.totalTimeout == .seconds(9))
        #expect(settings.server.service.damage == .refuse)
    }

    @Test("no limit, which does not exist here, leaves the own default and not imgproxy's")
    func unlimited() throws {
        let settings = try Self.settings(
            [], ["IMGPROXY_MAX_SRC_RESOLUTION": "0", "IMGPROXY_MAX_ANIMATION_FRAMES": "0"])
        #expect(settings.server.service.limits.maximumPixels == 100_000_000)
        #expect(settings.server.service.limits.maximumFrames == 500)
    }

    @Test("defaults of imgproxy Pro that exist here as options act")
    func proDefaults() throws {
        let environment = [
            "IMGPROXY_JPEG_NO_SUBSAMPLE": "1", "IMGPROXY_WEBP_COMPRESSION": "lossless", "IMGPROXY_AVIF_SUBSAMPLE": "on",
            "IMGPROXY_WEBP_SMART_SUBSAMPLE": "1", "IMGPROXY_AUTOQUALITY_METHOD": "size",
            "IMGPROXY_AUTOQUALITY_TARGET": "5000", "IMGPROXY_AUTOQUALITY_MIN": "10", "IMGPROXY_AUTOQUALITY_MAX": "70",
            "IMGPROXY_AUTOQUALITY_FORMAT_MAX": "webp=50", "IMGPROXY_ENFORCE_THUMBNAIL": "1",
            "IMGPROXY_DISABLE_SHRINK_ON_LOAD": "1", "IMGPROXY_WATERMARKS_CACHE_SIZE": "3",
        ]
        let server = try Self.settings([], environment).server
        let rendition = server.urls.rendition
        #expect(rendition.output.jpeg.subsampling == .off)
        #expect(rendition.output.webp.compression == .lossless && rendition.output.webp.smartSubsampling == true)
        #expect(rendition.output.avif.subsampling == .on)
        let search = try #require(rendition.output.autoQuality)
        #expect(search.method == .size(bytes: 5000))
        #expect(search.minimumQuality == 10 && search.maximumQuality == 70)
        #expect(search.minimumQualities == [.avif: 60] && search.maximumQualities == [.webp: 50])
        #expect(rendition.usesEmbeddedThumbnail && !rendition.shrinksOnLoad)
        #expect(server.service.watermark.cachedWatermarks == 3)
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
            ["--autoquality-target", "0.5", "--autoquality", "size"], ["--autoquality-min", "90"],
            ["--autoquality-format-min", "webp=0"], ["--info-presets", "a=w:1"],
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
