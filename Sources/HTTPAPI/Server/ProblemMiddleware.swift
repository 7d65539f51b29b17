package import Hummingbird
import ImageService

/// Turns whatever a route throws into a problem document, and notes it for the access log.
package struct ProblemMiddleware: RouterMiddleware {
    private let showsCauses: Bool

    /// With `showsCauses`, answers say what otherwise only the log does.
    package init(showsCauses: Bool = false) { self.showsCauses = showsCauses }

    package func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError {
            return try answer(Self.problem(error, request), context)
        } catch {
            return try answer(Problem(error), context)
        }
    }

    private func answer(_ problem: Problem, _ context: APIRequestContext) throws -> Response {
        context.account.fail(problem)
        return try problem.response(showingCause: showsCauses)
    }

    /// What the router itself refuses.
    private static func problem(_ error: HTTPError, _ request: Request) -> Problem {
        let detail =
            error.status == .notFound
            ? "There is nothing at \(request.uri.path) for \(request.method); try /v1/renditions or /health."
            : error.body ?? error.status.reasonPhrase
        return Problem(status: error.status.code, code: "http.\(error.status.code)", detail: detail)
    }
}
