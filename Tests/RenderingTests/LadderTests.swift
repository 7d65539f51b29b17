import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct LadderTests {
    private static func ladder(_ sides: [Int]) -> Ladder {
        Ladder(sizes: sides.map { PixelSize(width: $0, height: $0) })
    }

    @Test(
        "Each size comes from the smallest that has twice its sides, else from the decoded picture",
        arguments: [
            ([1600, 1200, 800, 400, 200], [nil, nil, 0, 2, 3]), ([200, 400, 800, 1200, 1600], [nil, nil, 0, 2, 3]),
            ([100], [nil]), ([], []), ([100, 99], [nil, nil]), ([100, 50], [nil, 0]), ([100, 51], [nil, nil]),
            ([400, 400, 200, 200], [nil, 0]), ([1000, 500, 100], [nil, 0, 1]),
        ] as [([Int], [Int?])])
    func parents(sides: [Int], expected: [Int?]) {
        let parents = Self.ladder(sides).steps.map { step -> Int? in
            if case .step(let parent) = step.parent { parent } else { nil }
        }
        #expect(parents == expected)
    }

    @Test("Both sides must be twice as large: a wide picture is no parent of a tall one")
    func bothSides() {
        let ladder = Ladder(sizes: [PixelSize(width: 1000, height: 50), PixelSize(width: 100, height: 100)])
        #expect(ladder.rootCount == 2)
    }

    @Test("Where a picture is needed no more, and how many come from the decoded one")
    func lastUses() {
        let ladder = Self.ladder([1600, 1200, 800, 400, 200])
        #expect(ladder.lastUses == [2, 1, 3, 4, 4])
        #expect(ladder.rootCount == 2)
    }

    @Test("Random size lists keep the ladder's promises", arguments: 0..<300)
    func promises(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let sizes = (0..<Int.random(in: 1...30, using: &random)).map { _ in
            PixelSize(width: Int.random(in: 1...300, using: &random), height: Int.random(in: 1...300, using: &random))
        }
        let ladder = Ladder(sizes: sizes)
        let made = ladder.steps.map(\.size)
        #expect(Set(made) == Set(sizes))
        #expect(Set(made).count == made.count)
        #expect(zip(made, made.dropFirst()).allSatisfy { $0.pixels >= $1.pixels })
        for (index, step) in ladder.steps.enumerated() {
            let fitting = made.indices.filter {
                made[$0].width >= 2 * step.size.width && made[$0].height >= 2 * step.size.height
            }
            switch step.parent {
            case .decoded:
                #expect(fitting.isEmpty)
            case .step(let parent):
                #expect(parent < index && fitting.contains(parent))
                #expect(made[parent].pixels == fitting.map { made[$0].pixels }.min())
            }
        }
        Self.checkLastUses(ladder)
    }

    private static func checkLastUses(_ ladder: Ladder) {
        for index in ladder.steps.indices {
            let users = ladder.steps.indices.filter { ladder.steps[$0].parent == .step(index) }
            #expect(ladder.lastUses[index] == users.max() ?? index)
        }
    }
}
