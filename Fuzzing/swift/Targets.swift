import Glibc

// What the fuzzer calls. A module is compiled once, with all of its targets; which one runs, the environment says.

/// The targets of a module, by their names: each looks at some bytes, and traps where it finds something wrong.
typealias FuzzTargets = [String: @Sendable ([UInt8]) -> Void]

private let fuzzTarget: @Sendable ([UInt8]) -> Void = {
    guard let name = unsafe getenv("FUZZ_TARGET"), let target = fuzzTargets[unsafe String(cString: name)] else {
        fatalError("FUZZ_TARGET names none of \(fuzzTargets.keys.sorted())")
    }
    return target
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    fuzzTarget(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
