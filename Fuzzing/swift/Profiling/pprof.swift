/// Profile files. What is read and written is read as the same.
@Sendable func fuzzProfileFile(_ bytes: [UInt8]) {
    // Refusals are what most inputs end in.
    guard let profile = try? ProfileDecoder.decode(bytes) else { return }
    let message = ProfileEncoder.message(profile)
    guard let again = try? ProfileDecoder.decode(message) else { fatalError("what was written can't be read") }
    guard ProfileEncoder.message(again) == message else { fatalError("written once more, it is not the same") }
}
