import Foundation

/// The folder in which recordings are stored: the oldest are deleted if there are too many, or too many bytes.
struct RecordingFolder: Sendable {
    let path: String
    var maximumRecordings = 50
    var maximumBytes = 256 << 20

    /// Creates the folder if it does not exist, with access only for its owner.
    ///
    /// - Throws: `systemCall`, including if the folder belongs to another user.
    init(path: String) throws(ProfilingError) {
        self.path = path
        if unsafe mkdir(path, 0o700) != 0, errno != EEXIST { throw .system("mkdir \(path)", errno: errno) }
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { throw .system("lstat \(path)", errno: errno) }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        guard isFolder, status.st_uid == geteuid() else {
            throw ProfilingError(.systemCall, "\(path) is not a folder of this user; recordings are not stored there.")
        }
    }

    /// The existing recordings, oldest first. A description that cannot be read is skipped.
    func recordings() -> [Recording] {
        SystemCall.names(in: path).filter { $0.hasSuffix(Self.descriptionSuffix) }
            .compactMap { name in
                guard let bytes = SystemCall.contents(of: "\(path)/\(name)") else { return nil }
                // Another program's file, or an incomplete one.
                guard var found = try? JSONDecoder().decode(Recording.self, from: Data(bytes)) else { return nil }
                found.isRunning = false
                return found
            }
            .sorted { ($0.began, $0.id) < ($1.began, $1.id) }
    }

    /// Writes a recording's description.
    ///
    /// - Throws: `systemCall`.
    func write(_ recording: Recording) throws(ProfilingError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        do {
            try write([UInt8](try encoder.encode(recording)), to: recording.id + Self.descriptionSuffix)
        } catch let error as ProfilingError {
            throw error
        } catch {
            throw ProfilingError(.systemCall, "The recording cannot be described.", cause: error)
        }
    }

    /// Writes a file completely, or not at all.
    ///
    /// - Throws: `systemCall`.
    func write(_ bytes: [UInt8], to name: String) throws(ProfilingError) {
        let (file, temporary) = ("\(path)/\(name)", "\(path)/.\(name)")
        try SystemCall.write(bytes, to: temporary)
        guard unsafe rename(temporary, file) == 0 else { throw .system("rename", errno: errno) }
    }

    /// The bytes of a file; `nil` if it is gone.
    func contents(of name: String) -> [UInt8]? { SystemCall.contents(of: "\(path)/\(name)") }

    /// Deletes a recording with its files.
    func remove(_ recording: Recording) {
        for name in recording.files.map(\.name) + [recording.id + Self.descriptionSuffix] {
            // A file that is already gone is fine.
            _ = unsafe unlink("\(path)/\(name)")
        }
    }

    /// Which of `recordings`, oldest first, have to be deleted.
    func surplus(_ recordings: [Recording]) -> [Recording] {
        var bytes = recordings.flatMap(\.files).reduce(0) { $0 + $1.bytes }
        var count = recordings.count
        return recordings.prefix { recording in
            guard !recording.isRunning, count > maximumRecordings || bytes > maximumBytes else { return false }
            count -= 1
            bytes -= recording.files.reduce(0) { $0 + $1.bytes }
            return true
        }
    }

    private static let descriptionSuffix = ".json"
}
