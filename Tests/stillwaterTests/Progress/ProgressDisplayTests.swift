import Synchronization
import Testing

@testable import stillwater

@Suite struct ProgressDisplayTests {
    private let start = ContinuousClock.now
    private let output = Output()
    private var meter: ProgressMeter { ProgressMeter(total: 2, start: start) }

    @Test func theLineIsRedrawnTenTimesASecondAtMost() {
        var display = display(.redrawn)
        for step in 0..<1000 { display.refresh(meter, at: start + .milliseconds(step)) }
        #expect(output.pieces.count == 10)
        #expect(output.pieces.allSatisfy { $0.hasPrefix("\r\u{1B}[K[") && !$0.contains("\n") && $0.count < 44 })
    }

    @Test func failuresStayAboveTheLine() {
        var display = display(.redrawn)
        display.show(.failure(), meter, at: start)
        display.show(.failure(), meter, at: start)
        #expect(output.pieces.count == 2)
        #expect(output.pieces[1].hasPrefix("\r\u{1B}[Kbroken.jpg: failed: The file is no image.\n["))
    }

    @Test func closingTakesTheLineAwayOnce() {
        var display = display(.redrawn)
        display.close()
        display.refresh(meter, at: start)
        display.close()
        display.close()
        #expect(output.pieces.dropFirst() == ["\r\u{1B}[K"])
    }

    @Test func elsewhereEachSourceHasItsLine() {
        var display = display(.lines)
        display.show(.success(bytesIn: 1_200_000, outputs: [200_000, 10_000]), meter, at: start)
        display.show(.failure(), meter, at: start)
        display.refresh(meter, at: start + .seconds(9))
        display.close()
        #expect(
            output.pieces == [
                "photos/a.jpg -> 2 renditions, 1.2 MB -> 210 kB, 84 ms\n",
                "broken.jpg: failed: The file is no image.\n",
            ])
    }

    @Test func aSilentDisplayWritesNothing() {
        var display = display(.silent)
        display.show(.failure(), meter, at: start)
        display.refresh(meter, at: start)
        display.close()
        #expect(output.pieces.isEmpty)
    }

    private func display(_ style: ProgressDisplay.Style) -> ProgressDisplay {
        ProgressDisplay(style: style, columns: { 40 }, write: { [output] in output.append($0) })
    }
}

private final class Output: Sendable {
    private let storage = Mutex<[String]>([])

    var pieces: [String] { storage.withLock { $0 } }

    func append(_ piece: String) {
        storage.withLock { $0.append(piece) }
    }
}
