/// How the frames of an animation are shown.
package struct Animation: Sendable, Hashable {
    /// Milliseconds each frame stays, in order; may be shorter than the frames are many.
    package var delays: [Int]
    /// How often all frames are shown; 0 is for ever.
    package var repetitions: Int

    package init(delays: [Int], repetitions: Int) {
        self.delays = delays
        self.repetitions = repetitions
    }

    /// The same from frame `index` on, counted from 0.
    package func from(frame index: Int) -> Animation {
        Animation(delays: Array(delays.dropFirst(index)), repetitions: repetitions)
    }
}
