import TestSupport
import Testing

@testable import ImageModel

@Suite(.computing) struct GeometryOracleTests {
    @Test(
        "Every size, crop and position agrees with a slow model of the documented steps",
        arguments: 1...12 as ClosedRange<UInt64>)
    func agreement(seed: UInt64) {
        var random = CaseGenerator(seed: seed)
        for _ in 0..<2500 {
            let asked = GeometryCase(using: &random)
            let geometry = asked.geometry
            let oracle = GeometryOracle(asked)
            let stored = Self.asStored(geometry, asked)
            let upright = Self.upright(geometry, asked)
            let agrees = stored.shows(the: oracle.picture) && geometry.dpr == oracle.dpr
            #expect(agrees, "\(asked)\n\(geometry)\n\(oracle.picture)")
            #expect(upright.shows(the: stored), "\(asked)\n\(geometry)")
            let output = PixelSize(width: stored.width, height: stored.height)
            #expect(geometry.output == output, "\(asked)\n\(geometry)")
        }
    }

    /// The steps in their own order: crop and resize the stored pixels, then rotate them upright.
    private static func asStored(_ geometry: Geometry, _ asked: GeometryCase) -> VirtualPicture {
        var picture = VirtualPicture(width: asked.stored.width, height: asked.stored.height)
        cut(&picture, geometry.sourceRegion.crop, asked.found)
        picture.resize(width: geometry.storedScaled.width, height: geometry.storedScaled.height)
        turn(&picture, geometry.orientation)
        finish(&picture, geometry, asked)
        return picture
    }

    /// The same the other way round: first rotate upright, then crop and resize.
    private static func upright(_ geometry: Geometry, _ asked: GeometryCase) -> VirtualPicture {
        var picture = VirtualPicture(width: asked.stored.width, height: asked.stored.height)
        turn(&picture, geometry.orientation)
        if case .smart = geometry.sourceCrop, let stored = geometry.sourceRegion.crop {
            let rect = stored.rect(left: asked.found.left, top: asked.found.top, in: asked.stored)
            cut(&picture, .at(geometry.orientation.applied(to: rect, in: asked.stored)), asked.found)
        } else {
            cut(&picture, geometry.sourceCrop, asked.found)
        }
        picture.resize(width: geometry.scaled.width, height: geometry.scaled.height)
        finish(&picture, geometry, asked)
        return picture
    }

    private static func finish(_ picture: inout VirtualPicture, _ geometry: Geometry, _ asked: GeometryCase) {
        cut(&picture, geometry.crop, asked.found)
        if let canvas = geometry.canvas {
            picture.crop(
                left: -canvas.picture.left, top: -canvas.picture.top, width: canvas.size.width,
                height: canvas.size.height)
        }
        picture.crop(
            left: -geometry.padding.left, top: -geometry.padding.top,
            width: picture.width + geometry.padding.left + geometry.padding.right,
            height: picture.height + geometry.padding.top + geometry.padding.bottom)
    }

    private static func cut(_ picture: inout VirtualPicture, _ area: CropArea?, _ found: (left: Int, top: Int)) {
        guard let area else { return }
        let size = PixelSize(width: picture.width, height: picture.height)
        let rect = area.rect(left: found.left, top: found.top, in: size)
        picture.crop(left: rect.left, top: rect.top, width: rect.size.width, height: rect.size.height)
    }

    private static func turn(_ picture: inout VirtualPicture, _ orientation: Orientation) {
        if orientation.mirrorsFirst { picture.mirror() }
        for _ in 0..<orientation.quarterTurns { picture.turnClockwise() }
    }
}
