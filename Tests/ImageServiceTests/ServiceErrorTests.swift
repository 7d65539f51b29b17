import Rendering
import Sources
import Storage
import Testing

@testable import ImageService

@Suite struct ServiceErrorTests {
    @Test(
        "an error is named by its module and case",
        arguments: [
            (ServiceError.source(SourceError(.tooLarge, "text")), "source.tooLarge"),
            (.source(SourceError(.status(404), "text")), "source.status"),
            (.render(RenderError(.undecodable, "text")), "render.undecodable"),
            (.storage(StorageError(.collision, "text")), "storage.collision"),
            (.noStore, "storage.notConfigured"), (.cancelled, "cancelled"),
        ])
    func name(error: ServiceError, name: String) {
        #expect(error.name == name)
        #expect(!error.message.isEmpty)
    }
}
