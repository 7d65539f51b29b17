package import Codecs

/// Turns and flips a picture, pixel by pixel.
package enum TurnStep {
    /// `image` turned clockwise by `quarterTurns` (any number: negative ones turn back), then flipped. Needs rows in any
    /// order, unless there is nothing to turn.
    ///
    /// - Throws: `operationFailed`.
    package static func apply(
        _ image: consuming Image, quarterTurns: Int, flipsHorizontally: Bool = false, flipsVertically: Bool = false
    ) throws(CodecError) -> Image {
        // Both flips together are half a turn, so that at most two passes are left.
        let isHalfMore = flipsHorizontally && flipsVertically
        let turns = (quarterTurns % 4 + (isHalfMore ? 6 : 4)) % 4
        var result = turns == 0 ? image : try image.turned(by: turns)
        if flipsHorizontally, !isHalfMore { result = try result.flippedHorizontally() }
        if flipsVertically, !isHalfMore { result = try result.flippedVertically() }
        return result
    }
}
