import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

@testable import Sources

@Suite(.timeLimit(.minutes(10))) struct HostResolverTests {
    private func resolve(_ host: String) async throws -> [String?] {
        let threads = NIOThreadPool(numberOfThreads: 1)
        threads.start()
        let resolver = HostResolver.system(threads: threads, eventLoopGroup: MultiThreadedEventLoopGroup.singleton)
        let result: Result<[SocketAddress], SourceError>
        do throws(SourceError) {
            result = .success(try await resolver.addresses(of: host, port: 8080))
        } catch {
            result = .failure(error)
        }
        try await threads.shutdownGracefully()
        let addresses = try result.get()
        #expect(addresses.allSatisfy { $0.port == 8080 })
        return addresses.map(\.ipAddress)
    }

    @Test(
        "every spelling of 127.0.0.1 resolves to it",
        arguments: ["127.0.0.1", "2130706433", "0177.0.0.1", "0x7f.1", "127.1", "0x7f000001", "017700000001"])
    func spellings(host: String) async throws {
        #expect(try await resolve(host) == ["127.0.0.1"])
    }

    @Test("an IPv6 address resolves to itself")
    func ipv6() async throws {
        #expect(try await resolve("::ffff:7f00:1") == ["::ffff:127.0.0.1"])
    }

    @Test("a name that cannot exist has no address")
    func unknown() async throws {
        let error = await #expect(throws: SourceError.self) { try await resolve("no_such_name..") }
        #expect(error?.code == .nameNotResolved)
    }

    @Test("a look-up without addresses is an error")
    func noAddresses() async throws {
        let error = await #expect(throws: SourceError.self) {
            try await HostResolver { _, _ in [] }.addresses(of: "a", port: 1)
        }
        #expect(error?.code == .nameNotResolved)
    }

    @Test("a cancelled look-up is given up while its thread still waits")
    func cancellation() async throws {
        let threads = NIOThreadPool(numberOfThreads: 1)
        threads.start()
        let release = ConditionLock(value: false)
        let held = AsyncStream<Void>.makeStream()
        threads.submit { _ in
            held.continuation.finish()
            release.lock(whenValue: true)
            release.unlock()
        }
        for await _ in held.stream {}
        let resolver = HostResolver.system(threads: threads, eventLoopGroup: MultiThreadedEventLoopGroup.singleton)
        let task = Task { try await resolver.addresses(of: "localhost", port: 1) }
        task.cancel()
        let error = await #expect(throws: SourceError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        release.lock()
        release.unlock(withValue: true)
        try await threads.shutdownGracefully()
    }
}
