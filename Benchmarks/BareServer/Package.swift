// swift-tools-version: 6.2
import PackageDescription

// What the HTTP libraries cost without a server: a package of its own, since nothing else here needs them.
let package = Package(
    name: "bare-server",
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.20.0"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.30.0"),
    ],
    targets: [
        .executableTarget(
            name: "bare-server",
            dependencies: [
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
            ],
            path: "Sources/BareServer")
    ]
)
