import ImageModel

@testable import RequestGrammar

/// One use of an option, and its effect on a request that has no other.
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

    /// The request that results from the option alone.
    var expected: ProcessingRequest {
        var rendition = Rendition()
        change(&rendition)
        var options = RequestOptions()
        changeOptions(&options)
        return ProcessingRequest(source: "local:///a", renditions: [rendition], options: options)
    }

    /// A request that may also use presets and limits, from a path with this option under `name`.
    static func request(_ options: String) throws -> ProcessingRequest {
        var configuration = URLGrammarConfiguration()
        configuration.allowsSecurityOptions = true
        return try URLGrammar(configuration)
            .processingRequest(target: "/_/\(options)/plain/local:///a", now: 1_000)
    }

    static let all: [OptionCase] = size + geometry + effects + watermark + output + request + limits
}
