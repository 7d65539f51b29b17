import ImageModel

@testable import RequestGrammar

/// One use of an option and what it does to a request that does nothing else.
struct OptionCase: Sendable, CustomStringConvertible {
    let name: String
    let arguments: String
    let change: @Sendable (inout Rendition) -> Void
    let changeOptions: @Sendable (inout RequestOptions) -> Void

    init(
        _ name: String, _ arguments: String, _ change: @escaping @Sendable (inout Rendition) -> Void = { _ in },
        options: @escaping @Sendable (inout RequestOptions) -> Void = { _ in }
    ) {
        self.name = name
        self.arguments = arguments
        self.change = change
        changeOptions = options
    }

    var description: String { "\(name):\(arguments)" }

    /// The request that the option alone makes.
    var expected: ProcessingRequest {
        var rendition = Rendition()
        change(&rendition)
        var options = RequestOptions()
        changeOptions(&options)
        return ProcessingRequest(source: "local:///a", renditions: [rendition], options: options)
    }

    /// A request that also uses presets and limits, by a path of this option under `name`.
    static func request(_ options: String) throws -> ProcessingRequest {
        var configuration = URLGrammarConfiguration()
        configuration.allowsSecurityOptions = true
        return try URLGrammar(configuration)
            .processingRequest(target: "/_/\(options)/plain/local:///a", now: 1_000)
    }

    static let all: [OptionCase] = size + geometry + effects + watermark + output + request + limits
}
