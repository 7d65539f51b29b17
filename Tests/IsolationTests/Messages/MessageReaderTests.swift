import Codecs
import Foundation
import ImageModel
import Rendering
import TestSupport
import Testing

@testable import Isolation

@Suite(.computing, .timeLimit(.minutes(10))) struct MessageReaderTests {
    /// Every kind of value that a message can have.
    private struct Sample: Codable, Hashable {
        enum Kind: Codable, Hashable {
            case plain
            case one(Int)
            case two(name: String?, inner: Inner)
            indirect case nested(Kind)
        }

        struct Inner: Codable, Hashable {
            var flag: Bool?
            var bytes: [UInt8]
        }

        var integers: [Int] = [0, 1, -1, 63, -64, 64, .max, .min]
        var unsigned: [UInt64] = [0, 127, 128, .max]
        var small: (Int8)? = -128
        var number = -0.1
        var real: Float? = 2.5
        var text = "größer 🖼"
        var empty = ""
        var absent: String?
        var time = Duration.milliseconds(-1500)
        var format: ImageFormat? = .webp
        var kinds: [Kind] = [
            .plain, .one(-5), .two(name: nil, inner: Inner(flag: true, bytes: [1, 2])), .nested(.nested(.plain)),
        ]
        var texts: [String: String]? = ["a": "b", "": "c"]
        var qualities: [ImageFormat: Int] = [.jpeg: 80, .avif: 50]
        var tail = UInt16.max
    }

    private static func body(_ message: some Encodable) throws -> ArraySlice<UInt8> {
        let bytes = try MessageWriter.bytes(of: message)
        let length = bytes[..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
        #expect(length == bytes.count - 4)
        return bytes[4...]
    }

    @Test("each kind of value is restored")
    func roundTrip() throws {
        let sample = Sample()
        #expect(try MessageReader.message(Sample.self, from: Self.body(sample)) == sample)
    }

    @Test("a list containing nil is refused when written")
    func absentInList() {
        #expect(throws: IsolationError.self) { try MessageWriter.bytes(of: [1, nil] as [Int?]) }
    }

    private static func plan() throws -> RenderPlan {
        var header = SourceHeader(format: .tiff, stored: PixelSize(width: 4000, height: 3000), bands: 4, hasAlpha: true)
        header.filterPrimitives = 3
        var rendition = Rendition(width: 800, height: 600, fit: .fill, format: .webp, quality: 70)
        rendition.crop = SourceCrop(width: 0.5, height: 0)
        rendition.trim = Trim(threshold: 10)
        rendition.background = Colour(red: 1, green: 2, blue: 3)
        rendition.watermark = Watermark(opacity: 0.5, scale: 0.5, url: "mark")
        rendition.output.qualities = [.webp: 70]
        rendition.followedBy = [Rendition(width: 10)]
        return try RenderPlan([rendition, Rendition(width: 300), Rendition(height: 200, format: .png)], of: header)
    }

    @Test("a plan is restored, in a fraction of JSON's bytes")
    func plan() throws {
        let plan = try Self.plan()
        let bytes = try Self.body(plan)
        #expect(try MessageReader.message(RenderPlan.self, from: bytes) == plan)
        #expect(bytes.count * 3 < (try JSONEncoder().encode(plan).count))
    }

    @Test("a message that is truncated, or longer than stated, is refused")
    func cut() throws {
        let whole = try Self.body(try Self.plan())
        for count in 0..<whole.count {
            #expect(throws: IsolationError.self, "\(count)") {
                try MessageReader.message(RenderPlan.self, from: whole.prefix(count))
            }
        }
        #expect(throws: IsolationError.self) { try MessageReader.message(RenderPlan.self, from: whole + [0]) }
    }

    @Test(
        "lengths beyond the message, numbers that do not fit and unknown names are refused",
        arguments: [
            [UInt8](repeating: 0xFF, count: 4), [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [5, 0, 0, 0, 1],
            [1, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 11), [1, 0, 0, 0] + [0x80, 0x04],
        ])
    func malformed(bytes: [UInt8]) {
        #expect(throws: IsolationError.self) { try MessageReader.message([Int8].self, from: bytes[...]) }
    }

    @Test("a message nested deeper than any of ours is refused")
    func deep() throws {
        var kind = Sample.Kind.plain
        for _ in 0..<1000 { kind = .nested(kind) }
        let bytes = try Self.body(kind)
        #expect(throws: IsolationError.self) { try MessageReader.message(Sample.Kind.self, from: bytes) }
    }

    @Test("modified messages are refused, or read and written again unchanged", arguments: 0..<4)
    func mutated(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let outputs = [
            WorkerReply.Output(size: PixelSize(width: 10, height: 20), format: .png, frames: 1, file: 0),
            WorkerReply.Output(size: PixelSize(width: 1, height: 2), format: .avif, frames: 3, file: 1),
        ]
        let replies = [
            WorkerReply(outcome: .rendered(outputs, RenderMeasurements(), isDamaged: true), byteCounts: [5, 70_000]),
            WorkerReply(outcome: .header(try Self.plan().source)),
            WorkerReply(outcome: .failed(.undecodable, message: "The source is damaged.")),
        ]
        var refused = 0
        for index in 0..<6000 {
            var bytes = Array(try Self.body(replies[index % replies.count]))
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let reply = try? MessageReader.message(WorkerReply.self, from: bytes[...]) else {
                // Refused; other tests check how.
                refused += 1
                continue
            }
            let again = try MessageReader.message(WorkerReply.self, from: Self.body(reply))
            #expect(again.byteCounts == reply.byteCounts)
        }
        #expect(refused > 1000 && refused < 6000)
    }
}
