import ImageModel
import Sources
import TestSupport
import Testing

@testable import ImageService

@Suite(.timeLimit(.minutes(10))) struct ForbiddenWatermarkTests {
    private static func code(
        _ work: () async throws(ServiceError) -> Void
    ) async -> SourceError.Code? {
        do throws(ServiceError) {
            try await work()
            return nil
        } catch {
            guard case .source(let reason) = error else { return nil }
            return reason.code
        }
    }

    @Test("no special address is dialled for a watermark, or for a picture in place of one that fails")
    func watermarks() async throws {
        try await FakeOrigin.with(answers: ["/": FakeAnswer(body: [1])]) { silent in
            try await withService(allowsPrivate: false) { service in
                for form in ForbiddenHosts.all {
                    let url = silent.url("/", host: form.host)
                    var rendition = Rendition(width: 10)
                    rendition.watermark = Watermark(opacity: 1, url: url)
                    let watermark = await Self.code { () async throws(ServiceError) in
                        _ = try await service.overlays(for: [rendition])
                    }
                    let reference = try SourceReference(parsing: url)
                    let fallback = await Self.code { () async throws(ServiceError) in
                        _ = try await service.bytes(of: .source(reference), for: .fallback, isTrusted: true)
                    }
                    #expect(watermark == .addressDenied, "\(form)")
                    #expect(fallback == .addressDenied, "\(form)")
                }
            }
            #expect(silent.record.acceptedConnections == 0)
        }
    }

    @Test("a drawing that acts is no watermark")
    func drawing() async throws {
        let drawing =
            "<!DOCTYPE svg [<!ENTITY a SYSTEM \"b\">]><svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>&a;</svg>"
        try await FakeOrigin.with(answers: ["/w.svg": FakeAnswer(body: Array(drawing.utf8))]) { origin in
            try await withService { service in
                var rendition = Rendition(width: 10)
                rendition.watermark = Watermark(opacity: 1, url: origin.url("/w.svg"))
                let error = await #expect(throws: ServiceError.self) { try await service.overlays(for: [rendition]) }
                #expect(error?.name.hasPrefix("svg.") == true)
            }
        }
    }
}
