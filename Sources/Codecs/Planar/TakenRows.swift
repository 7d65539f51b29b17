internal import ImageModel

/// Which rows a writer has taken of each plane, where a library holds the picture until it is whole.
struct TakenRows {
    private let sizes: [PixelSize]
    /// The first row of each plane that is not taken yet.
    private var next: [Int]

    /// Of the planes of `layout` of a picture of `size`.
    init(_ layout: PlaneLayout, of size: PixelSize) {
        sizes = (0..<layout.planes).map { layout.size(of: $0, in: size) }
        next = sizes.map { _ in 0 }
    }

    func firstNeeded(of plane: Int) -> Int { next[plane] }

    /// Copies what is ready of `planes` to the rows that `target` returns for a plane and a row; returns whether that was
    /// anything.
    @safe mutating func take(
        _ planes: [PlaneRows], to target: (Int32, Int32) -> UnsafeMutablePointer<UInt8>
    ) -> Bool {
        var isAny = false
        for (index, plane) in planes.enumerated() {
            while next[index] < plane.ready {
                let row = unsafe target(Int32(index), Int32(next[index]))
                unsafe row.update(from: plane.row(next[index]), count: sizes[index].width)
                next[index] += 1
                isAny = true
            }
        }
        return isAny
    }
}
