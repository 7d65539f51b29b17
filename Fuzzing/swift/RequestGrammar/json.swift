/// Bodies of `/v1/renditions` and `/v1/batches`, and the values in them.
private let grammar = RenditionsGrammar()

@Sendable func fuzzJSON(_ bytes: [UInt8]) {
    // Refusals are what most inputs end in; only traps and hangs are findings.
    for form in [RenditionsRequest.Form.addressed(maximumSources: 10), .upload] {
        if let request = try? RenditionsRequest(json: bytes, form: form, grammar: grammar, now: 1_700_000_000) {
            guard !request.renditions.isEmpty else { fatalError("nothing is asked for") }
        }
    }
    _ = try? BatchRequest(json: bytes, grammar: grammar)
}
