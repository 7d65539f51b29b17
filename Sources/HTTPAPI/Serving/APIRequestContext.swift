package import Hummingbird
import ImageService
import Logging
import NIOConcurrencyHelpers

/// What belongs to one request on its way: the framework's own, and the record for the access log.
package struct APIRequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    let record = RequestRecord()

    package init(source: Source) {
        coreContext = .init(source: source)
    }
}

/// What the access log will say of a request; filled while the request is served.
final class RequestRecord: Sendable {
    struct Facts: Sendable {
        var trace = RenderTrace()
        var errorCode: String?
        var errorCause: String?
    }

    private let box = NIOLockedValueBox(Facts())

    var facts: Facts { box.withLockedValue { $0 } }

    func update(_ change: (inout Facts) -> Void) { box.withLockedValue { change(&$0) } }

    /// Keeps the first error of the request.
    func fail(_ problem: Problem) {
        update { facts in
            facts.errorCode = facts.errorCode ?? problem.code
            facts.errorCause = facts.errorCause ?? problem.cause
        }
    }
}
