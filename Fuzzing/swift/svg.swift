/// Drawings. What is written anew is a drawing again, holds nothing that acts, and does not change when it is written once more.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    _ = try? SVGInspector.check(bytes)
    // Refusals are what most inputs end in.
    guard let clean = try? SVGSanitiser.sanitised(bytes) else { return 0 }
    guard let again = try? SVGSanitiser.sanitised(clean) else { fatalError("what was written can't be read") }
    guard again == clean else { fatalError("written once more, it is not the same") }
    let text = String(decoding: clean, as: UTF8.self).lowercased()
    for word in ["<script", "<foreignobject", "<!doctype", "<!entity", "<?xml-stylesheet"] where text.contains(word) {
        fatalError("\(word) is left")
    }
    return 0
}
