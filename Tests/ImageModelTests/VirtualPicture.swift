/// A picture without pixels: a size, and for every position the position in the stored source that it shows.
///
/// The position (x, y), counted from the top left corner, shows (xx·x + xy·y + x0, yx·x + yy·y + y0).
struct VirtualPicture {
    private(set) var width: Int
    private(set) var height: Int
    private var xx = 1.0
    private var xy = 0.0
    private var x0 = 0.0
    private var yx = 0.0
    private var yy = 1.0
    private var y0 = 0.0

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// Also for negative origins and larger sizes: then it embeds.
    mutating func crop(left: Int, top: Int, width: Int, height: Int) {
        x0 += xx * Double(left) + xy * Double(top)
        y0 += yx * Double(left) + yy * Double(top)
        (self.width, self.height) = (width, height)
    }

    mutating func resize(width: Int, height: Int) {
        let across = Double(self.width) / Double(width)
        let down = Double(self.height) / Double(height)
        (xx, yx, xy, yy) = (xx * across, yx * across, xy * down, yy * down)
        (self.width, self.height) = (width, height)
    }

    mutating func turnClockwise() {
        (x0, y0) = (x0 + xy * Double(height), y0 + yy * Double(height))
        (xx, xy, yx, yy) = (-xy, xx, -yy, yx)
        (width, height) = (height, width)
    }

    mutating func mirror() {
        (x0, y0) = (x0 + xx * Double(width), y0 + yx * Double(width))
        (xx, yx) = (-xx, -yx)
    }

    mutating func flip() {
        (x0, y0) = (x0 + xy * Double(height), y0 + yy * Double(height))
        (xy, yy) = (-xy, -yy)
    }

    /// Whether both have the same size and show the same, up to the last digits.
    func shows(the other: VirtualPicture) -> Bool {
        let corners = [(0, 0), (width, 0), (0, height), (width, height)]
        return width == other.width && height == other.height
            && corners.allSatisfy { x, y in
                let (mine, its) = (source(x, y), other.source(x, y))
                return max(abs(mine.x - its.x), abs(mine.y - its.y)) <= 1e-7 * (1 + max(abs(mine.x), abs(mine.y)))
            }
    }

    /// The position in the source that is shown at a position.
    func source(_ x: Int, _ y: Int) -> (x: Double, y: Double) {
        (xx * Double(x) + xy * Double(y) + x0, yx * Double(x) + yy * Double(y) + y0)
    }
}
