internal import CPlanarWebP
package import ImageModel

/// A lossy WebP still as planes, in WebP's own limited range. libwebp decodes the picture as a whole.
package struct PlanarWebPReader: PlaneSource {
    private let bytes: [UInt8]
    private let stored: PixelSize
    /// What is decoded, in luma samples.
    private let decoded: PixelSize

    /// The planes of a WebP file; `nil` for kinds that only libvips reads (lossless, with alpha, animated) and for
    /// invalid files.
    package static func layout(of bytes: [UInt8]) -> PlaneLayout? {
        guard let header = header(of: bytes), header.is_lossy, !header.has_alpha, !header.is_animated else {
            return nil
        }
        return .webp
    }

    /// The size of a picture of `size` at 1/`denominator` of its sides.
    package static func size(of size: PixelSize, denominator: Int) -> PixelSize {
        PixelSize(
            width: (size.width + denominator - 1) / denominator, height: (size.height + denominator - 1) / denominator)
    }

    /// A reader of `bytes`, whose header has a layout and `size`, at 1/`denominator` of the sides.
    ///
    /// Below full size libwebp shrinks with a box filter. That saves memory and no time: of a photograph of 1920 ×
    /// 1280, full planes take 10 ms and half the sides 12 ms.
    package init(_ bytes: [UInt8], size: PixelSize, denominator: Int = 1) {
        self.bytes = bytes
        stored = size
        decoded = Self.size(of: size, denominator: denominator)
    }

    package func size(of plane: Int) -> PixelSize { PlaneLayout.webp.size(of: plane, in: decoded) }

    /// libwebp rounds each plane to a whole number of samples.
    package func density(of plane: Int) -> PlaneDensity {
        let (factors, size) = (PlaneLayout.webp.factors(of: plane), size(of: plane))
        let whole = PlaneLayout.webp.size(of: plane, in: stored)
        return PlaneDensity(
            across: Double(size.width) / Double(whole.width * factors.across),
            down: Double(size.height) / Double(whole.height * factors.down))
    }

    package func group(of plane: Int) -> Int { size(of: plane).height }

    package func rows(of plane: Int, keeping rows: Int) -> PlaneRows {
        PlaneRows(size: size(of: plane), keeping: .max / 4)
    }

    package func read(into planes: [PlaneRows]) throws(CodecError) {
        let shims = unsafe planes.map { unsafe PWPlane(rows: $0.base, stride: Int32(clamping: $0.stride)) }
        let result = unsafe bytes.withUnsafeBufferPointer { buffer -> PWResult? in
            guard let base = buffer.baseAddress else { return nil }
            return unsafe pw_decode(
                base, buffer.count, Int32(clamping: decoded.width), Int32(clamping: decoded.height), shims)
        }
        guard let result = unsafe result, unsafe result.status == PW_OK else {
            throw CodecError(
                .undecodable, format: .webp, detail: unsafe result.map { unsafe String(cString: $0.message) } ?? "")
        }
        for plane in planes { plane.ready = plane.size.height }
    }

    private static func header(of bytes: [UInt8]) -> PWHeader? {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            var header = PWHeader()
            guard let base = buffer.baseAddress, unsafe pw_header(base, buffer.count, &header).status == PW_OK else {
                return nil
            }
            return header
        }
    }
}
