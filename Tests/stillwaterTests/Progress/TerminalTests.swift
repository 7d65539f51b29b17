import Foundation
import Testing

@testable import stillwater

@Suite struct TerminalTests {
    @Test(arguments: [("132", 132), ("0", 80), ("-5", 80), ("wide", 80), (nil, 80)] as [(String?, Int)])
    func aStreamWithoutAWidthTakesTheEnvironments(columns: String?, expected: Int) {
        let pipe = Pipe()
        let environment = columns.map { ["COLUMNS": $0] } ?? [:]
        let terminal = Terminal(descriptor: pipe.fileHandleForWriting.fileDescriptor, environment: environment)
        #expect(terminal.columns == expected)
    }

    @Test func aPipeIsNotRedrawn() {
        let pipe = Pipe()
        let terminal = Terminal(descriptor: pipe.fileHandleForWriting.fileDescriptor, environment: [:])
        #expect(!terminal.redrawsLines)
    }

    @Test(arguments: [("xterm", true), ("dumb", false)]) func aTerminalIsRedrawnUnlessItIsDumb(
        term: String, expected: Bool
    ) throws {
        let controller = try PseudoTerminal(columns: 101)
        let terminal = Terminal(descriptor: controller.descriptor, environment: ["TERM": term, "COLUMNS": "7"])
        #expect(terminal.redrawsLines == expected)
        #expect(terminal.columns == 101)
    }

    @Test func aStreamThatIsClosedTakesNothing() {
        #expect(!Terminal(descriptor: -1, environment: [:]).write("x"))
    }

    @Test func allOfATextIsWritten() throws {
        let pipe = Pipe()
        let terminal = Terminal(descriptor: pipe.fileHandleForWriting.fileDescriptor, environment: [:])
        #expect(terminal.write("größe\n"))
        try pipe.fileHandleForWriting.close()
        #expect(try pipe.fileHandleForReading.readToEnd() == Data("größe\n".utf8))
    }
}

/// The device side of a terminal that nobody is watching.
private final class PseudoTerminal {
    let descriptor: Int32
    private let controller: Int32

    init(columns: UInt16) throws {
        controller = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var lock: Int32 = 0
        var number: Int32 = 0
        // Linux's own requests: the POSIX functions for this are behind feature macros that Swift does not set.
        let (setLock, getNumber) = (UInt(0x4004_5431), UInt(0x8004_5430))
        try #require(ioctl(controller, setLock, &lock) == 0 && ioctl(controller, getNumber, &number) == 0)
        descriptor = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        try #require(descriptor >= 0 && ioctl(descriptor, UInt(TIOCSWINSZ), &size) == 0)
    }

    deinit {
        close(descriptor)
        close(controller)
    }
}
