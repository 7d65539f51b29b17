/// Width and height of an image in pixels; both at least 1 for an image that exists.
package struct PixelSize: Sendable, Hashable, Codable, CustomStringConvertible {
    package var width: Int
    package var height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    package var pixels: Int {
        let (product, overflow) = width.multipliedReportingOverflow(by: height)
        return overflow ? .max : product
    }

    /// The size after a rotation by 90 degrees.
    package var swapped: PixelSize { PixelSize(width: height, height: width) }

    package var description: String { "\(width)x\(height)" }
}

/// A rectangle of whole pixels; the origin is the top left corner of the image.
package struct PixelRect: Sendable, Hashable, Codable {
    package var left: Int
    package var top: Int
    package var size: PixelSize

    package init(left: Int, top: Int, size: PixelSize) {
        self.left = left
        self.top = top
        self.size = size
    }
}
