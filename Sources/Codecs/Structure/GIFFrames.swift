internal import ImageModel

/// Where the frames of a GIF file are drawn on its canvas, and what is done after each (GIF89a, 20 and 23).
struct GIFFrames {
    struct Frame {
        var area: PixelRect
        var disposal: Disposal
    }

    enum Disposal {
        case keeps, clears, restores
    }

    private(set) var frames: [Frame] = []

    /// All frames of `bytes`. Cost: a look at each block.
    init(of bytes: [UInt8], steps: WalkSteps? = nil) {
        let steps = steps ?? WalkSteps(over: bytes.count)
        guard bytes.count > 13 else { return }
        var offset = 13 + SourceStructure.tableBytes(bytes[10])
        var disposal = Disposal.keeps
        while offset < bytes.count, steps.take() {
            switch bytes[offset] {
            case 0x21:
                if offset + 3 < bytes.count, bytes[offset + 1] == 0xF9 { disposal = Self.disposal(bytes[offset + 3]) }
                offset = SourceStructure.endOfBlocks(bytes, from: offset + 2, steps)
            case 0x2C:
                guard offset + 9 < bytes.count else { return }
                let numbers = (0..<4).map { Int(bytes[offset + 1 + 2 * $0]) | Int(bytes[offset + 2 + 2 * $0]) << 8 }
                frames.append(
                    Frame(
                        area: PixelRect(
                            left: numbers[0], top: numbers[1], size: PixelSize(width: numbers[2], height: numbers[3])),
                        disposal: disposal))
                disposal = .keeps
                offset = SourceStructure.endOfBlocks(
                    bytes, from: offset + 11 + SourceStructure.tableBytes(bytes[offset + 9]), steps)
            default: return
            }
        }
    }

    /// Some writers use 4 for 3.
    private static func disposal(_ flags: UInt8) -> Disposal {
        switch flags >> 2 & 7 {
        case 2: .clears
        case 3, 4: .restores
        default: .keeps
        }
    }

    /// Whether any pixel of a canvas of `size` is transparent in any frame although no colour is.
    func showsThrough(canvas size: PixelSize) -> Bool {
        guard let first = frames.first else { return false }
        if !first.area.covers(size) { return true }
        for (index, frame) in frames.enumerated().dropLast() {
            // Before the first frame, only the empty canvas can be restored.
            guard frame.disposal == .clears || index == 0 && frame.disposal == .restores else { continue }
            if !frames[index + 1].area.contains(frame.area.clipped(to: size)) { return true }
        }
        return false
    }

    /// What frames `range` draw: for each, a canvas of `size` with 255 where something is drawn, 0 elsewhere. Frames
    /// with the same result share it.
    ///
    /// Cost: the area of each frame up to the last of them.
    func coverage(_ range: Range<Int>, canvas size: PixelSize) -> [[UInt8]] {
        var canvas = [UInt8](repeating: 0, count: size.pixels)
        var (before, results, hasChanged) = (canvas, [[UInt8]](), true)
        for (index, frame) in frames.prefix(range.upperBound).enumerated() where !Interruption.isWished {
            if frame.disposal == .restores { before = canvas }
            let area = frame.area.clipped(to: size)
            hasChanged = Self.fill(&canvas, area, size, 255) || hasChanged
            if index >= range.lowerBound {
                let shared = hasChanged ? nil : results.last
                results.append(shared ?? canvas)
                hasChanged = false
            }
            switch frame.disposal {
            case .keeps: break
            case .clears: hasChanged = Self.fill(&canvas, area, size, 0) || hasChanged
            case .restores:
                canvas = before
                hasChanged = true
            }
        }
        // Nothing is known about frames that are not in the file.
        while results.count < range.count { results.append([UInt8](repeating: 255, count: size.pixels)) }
        return results
    }

    /// Whether that changed anything.
    private static func fill(_ canvas: inout [UInt8], _ area: PixelRect, _ size: PixelSize, _ value: UInt8) -> Bool {
        var hasChanged = false
        for y in 0..<area.size.height {
            let start = (area.top + y) * size.width + area.left
            for place in start..<(start + area.size.width) where canvas[place] != value {
                canvas[place] = value
                hasChanged = true
            }
        }
        return hasChanged
    }
}

extension PixelRect {
    fileprivate var right: Int { left + size.width }
    fileprivate var bottom: Int { top + size.height }

    fileprivate func covers(_ canvas: PixelSize) -> Bool {
        left == 0 && top == 0 && size.width >= canvas.width && size.height >= canvas.height
    }

    fileprivate func contains(_ other: PixelRect) -> Bool {
        left <= other.left && top <= other.top && right >= other.right && bottom >= other.bottom
    }

    /// The part of it on `canvas`; empty if there is none.
    fileprivate func clipped(to canvas: PixelSize) -> PixelRect {
        let (x, y) = (min(left, canvas.width), min(top, canvas.height))
        return PixelRect(
            left: x, top: y,
            size: PixelSize(
                width: max(min(right, canvas.width) - x, 0), height: max(min(bottom, canvas.height) - y, 0)))
    }
}
