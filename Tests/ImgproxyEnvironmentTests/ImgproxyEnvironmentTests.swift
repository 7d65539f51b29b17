import Settings
import Testing

@testable import ImgproxyEnvironment

@Suite struct ImgproxyEnvironmentTests {
    @Test(arguments: [
        ("BIND", ":8081", "BIND", ":8081"),
        ("MAX_SRC_RESOLUTION", "50", "MAX_SOURCE_PIXELS", "50000000"),
        ("MAX_SRC_RESOLUTION", "16.8", "MAX_SOURCE_PIXELS", "16800000"),
        ("DOWNLOAD_TIMEOUT", "5", "FETCH_TIMEOUT", "5s"),
        ("READ_REQUEST_TIMEOUT", "7", "READ_TIMEOUT", "7s"), ("WRITE_RESPONSE_TIMEOUT", "8", "WRITE_TIMEOUT", "8s"),
        ("DOWNLOAD_TIMEOUT", "1.5", "FETCH_TIMEOUT", "1.5s"),
        ("TTL", "2h", "TTL", "2h"),
        ("AUTO_WEBP", "T", "AUTO_WEBP", "true"),
        ("USE_ETAG", "0", "ETAG", "false"),
        ("KEY", "aa, bb,", "URL_KEYS", "aa,bb"),
        ("FORMAT_QUALITY", "webp=79,avif=63", "FORMAT_QUALITY", "webp=79;avif=63"),
        ("LOG_LEVEL", "warn", "LOG_LEVEL", "warning"),
        ("WATERMARK_OPACITY", "0.5", "WATERMARK_OPACITY", "0.5"),
        ("PRESETS", "a=w:1/h:2,b=q:50", "PRESETS", "a=w:1/h:2;b=q:50"),
        ("DISABLE_SHRINK_ON_LOAD", "1", "SHRINK_ON_LOAD", "false"),
        ("ENFORCE_THUMBNAIL", "t", "ENFORCE_THUMBNAIL", "true"),
        ("JPEG_NO_SUBSAMPLE", "true", "JPEG_SUBSAMPLE", "off"), ("JPEG_SUBSAMPLE", "on", "JPEG_SUBSAMPLE", "on"),
        ("WEBP_COMPRESSION", "near_lossless", "WEBP_COMPRESSION", "near_lossless"),
        ("AUTOQUALITY_METHOD", "dssim", "AUTOQUALITY", "dssim"),
        ("AUTOQUALITY_FORMAT_MIN", "avif=40,webp=50", "AUTOQUALITY_FORMAT_MIN", "avif=40;webp=50"),
        ("INFO_PRESETS", "default=avg:1", "INFO_PRESETS", "default=avg:1"),
        ("LOG_MEM_STATS", "true", "SCHEDTRACE", "10s"), ("FREE_MEMORY_INTERVAL", "30", "FREE_MEMORY_INTERVAL", "30s"),
        ("PPROF_BIND", ":8088", "ADMIN_BIND", "127.0.0.1:8088"),
        ("PPROF_BIND", "10.0.0.1:1", "ADMIN_BIND", "10.0.0.1:1"),
        ("TIFF_UNLIMITED", "1", "MAX_TIFF_DIRECTORIES", "1000000"),
    ])
    func variablesBecomeSettings(name: String, text: String, setting: String, value: String) throws {
        let translation = try ImgproxyEnvironment.translate(["IMGPROXY_\(name)": text, "HOME": "/"])
        #expect(translation.settings == ["STILLWATER_\(setting)": value])
        #expect(translation.notices.isEmpty)
    }

    @Test(
        arguments: [
            ("X-Key=a b\\;Referer=https://a.example/?b=c", nil, "X-Key: a b\\;Referer: https://a.example/?b=c"),
            ("X-Key=a;b|Y=1", "|", "X-Key: a;b\\;Y: 1"),
        ] as [(String, String?, String)])
    func headersForOrigins(text: String, separator: String?, value: String) throws {
        var environment = ["IMGPROXY_CUSTOM_REQUEST_HEADERS": text]
        environment["IMGPROXY_CUSTOM_HEADERS_SEPARATOR"] = separator
        #expect(try ImgproxyEnvironment.translate(environment).settings == ["STILLWATER_SOURCE_HEADERS": value])
        let passed = try ImgproxyEnvironment.translate(["IMGPROXY_REQUEST_HEADERS_PASSTHROUGH": "Authorization, X-A"])
        #expect(passed.settings == ["STILLWATER_PASS_REQUEST_HEADERS": "Authorization,X-A"])
    }

