import Foundation

/// Go's pprof, the reference reader of profiles, if the machine has it: `make test-tools` installs it.
package enum PprofTool {
    /// The program's path; `nil` if it is not installed.
    package static let path: String? = {
        let installed = RepositoryFiles.root + ".build/test-tools/bin/pprof"
        return FileManager.default.isExecutableFile(atPath: installed) ? installed : nil
    }()

    /// Why tests with it are skipped.
    package static let absence: String = "pprof is not installed; `make test-tools` installs it"

    /// The tool's output.
    package struct Output: Sendable {
        package var text: String
        package var errors: String
        package var status: Int32
    }

    /// Runs the tool to its end. Blocks the thread.
    ///
    /// - Throws: Foundation's error if it cannot be started.
    package static func run(_ arguments: [String]) throws -> Output {
        let process = Process()
        process.executableURL = URL(filePath: path ?? "")
        process.arguments = arguments
        let folder = try ScratchFolder()
        process.environment = ["PPROF_TMPDIR": folder.path, "HOME": folder.path, "TZ": "UTC", "PATH": "/usr/bin:/bin"]
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // Error output is short enough to fit in a pipe.
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let complaints = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Output(
            text: String(decoding: text, as: UTF8.self), errors: String(decoding: complaints, as: UTF8.self),
            status: process.terminationStatus)
    }
}
