import ImageModel

/// Paths of image URLs. What is read can be written in its one canonical form and means the same then.
private let urlGrammar = try? URLGrammar()

@Sendable func fuzzURL(_ bytes: [UInt8]) {
    guard let urlGrammar else { fatalError("the grammar can't be made") }
    let target = "/" + String(decoding: bytes, as: UTF8.self)
    // Refusals are what most inputs end in; only traps and hangs are findings.
    if let request = try? urlGrammar.processingRequest(target: target, now: 1_700_000_000) {
        guard !request.renditions.isEmpty else { fatalError("nothing is asked for") }
        for rendition in request.renditions { check(rendition) }
        if let again = try? urlGrammar.processingRequest(target: target, now: 1_700_000_000), again != request {
            fatalError("read twice, it is not the same")
        }
    }
    _ = try? urlGrammar.infoRequest(target: "/info" + target, now: 1_700_000_000)
}

/// What the renderer takes for granted.
private func check(_ rendition: Rendition) {
    let sides = [rendition.width, rendition.height, rendition.minimumWidth, rendition.minimumHeight].compactMap { $0 }
    guard sides.allSatisfy({ $0 >= 0 }), rendition.dpr > 0, rendition.zoomX > 0, rendition.zoomY > 0,
        rendition.quality.map((1...100).contains) ?? true, (0...3).contains(rendition.quarterTurns)
    else { fatalError("a rendition that cannot be: \(rendition)") }
}