    @Test func servicesOfKubernetesAreNoVariablesOfImgproxy() throws {
        let translation = try ImgproxyEnvironment.translate([
            "IMGPROXY_PORT": "tcp://10.0.0.1:80", "IMGPROXY_SERVICE_HOST": "10.0.0.1",
            "IMGPROXY_SERVICE_PORT": "80", "IMGPROXY_PORT_80_TCP_PROTO": "tcp", "PORT": "9000",
        ])
        #expect(translation.settings.isEmpty)
    }

    @Test(arguments: [
        ("ENABLE_WEBP_DETECTION", "AUTO_WEBP"), ("ENABLE_AVIF_DETECTION", "AUTO_AVIF"),
        ("ENABLE_JXL_DETECTION", "AUTO_JXL"), ("MAX_SRC_DIMENSION", "MAX_SRC_RESOLUTION"),
    ])
    func namesOfEarlierVersionsLeadToTheirOwn(old: String, new: String) throws {
        let error = #expect(throws: SettingsError.self) {
            try ImgproxyEnvironment.translate(["IMGPROXY_\(old)": "1"])
        }
        #expect(error?.message == "unknown variable IMGPROXY_\(old); imgproxy 4 calls it IMGPROXY_\(new)")
    }

    @Test func presetsCanHaveAnotherSeparator() throws {
        let translation = try ImgproxyEnvironment.translate([
            "IMGPROXY_PRESETS": "a=fq:webp:1,x | b=w:1", "IMGPROXY_PRESETS_SEPARATOR": "|",
        ])
        #expect(translation.settings == ["STILLWATER_PRESETS": "a=fq:webp:1,x;b=w:1"])
    }

    @Test(arguments: [
        (["PORT": "9000"], [:]),
        (["PORT": "9000", "IMGPROXY_BIND": ":1"], ["STILLWATER_BIND": ":9000"]),
        (["PORT": "9000", "IMGPROXY_TTL": "1"], ["STILLWATER_BIND": ":9000", "STILLWATER_TTL": "1s"]),
    ])
    func portCountsNextToOtherVariables(environment: [String: String], settings: [String: String]) throws {
        #expect(try ImgproxyEnvironment.translate(environment).settings == settings)
    }

    @Test func theCurrentNameGoesBeforeTheOldOne() throws {
        let translation = try ImgproxyEnvironment.translate([
            "IMGPROXY_USE_ETAG": "true", "IMGPROXY_ETAG_ENABLED": "false",
        ])
        #expect(translation.settings == ["STILLWATER_ETAG": "true"])
    }

    @Test func emptyVariablesAreNotSet() throws {
        let translation = try ImgproxyEnvironment.translate(["IMGPROXY_TTL": "", "IMGPROXY_NOBODY": ""])
        #expect(translation.settings.isEmpty)
    }

    @Test func whatDoesNothingSaysWhy() throws {
        let translation = try ImgproxyEnvironment.translate([
            "IMGPROXY_MALLOC": "tcmalloc", "IMGPROXY_LOG_FORMAT": "json",
        ])
        #expect(translation.settings.isEmpty)
        #expect(
            translation.notices == [
                "IMGPROXY_LOG_FORMAT has no effect here: the log has one format.",
                "IMGPROXY_MALLOC has no effect here: only imgproxy's container image reads it; jemalloc is built in here.",
            ])
    }

    @Test(
        arguments: [
            ("JPEG_NO_SUBSAMPLE", "0"), ("LOG_MEM_STATS", "false"), ("PNG_UNLIMITED", "f"), ("SVG_UNLIMITED", "false"),
            ("JPEG_QUANT_TABLE", "0"), ("JPEG_TRELLIS_QUANT", "false"), ("UNSHARP_MASKING_MODE", "none"),
            ("SMART_CROP_ADVANCED", "F"), ("FAIL_ON_DEPRECATION", "true"),
        ])
    func whatIsOffThereTooSaysNothing(name: String, text: String) throws {
        let translation = try ImgproxyEnvironment.translate(["IMGPROXY_\(name)": text])
        #expect(translation.settings.isEmpty && translation.notices.isEmpty)
    }

    @Test(arguments: [("JPEG_QUANT_TABLE", "3"), ("BEST_FORMAT_BY_DEFAULT", "1"), ("UNSHARP_MASKING_MODE", "auto")])
    func featuresThatDoNotExistSaySo(name: String, text: String) throws {
        let translation = try ImgproxyEnvironment.translate(["IMGPROXY_\(name)": text])
        #expect(translation.settings.isEmpty)
        #expect(
            translation.notices.count == 1 && translation.notices[0].hasPrefix("IMGPROXY_\(name) has no effect here: "))
    }

    @Test(arguments: [(nil, true), ("false", true), ("true", false)] as [(String?, Bool)])
    func variablesThatAreGoneCanBeForbidden(forbids: String?, isAccepted: Bool) {
        var environment = ["IMGPROXY_CONCURRENCY": "4"]
        environment["IMGPROXY_FAIL_ON_DEPRECATION"] = forbids
        do throws(SettingsError) {
            let notices = try ImgproxyEnvironment.translate(environment).notices
            #expect(isAccepted && notices == ["IMGPROXY_CONCURRENCY has no effect here: imgproxy 4 no longer has it."])
        } catch {
            #expect(!isAccepted && error.message.hasPrefix("IMGPROXY_CONCURRENCY"))
        }
    }

    /// What may be left without an effect: features of others that are beside pictures, and what imgproxy does not read.
    @Test func littleIsLeftWithoutAnEffect() {
        let left = ImgproxyEnvironment.variables.filter { variable in
            if case .accepted = variable.use { true } else { false }
        }
        let groups = ["Object stores", "Memory, logs and metrics"]
        let known = ImgproxyVariableGroup.all.filter { groups.contains($0.heading) }.flatMap(\.variables).map(\.name)
        #expect(Set(left.map(\.name)).subtracting(known) == ["IMGPROXY_NETWORK", "IMGPROXY_SO_REUSEPORT"])
    }

    @Test(arguments: [
        ([:], false), (["IMGPROXY_TTL": ""], false), (["IMGPROXY_TTL": "1"], true),
        (["IMGPROXY_LOG_FORMAT": "json"], true),
        (["IMGPROXY_PORT": "tcp://10.0.0.1:80"], false), (["PORT": "1"], false),
    ])
    func anyVariableTellsThatImgproxyIsReplaced(environment: [String: String], isUsed: Bool) {
        #expect(ImgproxyEnvironment.isUsed(in: environment) == isUsed)
    }

    @Test func noLimitLeavesTheDefault() throws {
        let translation = try ImgproxyEnvironment.translate(["IMGPROXY_MAX_SRC_FILE_SIZE": "0"])
        #expect(translation.settings.isEmpty)
        #expect(translation.notices.count == 1)
        #expect(translation.unlimited == ["max-source-bytes"])
    }

    @Test(arguments: [
        ("IMGPROXY_MAX_REDIRECT", "IMGPROXY_MAX_REDIRECTS"), ("IMGPROXY_AUTO_WEPB", "IMGPROXY_AUTO_WEBP"),
        ("IMGPROXY_WATER_MARK_PATH", "IMGPROXY_WATERMARK_PATH"),
    ])
    func anUnknownNameIsRefusedWithTheNearest(name: String, nearest: String) {
        let error = #expect(throws: SettingsError.self) { _ = try ImgproxyEnvironment.translate([name: "1"]) }
        #expect(error?.code == .unknownSetting)
        #expect(error?.message == "unknown variable \(name); did you mean \(nearest)?")
    }

    @Test func aStrangeNameHasNoNeighbour() {
        let error = #expect(throws: SettingsError.self) {
            _ = try ImgproxyEnvironment.translate(["IMGPROXY_XYZZYXYZZY": "1"])
        }
        #expect(error?.message == "unknown variable IMGPROXY_XYZZYXYZZY")
    }

    @Test(arguments: [
        ("AUTO_WEBP", "yes"), ("QUALITY", "eighty"), ("QUALITY", "-1"), ("TTL", "1d"), ("TTL", "-1"),
        ("MAX_SRC_RESOLUTION", "nan"), ("MAX_SRC_RESOLUTION", "-1"), ("FORMAT_QUALITY", "webp"), ("PRESETS", "=a"),
        ("PRESETS", "a=b;c"), ("LOG_LEVEL", "loud"), ("WATERMARK_OPACITY", "half"), ("PPROF_BIND", "8088"),
        ("JPEG_NO_SUBSAMPLE", "yes"), ("FAIL_ON_DEPRECATION", "yes"), ("PNG_UNLIMITED", "yes"),
        ("ENV_AWS_SECRET_ID", "id"),
    ])
    func wrongValuesAreRefusedWithoutRepeatingThem(name: String, text: String) {
        let error = #expect(throws: SettingsError.self) {
            _ = try ImgproxyEnvironment.translate(["IMGPROXY_\(name)": text])
        }
        #expect(error?.code == .invalidValue)
        #expect(error?.message.hasPrefix("IMGPROXY_\(name)") == true)
    }

    @Test func everyNameIsKnownOnce() {
        let names = ImgproxyEnvironment.variables.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.count >= 187)
    }

    @Test(arguments: ImgproxyEnvironment.variables.flatMap(\.settingKeys))
    func settingKeysHaveTheFormOfKeys(key: String) {
        #expect(key.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil)
    }
}
