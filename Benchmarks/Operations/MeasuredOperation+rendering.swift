import ImageModel
import Rendering

extension MeasuredOperation {
    /// Headers, plans and pictures.
    static func rendering() throws -> [MeasuredOperation] {
        let photograph = try InputFile.bytes("Examples/photos/rocket.jpg")
        let graphic = try InputFile.bytes("Tests/Fixtures/png/rgba.png")
        let webp = try InputFile.bytes("Tests/Fixtures/webp/lossy.webp")
        let header = try Renderer.header(of: photograph)
        return [
            MeasuredOperation("JPEG-header", repetitions: 300) { try Renderer.header(of: photograph).stored.width },
            MeasuredOperation("PNG-header", repetitions: 300) { try Renderer.header(of: graphic).stored.width },
            MeasuredOperation("WebP-header", repetitions: 300) { try Renderer.header(of: webp).stored.width },
            MeasuredOperation("Plan-of-one-size", repetitions: 500) { try plan([800], header).outputs.count },
            MeasuredOperation("Plan-of-five-sizes", repetitions: 200) { try plan(list, header).outputs.count },
            MeasuredOperation("JPEG-to-JPEG-400", repetitions: 2) { try render([400], photograph, .jpeg) },
            MeasuredOperation("JPEG-to-five-JPEGs", repetitions: 2) {
                try render([600, 400, 300, 200, 100], photograph, .jpeg)
            },
            MeasuredOperation("JPEG-to-WebP-400", repetitions: 2) { try render([400], photograph, .webp) },
            MeasuredOperation("JPEG-to-AVIF-200", repetitions: 1) { try render([200], photograph, .avif) },
            MeasuredOperation("PNG-to-PNG", repetitions: 5) { try render([100], graphic, .png) },
            MeasuredOperation("WebP-to-WebP", repetitions: 5) { try render([100], webp, .webp) },
        ]
    }

    private static let list = [1600, 1200, 800, 400, 200]

    private static func plan(_ widths: [Int], _ header: SourceHeader) throws -> RenderPlan {
        try RenderPlan(widths.map { Rendition(width: $0, format: .jpeg) }, of: header)
    }

    private static func render(_ widths: [Int], _ source: [UInt8], _ format: ImageFormat) throws -> Int {
        let renditions = widths.map { Rendition(width: $0, format: format) }
        let plan = try RenderPlan(renditions, of: Renderer.header(of: source))
        return try Renderer.render(plan, from: source).images.reduce(0) { $0 + $1.bytes.count }
    }
}
