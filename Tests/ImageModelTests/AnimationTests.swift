import Testing

@testable import ImageModel

@Suite struct AnimationTests {
    @Test(
        "Starting at a later frame, the delays are those of the remaining frames",
        arguments: [(0, [70, 120, 40]), (1, [120, 40]), (3, []), (9, [])])
    func later(index: Int, delays: [Int]) {
        let animation = Animation(delays: [70, 120, 40], repetitions: 3)
        #expect(animation.from(frame: index) == Animation(delays: delays, repetitions: 3))
    }
}
