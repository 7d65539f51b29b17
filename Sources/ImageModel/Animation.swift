/// How the frames of an animation are played.
package struct Animation: Sendable, Hashable {
    /// How long each frame is shown, in milliseconds and in order; there may be fewer delays than frames.
    package var delays: [Int]
    /// How often all frames are played; 0 means for ever.
    package var repetitions: Int

    package init(delays: [Int], repetitions: Int) {
        self.delays = delays
        self.repetitions = repetitions
    }

    /// The same, starting at frame `index`, counted from 0.
    package func from(frame index: Int) -> Animation {
        Animation(delays: Array(delays.dropFirst(index)), repetitions: repetitions)
    }
}
