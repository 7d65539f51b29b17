import Glibc
package import NIOCore
package import NIOPosix

/// Turns host names into addresses.
package struct HostResolver: Sendable {
    /// The addresses of a host for a port, best first, at least one.
    package typealias Lookup = @Sendable (_ host: String, _ port: Int) async throws -> [SocketAddress]

    private let lookup: Lookup

    package init(_ lookup: @escaping Lookup) {
        self.lookup = lookup
    }

    /// The addresses of `host`, best first, at least one. Literal IPv4 and IPv6 addresses are not looked up.
    ///
    /// - Throws: `nameNotResolved`, `cancelled`.
    package func addresses(of host: String, port: Int) async throws(SourceError) -> [SocketAddress] {
        do {
            if IPAddress(literal: host) != nil { return [try SocketAddress(ipAddress: host, port: port)] }
            let addresses = try await lookup(host, port)
            guard addresses.isEmpty else { return addresses }
        } catch is CancellationError {
            throw .cancelled()
        } catch {
            throw SourceError(.nameNotResolved, "The source's host name \(host) has no address.", cause: error)
        }
        throw SourceError(.nameNotResolved, "The source's host name \(host) has no address.")
    }
}

extension HostResolver {
    /// The system's resolver (`getaddrinfo`), which blocks threads of `threads`.
    ///
    /// A cancelled look-up is abandoned at once; its thread is free again after the system's own time limit.
    package static func system(threads: NIOThreadPool, eventLoopGroup: any EventLoopGroup) -> HostResolver {
        HostResolver { host, port in
            let promise = eventLoopGroup.any().makePromise(of: [SocketAddress].self)
            return try await withTaskCancellationHandler {
                threads.submit { state in
                    // A promise takes the first result, the answer or the cancellation below, and ignores the other.
                    promise.completeWith(
                        Result {
                            guard state == .active else { throw CancellationError() }
                            return try lookUp(host, port: port)
                        })
                }
                return try await promise.futureResult.get()
            } onCancel: {
                promise.fail(CancellationError())
            }
        }
    }

    private static func lookUp(_ host: String, port: Int) throws -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else { throw LookUpFailure(code: code) }
        defer { freeaddrinfo(list) }
        return sequence(first: list, next: { $0?.pointee.ai_next }).compactMap { $0.flatMap(socketAddress) }
    }

    private static func socketAddress(_ entry: UnsafeMutablePointer<addrinfo>) -> SocketAddress? {
        guard let address = entry.pointee.ai_addr else { return nil }
        switch entry.pointee.ai_family {
        case AF_INET:
            return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { SocketAddress($0.pointee) }
        case AF_INET6:
            return address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { SocketAddress($0.pointee) }
        default:
            return nil
        }
    }
}

/// The code that `getaddrinfo` returned.
private struct LookUpFailure: Error, CustomStringConvertible {
    let code: Int32

    var description: String { "getaddrinfo: \(String(cString: gai_strerror(code)))" }
}
