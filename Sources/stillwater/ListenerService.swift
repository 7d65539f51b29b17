import Glibc
import NIOCore
import ServiceLifecycle
import Settings

/// A listener that says which address it could not have.
struct ListenerService<Base: Service>: Service {
    let base: Base
    let address: BindAddress
    /// The setting of the address.
    let setting: String

    func run() async throws {
        do {
            try await base.run()
        } catch let error as IOError {
            throw ListenerError(address: address, setting: setting, cause: error)
        }
    }
}

/// An address could not be listened on.
struct ListenerError: Error, CustomStringConvertible {
    let address: BindAddress
    let setting: String
    let cause: IOError

    var description: String {
        let reason =
            switch cause.errnoCode {
            case EADDRINUSE: "another program listens there already"
            case EACCES: "this user may not listen on such a port"
            case EADDRNOTAVAIL: "this machine does not have that address"
            default: String(cString: strerror(cause.errnoCode))
            }
        return "\(address) (\(setting)) cannot be listened on: \(reason)"
    }
}
