import Foundation
import Glibc
import Isolation

/// A worker as it would be with code of an attacker's in a decoder: it does what the end of its source says.
@main
enum HostileWorker {
    static func main() {
        if CommandLine.arguments.dropFirst().first == "service" { serve(Int(CommandLine.arguments.last ?? "") ?? 1) }
        exit(RenderWorker.run(arguments: CommandLine.arguments, beforeEach: misbehave))
    }

    private static func misbehave(_ source: [UInt8]) {
        let text = String(decoding: source.suffix(200), as: UTF8.self)
        guard let mark = text.range(of: "hostile:", options: .backwards) else { return }
        switch text[mark.upperBound...].prefix(while: { $0.isLetter || $0 == "-" }) {
        case "crash": raise(SIGSEGV)
        case "abort": abort()
        case "signal": kill(getppid(), SIGTERM)
        case "exit": exit(0)
        case "spin": while true {}
        case "compute": computeUnalarmed()
        case "sleep": while true { sleep(1) }
        case "allocate": allocate()
        case "read-file": expectRefused(open("/etc/passwd", O_RDONLY))
        case "read-process": expectRefused(open("/proc/self/environ", O_RDONLY))
        case "write-file": expectRefused(open("/tmp/stillwater-hostile", O_CREAT | O_WRONLY, 0o600))
        case "write-output": fill(output)
        case "remove-file": expectRefused(unlink("/tmp/stillwater-hostile"))
        case "socket": expectRefused(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        case "start-process": expectRefused(startProcess())
        case "become-program": expectRefused(becomeProgram())
        case "lie": lie()
        default: break
        }
    }

    /// Plays the service: gives standard input to `count` workers at once, and never ends by itself.
    private static func serve(_ count: Int) -> Never {
        var configuration = IsolationConfiguration()
        configuration.mode = .all
        configuration.timeLimit = .seconds(3600)
        configuration.refusalTime = .zero
        let engine = RenderEngine(configuration)
        let source = [UInt8](FileHandle.standardInput.readDataToEndOfFile())
        for _ in 0..<count {
            // What comes of it is nobody's concern: this process is killed before.
            Thread { _ = try? engine.header(of: source) }.start()
        }
        while true { sleep(60) }
    }

    private static let output: Int32 = 5
    private static let control: Int32 = 3

    /// Succeeding is what the tests look for: the exit code is of no use to them, an answer is.
    private static func expectRefused(_ result: Int32) {
        guard result >= 0 else { exit(0) }
        FileHandle.standardError.write(Data("a hostile worker got what it wanted\n".utf8))
    }

    /// On more threads than one, and deaf to the clock's signal.
    private static func computeUnalarmed() -> Never {
        signal(SIGALRM, SIG_IGN)
        for _ in 0..<3 { Thread { while true {} }.start() }
        while true {}
    }

    private static func allocate() {
        var blocks: [[UInt8]] = []
        while true { blocks.append([UInt8](repeating: UInt8(blocks.count & 255), count: 16 << 20)) }
    }

    private static func fill(_ descriptor: Int32) {
        let block = [UInt8](repeating: 1, count: 1 << 20)
        while write(descriptor, block, block.count) > 0 {}
        exit(0)
    }

    private static func startProcess() -> Int32 {
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("/bin/true"), nil]
        var pid: pid_t = 0
        return posix_spawn(&pid, "/bin/true", nil, nil, &arguments, nil) == 0 ? 0 : -1
    }

    private static func becomeProgram() -> Int32 {
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("/bin/true"), nil]
        return execv("/bin/true", &arguments)
    }

    /// An answer of absurd length, and then one of absurd content.
    private static func lie() {
        let claim: [UInt8] = [0xFF, 0xFF, 0xFF, 0x7F]
        _ = write(control, claim, claim.count)
        sleep(60)
    }
}
