import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct CodecErrorTests {
    private static let codes: [CodecError.Code] = [
        .unknownFormat, .unreadableHeader, .undecodable, .unencodable, .operationFailed, .libraryUnavailable,
    ]

    @Test("Each message is a sentence for the user, without the library's text", arguments: codes)
    func messages(code: CodecError.Code) {
        let error = CodecError(code, format: .webp, detail: "vips: 17")
        #expect(error.message.hasSuffix("."))
        #expect(!error.message.contains("vips"))
        #expect(error.description == "\(error.message) (vips: 17)")
        #expect(CodecError(code).description == CodecError(code).message)
    }

    @Test("Where a format is known, it is named")
    func formats() {
        #expect(CodecError(.undecodable, format: .jxl).message.contains("JPEG XL"))
        #expect(CodecError(.unencodable, format: .avif).message.contains("AVIF"))
        #expect(!CodecError(.undecodable).message.contains("  "))
    }
}
