import ArgumentParser
import Foundation
import Profiling

/// A profile given on the command line: a file, or the URL of a running service.
struct ProfileSource: ParsableArguments {
    @Option(help: "The admin token, for a URL; better set in STILLWATER_ADMIN_TOKEN.")
    var token: String?

    @Option(
        name: .customLong("type"),
        help: "Which values to show: inuse_space, inuse_objects, alloc_space, alloc_objects, cpu, samples, threads.")
    var type: String?

    /// Reads the profile at `text`.
    ///
    /// - Throws: `ValidationError`.
    func profile(_ text: String) async throws -> Profile {
        do throws(ProfilingError) {
            return try Profile(decoding: try await bytes(text))
        } catch {
            throw ValidationError("\(text): \(error.message)")
        }
    }

    private func bytes(_ text: String) async throws(ProfilingError) -> [UInt8] {
        do {
            if text.hasPrefix("http://") || text.hasPrefix("https://") {
                return try await AdminClient(token: token).get(text)
            }
            return [UInt8](try Data(contentsOf: URL(filePath: text)))
        } catch let error as ValidationError {
            throw ProfilingError(.notFound, error.message)
        } catch {
            throw ProfilingError(.notFound, "cannot be read: \(error.localizedDescription)", cause: error)
        }
    }
}
