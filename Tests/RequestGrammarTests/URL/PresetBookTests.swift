import ImageModel
import Testing

@testable import RequestGrammar

@Suite struct PresetBookTests {
    private static func request(_ path: String, _ presets: [String: String], only: Bool = false) throws
        -> ProcessingRequest
    {
        var configuration = URLGrammarConfiguration()
        configuration.presets = presets
        configuration.onlyPresets = only
        return try URLGrammar(configuration).processingRequest(target: "/_/\(path)", now: 0)
    }

    @Test("A preset is replaced by its options in its place; the default one comes first")
    func applied() throws {
        let presets = ["default": "w:1/h:2/q:3", "big": "w:100/el:1", "sharp": "sh:2"]
        let request = try Self.request("h:5/pr:big:sharp/q:50/plain/a", presets)
        let rendition = request.renditions[0]
        #expect(rendition.width == 100 && rendition.height == 5 && rendition.quality == 50)
        #expect(rendition.enlarges && rendition.effects.sharpen == 2)
        #expect(request.presets == ["default", "big", "sharp"])
    }

    @Test("Pipelines of a preset are merged with those of the path, starting at its place")
    func pipelines() throws {
        let preset = "width:300/height:300/-/width:200/height:200/-/width:100/height:200"
        let request = try Self.request("width:400/-/preset:test/width:500/-/width:600/plain/a", ["test": preset])
        #expect(request.renditions.map(\.width) == [400, 500, 600, 100])
        #expect(request.renditions.map(\.height) == [nil, 300, 200, 200])
    }

    @Test("A preset that uses itself is skipped with a warning")
    func recursion() throws {
        let request = try Self.request("pr:a/plain/x", ["a": "w:1/pr:b", "b": "h:2/pr:a"])
        #expect(request.renditions[0].width == 1 && request.renditions[0].height == 2)
        #expect(request.warnings == ["preset a uses itself; skipped"])
        #expect(request.presets == ["a", "b"])
    }

    @Test("With presets only, the first segment names them")
    func onlyPresets() throws {
        let presets = ["p": "w:1", "q": "h:2"]
        let request = try Self.request("p:q/plain/a", presets, only: true)
        #expect(request.renditions[0].width == 1 && request.renditions[0].height == 2)
        #expect(try Self.request("p/aGk", presets, only: true).source == "hi")
        let error = #expect(throws: RequestError.self) { try Self.request("w:5/plain/a", presets, only: true) }
        #expect(error?.code == .unknownPreset)
    }

    @Test(
        "Invalid presets are refused at the start",
        arguments: [
            ("foo:1", RequestError.Code.unknownOption), ("w:x", .invalidArgument), ("pr:none", .unknownPreset),
            ("msr:5", .securityOptionNotAllowed), ("wmt:5", .proOnly), ("plain", .unknownOption),
        ])
    func refused(options: String, code: RequestError.Code) {
        let error = #expect(throws: RequestError.self) { try Self.request("plain/a", ["bad": options]) }
        #expect(error?.code == code)
        #expect(error?.message.hasPrefix("preset bad: ") == true)
    }

    @Test("The effect of presets that multiply is limited")
    func limits() {
        let presets = ["a": "pr:b/-/-/-/-/-/-/-/-", "b": "-/-/-/-/-/-/-/-/w:1"]
        #expect(throws: Never.self) { try Self.request("pr:a/plain/x", presets) }
        let error = #expect(throws: RequestError.self) { try Self.request("-/-/-/-/-/-/-/-/pr:a/plain/x", presets) }
        #expect(error?.code == .invalidPath)
    }
}
