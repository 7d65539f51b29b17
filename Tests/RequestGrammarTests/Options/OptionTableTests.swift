import ImageModel
import Testing

@testable import RequestGrammar

@Suite struct OptionTableTests {
    private static let offered = OptionTable.processing.options.filter { $0.group != .unavailable }

    @Test("Every option works under each of its names", arguments: OptionCase.all)
    func cases(use: OptionCase) throws {
        let option = try #require(OptionTable.processing[use.name])
        for name in option.names {
            var request = try OptionCase.request("\(name):\(use.arguments)")
            request.warnings = []
            #expect(request == use.expected, "\(name)")
        }
    }

    @Test("The canonical text of an option's effect parses as the same request", arguments: OptionCase.all)
    func canonical(use: OptionCase) throws {
        let request = use.expected
        let text = request.canonicalOptions
        guard !text.isEmpty else { return }
        let again = try OptionCase.request(text)
        #expect(again.renditions == request.renditions)
        #expect(again.canonicalOptions == text)
    }

    @Test("Every option has a case here", arguments: offered.map(\.name).filter { $0 != "preset" })
    func isCovered(name: String) {
        #expect(OptionCase.all.contains { $0.name == name })
        #expect(OptionRefusal.all.contains { $0.name == name } || OptionRefusal.neverWrong.contains(name))
    }

    @Test("No two options share a name", arguments: [OptionTable.processing, .info])
    func names(table: OptionTable) {
        let names = table.options.flatMap(\.names)
        #expect(Set(names).count == names.count)
    }

    @Test("A wrong argument is refused with what is allowed, under each name", arguments: OptionRefusal.all)
    func errors(refusal: OptionRefusal) throws {
        let option = try #require(OptionTable.processing[refusal.name])
        for name in option.names {
            let error = #expect(throws: RequestError.self) { try OptionCase.request("\(name):\(refusal.arguments)") }
            #expect(error?.code == .invalidArgument)
            #expect(error?.message.hasPrefix("\(name): \(refusal.start)") == true, "\(error?.message ?? "")")
        }
    }

    @Test(
        "Options that only imgproxy Pro has are refused with that reason",
        arguments: OptionTable.processing.options.filter { $0.group == .unavailable }.flatMap(\.names))
    func pro(name: String) {
        let error = #expect(throws: RequestError.self) { try OptionCase.request("\(name):1") }
        #expect(error?.code == .proOnly)
        #expect(error?.message.contains("imgproxy Pro") == true)
    }

    @Test(
        "Values that only imgproxy Pro has are refused with that reason",
        arguments: [
            "g:obj", "g:obj:face:cat:dog", "g:objw:all", "wm:1:ch", "f:best", "aq:ml:0.02", "jpgo:::1", "jpgo::::1",
            "jpgo::::::3",
            "jpgo:1:1:0:0:0:3",
        ])
    func proValues(use: String) {
        let error = #expect(throws: RequestError.self) { try OptionCase.request(use) }
        #expect(error?.code == .proOnly)
    }

    @Test(
        "An unknown option is refused, with a suggestion if it is clear",
        arguments: [
            ("wdith:1", nil), ("minwidth:1", "did you mean min-width?"), ("Width:1", "did you mean width?"),
            (":1", nil), ("gif_options:1", nil),
        ]
            as [(String, String?)])
    func unknown(use: String, hint: String?) {
        let error = #expect(throws: RequestError.self) { try OptionCase.request(use) }
        #expect(error?.code == .unknownOption)
        #expect(error?.message.contains("did you mean") == (hint != nil))
        if let hint { #expect(error?.message.contains(hint) == true) }
    }

    @Test("An invalid boolean is accepted with a warning")
    func warning() throws {
        let request = try OptionCase.request("el:yes/sm:0/ar:1")
        #expect(request.warnings == ["el: enlarge: \"yes\" is not a boolean and counts as false"])
        #expect(request.renditions[0].enlarges == false)
    }

    @Test("The number of repeated arguments is limited")
    func repetitions() throws {
        let most = Array(repeating: "png", count: 64).joined(separator: ":")
        #expect(try OptionCase.request("skp:\(most)").options.skippedFormats == [.png])
        #expect(throws: RequestError.self) { try OptionCase.request("skp:\(most):png") }
    }

    @Test("The page lists every option with its arguments and what is allowed")
    func markdown() {
        let page = OptionTable.processing.markdown
        for option in OptionTable.processing.options { #expect(page.contains("| `\(option.name)`")) }
        #expect(
            page.contains("| `width`, `w` | `width`: an integer from 0 to 2147483647, default `0` | Pixels; 0 follows"))
        #expect(OptionTable.info.markdown.contains("`thumbhash`, `th`"))
    }
}
