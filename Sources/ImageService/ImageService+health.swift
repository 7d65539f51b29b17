import ImageModel
import Rendering

extension ImageService {
    /// A bitmap of two by two pixels, as a file.
    private static let probe: [UInt8] = {
        let header: [UInt8] = [0x42, 0x4D, 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0]
        let format: [UInt8] = [1, 0, 24, 0] + [UInt8](repeating: 0, count: 24)
        return header + format + [0, 0, 255, 0, 255, 0, 0, 0] + [255, 0, 0, 255, 255, 255, 0, 0]
    }()

    /// Decodes and encodes a tiny picture on a render thread. What it needs is not worth a place in the line for memory: a full budget is no illness.
    ///
    /// - Throws: `render` when that fails, `cancelled` when the service stops.
    package func checkHealth() async throws(ServiceError) {
        var trace = RenderTrace()
        try await onRenderThread(&trace) { () throws(ServiceError) in
            do throws(RenderError) {
                let plan = try RenderPlan(
                    [Rendition(width: 1, format: .jpeg)], of: try Renderer.header(of: Self.probe))
                _ = try Renderer.render(plan, from: Self.probe)
            } catch {
                throw .render(error)
            }
        }
    }
}
