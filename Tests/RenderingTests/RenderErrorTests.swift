import Codecs
import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct RenderErrorTests {
    @Test(
        "A codec's fault keeps its kind",
        arguments: [
            (CodecError.Code.unknownFormat, RenderError.Code.notAnImage), (.unreadableHeader, .notAnImage),
            (.undecodable, .undecodable), (.unencodable, .unencodable), (.operationFailed, .failed),
            (.libraryUnavailable, .failed),
        ])
    func codes(codec: CodecError.Code, expected: RenderError.Code) {
        let error = RenderError(CodecError(codec, detail: "private"), format: .tiff)
        #expect(error.code == expected)
        #expect(!error.message.contains("private"))
        #expect(error.description.contains("private"))
    }

    @Test("The source's format is named where the codec named none")
    func format() {
        #expect(RenderError(CodecError(.undecodable), format: .tiff).message.contains("TIFF"))
        #expect(RenderError(CodecError(.undecodable, format: .png), format: .ico).message.contains("PNG"))
    }
}
