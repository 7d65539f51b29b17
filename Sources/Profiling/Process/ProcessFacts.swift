import Glibc

/// Facts about the process, from the system.
enum ProcessFacts {
    /// The program's file, with links resolved.
    static let executablePath: String? = {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }()
}

/// How the process was started.
public enum ProcessCommand {
    /// The command line's words.
    public static var words: [String] {
        (SystemCall.contents(of: "/proc/self/cmdline") ?? []).split(separator: 0, omittingEmptySubsequences: false)
            .dropLast().map { String(decoding: $0, as: UTF8.self) }
    }
}
