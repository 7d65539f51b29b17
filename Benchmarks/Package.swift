// swift-tools-version: 6.2
import PackageDescription

// Benchmarks, in a package of their own: nobody who builds the server fetches what they need.
//
// They measure what is `package` in the server's modules, and that ends at a package's border. So the modules are
// compiled again here, as targets of this package: `Product` is a link to the server's Sources.

let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// A module of the server written in Swift.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Product/\(name)", swiftSettings: swiftSettings)
}

/// A module of the server written in C.
func shim(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, path: "Product/\(name)")
}

/// A C library that the server uses.
func library(_ name: String, _ pkgConfig: String) -> Target {
    .systemLibrary(name: name, path: "Product/\(name)", pkgConfig: pkgConfig)
}

let benchmark = Target.Dependency.product(name: "Benchmark", package: "benchmark")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// The server's modules that are measured, and what they need: one line each, as in the server's Package.swift.
let modules: [Target] = [
    library("CVips", "vips"),
    library("CArchive", "libarchive"),
    library("CJemalloc", "jemalloc"),
    library("CJPEG", "libjpeg"),
    library("CWebP", "libwebp"),
    library("CDAV1D", "dav1d"),
    library("CHEIF", "libheif"),
    library("CISAL", "libisal"),
    library("CDeflate", "libdeflate"),
    library("CZlib", "zlib"),
    library("CTIFF", "libtiff-4"),
    library("CJXL", "libjxl"),
    library("CCrypto", "libcrypto"),
    shim("CSampler", []),
    shim("CVipsShim", ["CJXL", "CSampler", "CTIFF", "CVips"]),
    shim("CPNG", ["CDeflate", "CISAL", "CZlib"]),
    shim("CPlanarJPEG", ["CJPEG"]),
    shim("CPlanarWebP", ["CWebP"]),
    shim("CPlanarAVIF", ["CDAV1D", "CHEIF"]),
    shim("CResampler", []),
    shim("CAllocator", ["CJemalloc"]),
    module("Profiling", ["CAllocator", "CSampler", "CZlib"]),
    module("Cryptography", ["CCrypto"]),
    module("ImageModel"),
    module("Settings", [yams]),
    module(
        "Codecs",
        [
            "CArchive", "CPNG", "CPlanarAVIF", "CPlanarJPEG", "CPlanarWebP", "CResampler", "CVipsShim", "ImageModel",
        ]),
    module("Rendering", ["Codecs", "ImageModel", "Profiling", "Settings"]),
    module("Jobs", ["Cryptography", "ImageModel", grdb]),
    module("RequestGrammar", ["Cryptography", "ImageModel", "Settings"]),
]

let package = Package(
    name: "benchmarks",
    products: [
        .executable(name: "stillwater-floor", targets: ["StillwaterFloor"]),
        .executable(name: "vips-floor", targets: ["VipsFloor"]),
        .executable(name: "count-operations", targets: ["CountOperations"]),
        .executable(name: "calibration", targets: ["Calibration"]),
        .executable(name: "job-store", targets: ["JobStore"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.0"),
        // Without its own counting of allocations, which has a server's allocator replaced by another package's.
        .package(url: "https://github.com/ordo-one/benchmark.git", from: "1.38.0", traits: []),
    ],
    targets: modules + [
        // The floor: the same job through the server's engine and through libvips, one process each.
        .executableTarget(
            name: "StillwaterFloor", dependencies: ["CAllocator", "Codecs", "ImageModel", "Rendering"],
            path: "Floor/StillwaterFloor", swiftSettings: swiftSettings),
        .executableTarget(
            name: "VipsFloor", dependencies: ["CVips"], path: "Floor/VipsFloor",
            cSettings: [.treatAllWarnings(as: .error)]),

        // What a plan says that it needs, against what it takes.
        .executableTarget(
            name: "Calibration", dependencies: ["CAllocator", "ImageModel", "Rendering"], path: "Calibration",
            swiftSettings: swiftSettings),

        // How fast a job file is.
        .executableTarget(
            name: "JobStore", dependencies: ["ImageModel", "Jobs"], path: "JobStore", swiftSettings: swiftSettings),

        // Single operations: how long they take, how often they allocate, how many instructions they are.
        .target(
            name: "Operations", dependencies: ["ImageModel", "Rendering", "RequestGrammar"], path: "Operations",
            swiftSettings: swiftSettings),
        .target(name: "CountedAllocations", path: "CountedAllocations"),
        .executableTarget(
            name: "CountOperations", dependencies: ["Operations"], path: "CountOperations",
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "OperationTimes", dependencies: ["CountedAllocations", "Operations", benchmark],
            path: "Benchmarks/OperationTimes", plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    ]
)
