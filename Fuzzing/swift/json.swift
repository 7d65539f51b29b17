/// Bodies of `/v1/renditions`, and the values in them.
private let grammar = RenditionsGrammar()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    // Refusals are what most inputs end in; only traps and hangs are findings.
    for form in [RenditionsRequest.Form.addressed(maximumSources: 10), .upload] {
        if let request = try? RenditionsRequest(json: bytes, form: form, grammar: grammar, now: 1_700_000_000) {
            guard !request.renditions.isEmpty else { fatalError("nothing is asked for") }
        }
    }
    return 0
}
