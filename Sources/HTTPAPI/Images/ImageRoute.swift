import HTTPSyntax
import Hummingbird
import ImageService
import RequestGrammar

/// The answer to the URL of an image: its source, fetched and rendered as the options say.
struct ImageRoute: Sendable {
    let service: ImageService
    let configuration: URLAPIConfiguration

    /// - Throws: `RequestError`, `ServiceError`.
    func answer(target: String, client: URLClient, _ context: APIRequestContext) async throws -> Response {
        let request = try configuration.grammar.processingRequest(target: target, now: client.now.secondsSinceEpoch)
        var asked = try Asked(request, client, configuration)
        let digest = digest(of: request, asked)
        var tag: EntityTag?
        if request.options.checksum == nil {
            let condition = SourceCondition(
                client, cache: configuration.cache, request: digest, tagsNeedSource: !request.options.isRaw)
            asked.fetch.condition = condition?.fetchCondition(now: client.now)
            tag = condition?.tag
            if request.options.isRaw { asked.fetch.askForRange(of: client, request: digest) }
        }
        let form = ImageAnswer(
            request: request, client: client, configuration: configuration, digest: digest, sourceTag: tag)
        if !client.conditions.isEmpty { asked.isKnown = { form.isKnown($0) } }
        return form.response(try await context.answer(to: asked, by: service), context)
    }
}
