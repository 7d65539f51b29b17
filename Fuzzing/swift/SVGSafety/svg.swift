/// Drawings. What is written anew is a drawing again, holds nothing that acts, and does not change when it is written once more.
@Sendable func fuzzSVG(_ bytes: [UInt8]) {
    _ = try? SVGInspector.check(bytes)
    // Refusals are what most inputs end in.
    guard let clean = try? SVGSanitiser.sanitised(bytes) else { return }
    guard let again = try? SVGSanitiser.sanitised(clean) else { fatalError("what was written can't be read") }
    guard again == clean else { fatalError("written once more, it is not the same") }
    let text = String(decoding: clean, as: UTF8.self).lowercased()
    for word in ["<script", "<foreignobject", "<!doctype", "<!entity", "<?xml-stylesheet"] where text.contains(word) {
        fatalError("\(word) is left")
    }
}
