import Glibc
import NIOConcurrencyHelpers
import NIOCore
import TestSupport
import Testing
import Waiting

@testable import Sources

/// A host with several addresses, of which some lead nowhere.
@Suite(.timeLimit(.minutes(10))) struct DialRaceTests {
    /// What attempts did, in the order in which they did it.
    private final class Diary: Sendable {
        private let box = NIOLockedValueBox<[String]>([])
        var lines: [String] { box.withLockedValue { $0 } }
        func write(_ line: String) { box.withLockedValue { $0.append(line) } }
    }

    private static let refused = SourceError(.connectFailed, "refused")
    private static let never = Duration.seconds(3600)

    private func pin(_ address: String) throws -> Pin {
        try #require(Pin(host: "h", socketAddress: try SocketAddress(ipAddress: address, port: 1)))
    }

    private func hang() async throws(SourceError) -> String {
        _ = await hasPassed(Self.never)
        throw .cancelled()
    }

    @Test("the next address is tried at once when one fails, and what failed is remembered")
    func refusal() async throws {
        let (memory, diary) = (AddressMemory(), Diary())
        let pins = [try pin("192.0.2.1"), try pin("192.0.2.2"), try pin("192.0.2.3")]
        let value = try await DialRace.run(pins, headStart: Self.never, noting: memory, port: 80) {
            (pin, race, number) throws(SourceError) in
            diary.write(pin.addressText)
            guard number == 1 else { throw Self.refused }
            #expect(race.claim(for: number))
            return pin.addressText
        }
        #expect(value == "192.0.2.2")
        #expect(diary.lines == ["192.0.2.1", "192.0.2.2"])
        #expect(memory.ordered(pins, port: 80).map(\.addressText) == ["192.0.2.2", "192.0.2.3", "192.0.2.1"])
        #expect(memory.ordered(pins, port: 81) == pins)
    }

    @Test("an address that does not answer gets a head start, is given up when another answers, and is remembered")
    func silence() async throws {
        let (memory, diary) = (AddressMemory(), Diary())
        let pins = [try pin("192.0.2.1"), try pin("192.0.2.2")]
        let value = try await DialRace.run(pins, headStart: .milliseconds(5), noting: memory, port: 80) {
            (pin, race, number) throws(SourceError) in
            guard number == 1 else {
                defer { diary.write("given up") }
                return try await hang()
            }
            #expect(race.claim(for: number))
            return pin.addressText
        }
        #expect(value == "192.0.2.2")
        #expect(diary.lines == ["given up"])
        #expect(memory.ordered(pins, port: 80).map(\.addressText) == ["192.0.2.2", "192.0.2.1"])
    }

    @Test("when an attempt has sent its request, no other begins or sends one")
    func claimed() async throws {
        let diary = Diary()
        let answers = Signal()
        let pins = [try pin("192.0.2.1"), try pin("192.0.2.2"), try pin("192.0.2.3")]
        let value = try await DialRace.run(pins, headStart: .milliseconds(1), noting: AddressMemory(), port: 80) {
            (pin, race, number) throws(SourceError) in
            diary.write(pin.addressText)
            if number == 0 {
                // The second attempt has begun when this one is connected.
                await answers.wait()
                #expect(race.claim(for: 0))
                return "first"
            }
            if number == 1 { answers.fire() }
            _ = await hasPassed(.milliseconds(1))
            if race.winner != nil { #expect(!race.claim(for: number)) }
            return try await hang()
        }
        #expect(value == "first")
    }

    @Test("the last failure is told when all fail")
    func allFail() async throws {
        let pins = [try pin("192.0.2.1"), try pin("2001:db8::1")]
        let error = await #expect(throws: SourceError.self) {
            try await DialRace.run(pins, headStart: Self.never, noting: AddressMemory(), port: 80) {
                (_, _, number) throws(SourceError) -> String in
                throw SourceError(.connectFailed, "\(number)")
            }
        }
        #expect(error?.message == "1")
    }

    @Test("an answer that is wrong ends the race")
    func wrongAnswer() async throws {
        let pins = [try pin("192.0.2.1"), try pin("192.0.2.2")]
        let error = await #expect(throws: SourceError.self) {
            try await DialRace.run(pins, headStart: Self.never, noting: AddressMemory(), port: 80) {
                (_, race, number) throws(SourceError) -> String in
                _ = race.claim(for: number)
                throw SourceError(.status(404), "\(number)")
            }
        }
        #expect(error?.code == .status(404))
        #expect(error?.message == "0")
    }

    // MARK: Addresses

    @Test("the families of addresses take turns, beginning with the first")
    func families() throws {
        let texts = ["2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.1", "192.0.2.2"]
        let ordered = AddressMemory().ordered(try texts.map(pin), port: 80).map(\.addressText)
        #expect(ordered == ["2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2", "2001:db8::3"])
    }

    @Test("what is remembered is bounded, forgotten after its time, and at a success")
    func bounds() throws {
        let memory = AddressMemory(capacity: 3)
        for number in 1...20 { memory.noteFailure(of: try pin("192.0.2.\(number)"), port: 80) }
        #expect(memory.count == 3)
        let pins = [try pin("192.0.2.20"), try pin("192.0.2.99")]
        #expect(memory.ordered(pins, port: 80) == pins.reversed())
        memory.noteSuccess(of: pins[0], port: 80)
        #expect(memory.ordered(pins, port: 80) == pins)
        let brief = AddressMemory(lifetime: .zero)
        brief.noteFailure(of: pins[0], port: 80)
        #expect(brief.ordered(pins, port: 80) == pins)
    }

    // MARK: Through sockets

    @Test("an address that drops packets costs a head start, not the time to connect")
    func dropped() async throws {
        try await FakeOrigin.with(answers: ["/a": FakeAnswer(body: [1])]) { origin in
            let hole = try FullListener(address: "127.0.0.3", port: origin.port)
            defer { withExtendedLifetime(hole) {} }
            let resolver = HostResolver { _, port in
                try ["127.0.0.3", "127.0.0.1"].map { try SocketAddress(ipAddress: $0, port: port) }
            }
            try await withSourceReader(resolver: resolver) {
                // Longer than the test may take.
                $0.connectTimeout = .seconds(3600)
            } _: { reader in
                for _ in 0..<5 {
                    let content = try await reader.read(origin.url("/a", host: "two.example"))
                    #expect(content.bytes == [1])
                }
            }
            #expect(origin.record.requests.count == 5)
        }
    }
}

/// A listener whose queue is full: the system drops what asks for further connections.
private final class FullListener {
    private var descriptors: [CInt] = []

    init(address: String, port: Int) throws {
        let place = try SocketAddress(ipAddress: address, port: port)
        func onPlace(_ call: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
            place.withSockAddr { call($0, socklen_t($1)) }
        }
        let kind = Int32(SOCK_STREAM.rawValue)
        let listener = socket(AF_INET, kind, 0)
        descriptors.append(listener)
        try #require(onPlace { bind(listener, $0, $1) } == 0)
        try #require(listen(listener, 0) == 0)
        for _ in 0..<8 {
            let client = socket(AF_INET, kind | Int32(SOCK_NONBLOCK.rawValue), 0)
            descriptors.append(client)
            _ = onPlace { connect(client, $0, $1) }
        }
    }

    deinit { for descriptor in descriptors { close(descriptor) } }
}
