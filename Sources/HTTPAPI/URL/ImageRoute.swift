import Hummingbird
import ImageService
import RequestGrammar

/// The answer to the URL of an image: its source, fetched and made into what the options ask for.
struct ImageRoute: Sendable {
    let service: ImageService
    let configuration: URLAPIConfiguration

    /// - Throws: `RequestError`, `ServiceError`.
    func answer(target: String, client: URLClient, _ context: APIRequestContext) async throws -> Response {
        let request = try configuration.grammar.processingRequest(target: target, now: client.now.secondsSinceEpoch)
        let form = ImageAnswer(request: request, client: client, configuration: configuration)
        var asked = try Asked(request, client, configuration)
        if !client.conditions.isEmpty { asked.isKnown = { form.isKnown($0) } }
        let answer = try await context.record.answer(to: asked, by: service)
        return form.response(answer, context)
    }
}
