/// Profile files. What is read and written is read as the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    // Refusals are what most inputs end in.
    guard let profile = try? ProfileDecoder.decode(bytes) else { return 0 }
    let message = ProfileEncoder.message(profile)
    guard let again = try? ProfileDecoder.decode(message) else { fatalError("what was written can't be read") }
    guard ProfileEncoder.message(again) == message else { fatalError("written once more, it is not the same") }
    return 0
}
