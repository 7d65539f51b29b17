// swift-tools-version: 6.2
import PackageDescription

// Layers: a target may import targets of lower layers only (docs/ARCHITECTURE.md). `Scripts/check-imports` holds this.

/// For the target around Hummingbird, whose body writers are not Sendable and whose functions leave the caller's
/// isolation: functions that pass a writer on must do the same.
let serverSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let swiftSettings = serverSettings + [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]

/// For targets that handle C pointers: every unsafe use is written out.
let memorySafeSettings = swiftSettings + [.strictMemorySafety()]

/// For modules that go over pixels one by one, and for the slow oracles that their tests compare with: without
/// optimisation, generic code over ranges and tuples took seven tenths of the tests' CPU time. Assertions stay.
let quickInDebug: [SwiftSetting] = [
    .unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug))
]

/// A leak to look for in a release build, when the variable is set (docs/PROFILING.md); debug builds have it anyway.
let plantedLeak: [SwiftSetting] = Context.environment["PLANTED_LEAK"] == nil ? [] : [.define("PLANTED_LEAK")]

let cSettings: [CSetting] = [.treatAllWarnings(as: .error)]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioConcurrencyHelpers = Target.Dependency.product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPTypesHTTP1 = Target.Dependency.product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "stillwater",
    products: [
        .executable(name: "stillwater", targets: ["stillwater"]),
        .library(name: "Profiling", targets: ["Profiling"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        // Layer 0: C libraries and shims.
        .systemLibrary(name: "CVips", pkgConfig: "vips", providers: [.apt(["libvips-dev"])]),
        .systemLibrary(name: "CTIFF", pkgConfig: "libtiff-4", providers: [.apt(["libtiff-dev"])]),
        .systemLibrary(name: "CJXL", pkgConfig: "libjxl", providers: [.apt(["libjxl-dev"])]),
        .target(name: "CVipsShim", dependencies: ["CJXL", "CSampler", "CTIFF", "CVips"], cSettings: cSettings),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CJemalloc", pkgConfig: "jemalloc", providers: [.apt(["libjemalloc-dev"])]),
        .target(name: "CAllocator", dependencies: ["CJemalloc"], cSettings: cSettings),
        .target(name: "CSampler", cSettings: cSettings),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .target(name: "CXMLShim", dependencies: ["CLibXML2"], cSettings: cSettings),
        .systemLibrary(name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"])]),
        .target(name: "CPlanarJPEG", dependencies: ["CJPEG"], cSettings: cSettings),
        .target(name: "CResampler", cSettings: cSettings),
        .systemLibrary(name: "CWebP", pkgConfig: "libwebp", providers: [.apt(["libwebp-dev"])]),
        .target(name: "CPlanarWebP", dependencies: ["CWebP"], cSettings: cSettings),
        .systemLibrary(name: "CHEIF", pkgConfig: "libheif", providers: [.apt(["libheif-dev"])]),
        .systemLibrary(name: "CDAV1D", pkgConfig: "dav1d", providers: [.apt(["libdav1d-dev"])]),
        .target(name: "CPlanarAVIF", dependencies: ["CDAV1D", "CHEIF"], cSettings: cSettings),
        .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CPNG", dependencies: ["CDeflate", "CISAL", "CZlib"], cSettings: cSettings),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CIDN2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),
        .systemLibrary(name: "CSeccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
        .target(name: "CSandbox", dependencies: ["CSeccomp"], cSettings: cSettings),

        // Layer 1: values, settings, codecs.
        .target(
            name: "Profiling", dependencies: ["CAllocator", "CSampler", "CZlib"], swiftSettings: memorySafeSettings),
        .target(name: "ImageModel", swiftSettings: swiftSettings),
        .target(
            name: "Waiting", dependencies: [nioConcurrencyHelpers, nioCore, nioPosix], swiftSettings: swiftSettings),
        .target(name: "Cryptography", dependencies: ["CCrypto"], swiftSettings: memorySafeSettings),
        .target(name: "Settings", dependencies: [yams], swiftSettings: swiftSettings),
        .target(
            name: "Codecs",
            dependencies: [
                "CArchive", "CPNG", "CPlanarAVIF", "CPlanarJPEG", "CPlanarWebP", "CResampler", "CVipsShim",
                "ImageModel",
            ],
            swiftSettings: memorySafeSettings + quickInDebug),

        // Layer 2: one job each, unaware of each other.
        .target(
            name: "Rendering", dependencies: ["Codecs", "ImageModel", "Profiling", "Settings"],
            swiftSettings: swiftSettings + quickInDebug),
        .target(
            name: "RequestGrammar", dependencies: ["Cryptography", "ImageModel", "Settings"],
            swiftSettings: swiftSettings),
        .target(name: "SVGSafety", dependencies: ["CXMLShim", "ImageModel"], swiftSettings: memorySafeSettings),
        .target(
            name: "ObjectStorage",
            dependencies: [
                "CXMLShim", "Cryptography", "ImageModel", "Settings", "Waiting", asyncHTTPClient, logging,
                nioConcurrencyHelpers, nioCore, nioHTTP1, nioTLS,
            ],
            swiftSettings: memorySafeSettings),
        .target(name: "ImgproxyEnvironment", dependencies: ["Settings"], swiftSettings: swiftSettings),
        .target(
            name: "Sources",
            dependencies: [
                "CIDN2", "CZlib", "Cryptography", "ObjectStorage", "Profiling", "Settings", "Waiting", asyncHTTPClient,
                logging, nioConcurrencyHelpers, nioCore, nioHTTP1, nioPosix, nioTLS,
            ],
            swiftSettings: swiftSettings),
        .target(name: "HTTPSyntax", swiftSettings: swiftSettings),
        .target(
            name: "Caching", dependencies: ["CISAL", "Cryptography", "ImageModel", nioConcurrencyHelpers],
            swiftSettings: swiftSettings),
        .target(
            name: "Storage", dependencies: ["Cryptography", "ImageModel", "ObjectStorage", nioCore, nioPosix],
            swiftSettings: swiftSettings),

        .target(name: "Jobs", dependencies: ["Cryptography", "ImageModel", grdb], swiftSettings: swiftSettings),

        // Layer 3: renders in processes of their own.
        .target(
            name: "Isolation",
            dependencies: [
                "CSandbox", "Codecs", "ImageModel", "Profiling", "Rendering", "SVGSafety", "Settings", "Waiting",
                nioConcurrencyHelpers,
            ],
            swiftSettings: swiftSettings),

        // Layer 3: the use cases.
        .target(
            name: "ImageService",
            dependencies: [
                "CAllocator", "Caching", "Codecs", "Cryptography", "HTTPSyntax", "ImageModel", "Isolation", "Jobs",
                "ObjectStorage", "Profiling", "Rendering", "RequestGrammar", "SVGSafety", "Settings", "Sources",
                "Storage",
                "Waiting", logging, nioConcurrencyHelpers, nioCore, nioPosix,
            ],
            swiftSettings: swiftSettings),

        // Layer 4: HTTP.
        .target(
            name: "HTTPAPI",
            dependencies: [
                "CAllocator", "Caching", "Codecs", "Cryptography", "HTTPSyntax", "ImageModel", "ImageService",
                "Isolation",
                "Jobs", "Profiling", "Rendering", "RequestGrammar", "SVGSafety", "Settings", "Sources", "Storage",
                "Waiting", httpTypes, hummingbird, hummingbirdCore, logging, nioConcurrencyHelpers, nioCore, nioHTTP1,
                nioHTTPTypes,
                nioHTTPTypesHTTP1, serviceLifecycle,
            ],
            swiftSettings: serverSettings),

        // Layer 5: the executable.
        .executableTarget(
            name: "stillwater",
            dependencies: [
                "Codecs", "Cryptography", "HTTPAPI", "ImageModel", "ImageService", "ImgproxyEnvironment", "Isolation",
                "Jobs", "ObjectStorage", "Profiling", "Rendering", "RequestGrammar", "Settings", "Sources", "Storage",
                "Waiting", argumentParser, asyncHTTPClient, logging, nioConcurrencyHelpers, nioCore, nioPosix,
                serviceLifecycle,
                unixSignals,
            ],
            swiftSettings: swiftSettings + plantedLeak),

        // For tests only.
        .target(
            name: "TestSupport", dependencies: [nioConcurrencyHelpers, nioCore, nioHTTP1, nioPosix],
            swiftSettings: swiftSettings + quickInDebug),

        .target(name: "CBrokenStack", path: "Tests/CBrokenStack", cSettings: cSettings),
        .testTarget(
            name: "ProfilingTests", dependencies: ["CBrokenStack", "CSampler", "Profiling", "TestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "ImageModelTests", dependencies: ["ImageModel", "TestSupport"],
            swiftSettings: swiftSettings + quickInDebug),
        .testTarget(
            name: "WaitingTests", dependencies: ["TestSupport", "Waiting"], swiftSettings: swiftSettings),
        .testTarget(name: "CryptographyTests", dependencies: ["Cryptography"], swiftSettings: swiftSettings),
        .testTarget(
            name: "SVGSafetyTests", dependencies: ["ImageModel", "SVGSafety"], swiftSettings: swiftSettings),
        .testTarget(
            name: "ObjectStorageTests",
            dependencies: [
                "Cryptography", "ImageModel", "ObjectStorage", "Settings", "TestSupport", asyncHTTPClient, logging,
                nioConcurrencyHelpers, nioCore, nioPosix,
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "ImgproxyEnvironmentTests", dependencies: ["ImgproxyEnvironment", "Settings"],
            swiftSettings: swiftSettings),
        .testTarget(name: "SettingsTests", dependencies: ["Settings", yams], swiftSettings: swiftSettings),
        .testTarget(
            name: "CodecsTests", dependencies: ["CArchive", "CVipsShim", "Codecs", "ImageModel", "TestSupport"],
            swiftSettings: swiftSettings + quickInDebug),
        .testTarget(
            name: "RenderingTests",
            dependencies: ["Codecs", "ImageModel", "Rendering", "Settings", "TestSupport"],
            swiftSettings: swiftSettings + quickInDebug),
        .testTarget(
            name: "RequestGrammarTests", dependencies: ["Cryptography", "ImageModel", "RequestGrammar"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "SourcesTests",
            dependencies: [
                "ObjectStorage", "Settings", "Sources", "TestSupport", "Waiting", asyncHTTPClient, logging,
                nioConcurrencyHelpers, nioCore, nioHTTP1, nioPosix, nioTLS,
            ],
            swiftSettings: swiftSettings),
        .testTarget(name: "HTTPSyntaxTests", dependencies: ["HTTPSyntax"], swiftSettings: swiftSettings),
        .testTarget(
            name: "CachingTests", dependencies: ["Caching", "ImageModel", "TestSupport"],
            swiftSettings: swiftSettings + quickInDebug),
        .testTarget(
            name: "StorageTests",
            dependencies: ["ImageModel", "ObjectStorage", "Storage", "TestSupport", logging, nioPosix],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "JobsTests",
            dependencies: ["ImageModel", "Jobs", "TestSupport", grdb, nioConcurrencyHelpers],
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "hostile-worker", dependencies: ["Isolation"], path: "Tests/HostileWorker",
            swiftSettings: swiftSettings),
        .testTarget(
            name: "IsolationTests",
            dependencies: [
                "Codecs", "ImageModel", "Isolation", "Rendering", "Settings", "TestSupport", "hostile-worker",
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "ImageServiceTests",
            dependencies: [
                "Caching", "Codecs", "ImageModel", "ImageService", "Isolation", "Jobs", "ObjectStorage", "Rendering",
                "RequestGrammar", "SVGSafety", "Settings", "Sources", "Storage", "TestSupport", "hostile-worker",
                logging,
                nioConcurrencyHelpers, nioHTTP1, nioPosix,
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "HTTPAPITests",
            dependencies: [
                "CArchive", "Caching", "Codecs", "Cryptography", "HTTPAPI", "HTTPSyntax", "ImageModel", "ImageService",
                "Jobs", "Profiling",
                "Rendering", "RequestGrammar", "Settings", "Sources", "Storage", "TestSupport", asyncHTTPClient,
                httpTypes, hummingbird, logging, nioConcurrencyHelpers, nioCore, nioEmbedded, nioHTTP1, nioPosix,
                serviceLifecycle,
            ],
            swiftSettings: serverSettings),
        .testTarget(
            name: "stillwaterTests",
            dependencies: [
                "Codecs", "HTTPAPI", "ImageModel", "ImageService", "ImgproxyEnvironment", "Jobs", "ObjectStorage",
                "Profiling", "Rendering", "RequestGrammar", "Settings", "Sources", "TestSupport", "stillwater",
                argumentParser, asyncHTTPClient, logging, nioConcurrencyHelpers, nioCore, nioHTTP1, nioPosix,
            ],
            swiftSettings: swiftSettings),
    ]
)

// Some of the test targets, and what they need: for builds with sanitizers, which would otherwise compile the server and
// its libraries once more. Example: ONLY_TESTS=CodecsTests swift build --build-tests
if let names = Context.environment["ONLY_TESTS"] {
    let targets = Dictionary(uniqueKeysWithValues: package.targets.map { ($0.name, $0) })
    var needed: Set<String> = []
    var waiting = names.split(separator: ",").map(String.init)
    while let name = waiting.popLast() {
        guard let target = targets[name], needed.insert(name).inserted else { continue }
        for case .byNameItem(let dependency, _) in target.dependencies { waiting.append(dependency) }
    }
    package.targets.removeAll { !needed.contains($0.name) }
    package.products.removeAll()
}
