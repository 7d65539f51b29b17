import ImageModel
import Testing

@testable import HTTPAPI

@Suite struct FormatNegotiationTests {
    private static func negotiation(_ automatic: Set<ImageFormat>, _ enforced: Set<ImageFormat> = [])
        -> FormatNegotiation
    {
        var negotiation = FormatNegotiation()
        negotiation.automatic = automatic
        negotiation.enforced = enforced
        return negotiation
    }

    @Test(
        "accepted formats are ordered by weight, then by size of their files",
        arguments: [
            ("image/webp,image/avif,image/jxl", [ImageFormat.jxl, .avif, .webp]),
            ("image/webp,image/avif;q=0.9", [.webp, .avif]), ("image/webp;q=0,image/avif", [.avif]), ("*/*", []),
            ("image/*", []), ("", []),
        ])
    func order(accept: String, accepted: [ImageFormat]) {
        let negotiation = Self.negotiation([.jxl, .avif, .webp])
        #expect(negotiation.policy(for: AcceptHeader(accept)).accepted == accepted)
    }

    @Test("formats that are not set are not written")
    func unset() {
        let policy = Self.negotiation([.webp], [.avif]).policy(for: AcceptHeader("image/webp,image/avif,image/jxl"))
        #expect(policy.accepted == [.avif, .webp])
        #expect(policy.enforced == [.avif])
    }

    @Test("the client matters only where its Accept can change the format")
    func dependence() {
        let header = SourceHeader(format: .jpeg, stored: PixelSize(width: 10, height: 10))
        let png = Rendition(format: .png)
        #expect(Self.negotiation([.webp]).dependsOnClient(Rendition(), of: header, isAnimated: false))
        #expect(!Self.negotiation([.webp]).dependsOnClient(png, of: header, isAnimated: false))
        #expect(Self.negotiation([], [.webp]).dependsOnClient(png, of: header, isAnimated: false))
        #expect(!Self.negotiation([.avif]).dependsOnClient(Rendition(), of: header, isAnimated: true))
        #expect(!Self.negotiation([]).dependsOnClient(Rendition(), of: header, isAnimated: false))
    }
}
