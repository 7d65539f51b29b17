import Foundation
import Jobs
import TestSupport

/// An origin whose responses fail in all ways, by the number in the path: some always, some the first time.
enum TortureOrigin {
    /// The final state of an item.
    enum Fate: Hashable {
        case done
        case failed
    }

    /// How often an item is tried.
    static let attempts = 3
    private static let kinds = 20

    static func fate(of number: Int) -> Fate {
        switch number % kinds {
        case 0, 1, 2, 3: .failed
        default: .done
        }
    }

    /// The response to `/RUN/NUMBER.bmp`.
    static let script = FakeOrigin.Script { target, before in
        let number = Int(target.split(separator: "/").last?.prefix { $0 != "." } ?? "") ?? 0
        let right = FakeAnswer(headers: [("ETag", "\"\(number)\"")], body: picture(number))
        var answer = right
        switch number % kinds {
        case 0: return FakeAnswer(status: 404)
        case 1: return FakeAnswer(body: Array("this is no picture".utf8))
        case 2: return FakeAnswer(status: 500)
        case 3: answer.framing = .declared(answer.body.count + 100)
        case 4 where before == 0: return FakeAnswer(status: 503)
        case 5 where before == 0: answer.pace = .closes(afterBytes: 60)
        case 6 where before == 0: answer.framing = .declared(answer.body.count * 2)
        case 7 where before == 0: answer.pace = .stallsBeforeHead
        case 8 where before == 0: answer.pace = .closesBeforeHead
        case 9 where before == 0: return FakeAnswer(status: 429, headers: [("Retry-After", "1")])
        case 10 where before == 0: answer.pace = .stalls(afterBytes: 70)
        case 11: answer.framing = .chunked
        case 12: answer.pace = .pieces(bytes: 100)
        default: break
        }
        return answer
    }

    /// A BMP of 16 × 12 pixels in colours unique to its number.
    static func picture(_ number: Int) -> [UInt8] {
        let (width, height) = (16, 12)
        func little(_ value: Int, _ bytes: Int) -> [UInt8] { (0..<bytes).map { UInt8(value >> ($0 * 8) & 0xFF) } }
        let size = width * height * 3
        var bytes: [UInt8] = Array("BM".utf8) + little(54 + size, 4) + little(0, 4) + little(54, 4)
        bytes += little(40, 4) + little(width, 4) + little(height, 4) + little(1, 2) + little(24, 2)
        bytes += little(0, 4) + little(size, 4) + little(2835, 4) + little(2835, 4) + little(0, 8)
        for row in 0..<height {
            for column in 0..<width { bytes += little(number &* 2_654_435 &+ row * 9 + column * 1031, 3) }
        }
        return bytes
    }
}
