import ImageModel
import Rendering

extension ImageService {
    /// A bitmap of two by two pixels, as a file.
    private static let probe: [UInt8] = {
        let header: [UInt8] = [0x42, 0x4D, 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0]
        let format: [UInt8] = [1, 0, 24, 0] + [UInt8](repeating: 0, count: 24)
        return header + format + [0, 0, 255, 0, 255, 0, 0, 0] + [255, 0, 0, 255, 255, 255, 0, 0]
    }()

    /// Returns if renders work: a tiny picture was decoded and encoded on a render thread less than a second ago, or
    /// now.
    ///
    /// It needs too little memory to wait in line for it: a full budget does not make a service unhealthy.
    ///
    /// - Throws: `render` if that fails; `busy`; `deadlineExceeded` if no thread takes it within ten seconds;
    ///   `cancelled` when the service stops.
    package func checkHealth() async throws(ServiceError) { try await checkHealth(patience: HealthProbe.patience) }

    func checkHealth(patience: Duration) async throws(ServiceError) {
        try await health.check(patience: patience) { () throws(ServiceError) in try await self.renderProbe() }
    }

    private func renderProbe() async throws(ServiceError) {
        try await RequestAccount.apart { () async throws(ServiceError) in try await renderedProbe() }
    }

    private func renderedProbe() async throws(ServiceError) {
        try await onRenderThread { () throws(ServiceError) in
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
