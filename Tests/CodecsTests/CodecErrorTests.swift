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

    @Test("the text for the log is not of a source that was read before, and gave a warning")
    func detail() throws {
        var warning = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        warning.insert(contentsOf: [0, 0, 0], at: 2)
        try ImageDecoder.withImage(of: warning, format: .jpeg) { (image) throws(CodecError) in
            _ = try image.copiedToMemory()
        }
        do throws(CodecError) {
            try ImageDecoder.withImage(of: [0x89, 0x50, 0x4E], format: .png) { (_) throws(CodecError) in }
            Issue.record("three bytes are no picture")
        } catch {
            #expect(!error.detail.contains("extraneous"), "\(error.detail)")
        }
    }

    @Test("Where a format is known, it is named")
    func formats() {
        #expect(CodecError(.undecodable, format: .jxl).message.contains("JPEG XL"))
        #expect(CodecError(.unencodable, format: .avif).message.contains("AVIF"))
        #expect(!CodecError(.undecodable).message.contains("  "))
    }
}
