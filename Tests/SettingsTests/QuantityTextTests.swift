import Testing

@testable import Settings

@Suite struct QuantityTextTests {
    @Test(
        "Bytes are read exactly",
        arguments: [
            ("0", 0), ("65536", 65_536), ("64MiB", 67_108_864), ("64MB", 64_000_000), ("1.5GiB", 1_610_612_736),
            ("64 mib", 67_108_864), ("1kB", 1000), ("1KiB", 1024), ("2TB", 2_000_000_000_000), ("3B", 3),
            ("0.1KiB", 102), ("8388607TiB", 8_388_607 << 40), ("9223372036854775807", Int.max),
        ])
    func bytes(text: String, expected: Int) {
        #expect(ByteCountText.value(of: text) == expected)
    }

    @Test(
        "An invalid number of bytes is refused",
        arguments: [
            "", "MiB", "-1", "+1", "1.5", "1.", ".5GiB", "64M", "1e3", "8388608TiB", "9223372036854775808", "0x10", "٣",
            "1.0000000001MiB", "NaN", "64MiB ",
        ])
    func noBytes(text: String) {
        #expect(ByteCountText.value(of: text) == nil)
    }

    @Test(
        "Durations are read exactly",
        arguments: [
            ("500ms", Duration.milliseconds(500)), ("5s", .seconds(5)), ("2m", .seconds(120)), ("1h", .seconds(3600)),
            ("7", .seconds(7)), ("0.25", .milliseconds(250)), ("1.5m", .seconds(90)), ("20us", .microseconds(20)),
            ("0.3s", .milliseconds(300)),
        ])
    func durations(text: String, expected: Duration) {
        #expect(DurationText.value(of: text) == expected)
    }

    @Test("An invalid duration is refused", arguments: ["", "soon", "5 seconds", "-1s", "1d", "99999999999h", "1h30m"])
    func noDuration(text: String) {
        #expect(DurationText.value(of: text) == nil)
    }

    @Test(
        "Values are written in the largest unit that divides them",
        arguments: [(0, "0"), (1, "1"), (1024, "1KiB"), (1536, "1536"), (67_108_864, "64MiB"), (1 << 40, "1TiB")])
    func byteText(bytes: Int, expected: String) {
        #expect(ByteCountText.text(for: bytes) == expected)
    }

    @Test(
        "The text of a duration reads back as the same duration",
        arguments: [
            (Duration.zero, "0s"), (.milliseconds(500), "500ms"), (.seconds(90), "90s"), (.seconds(120), "2m"),
            (.seconds(7200), "2h"), (.microseconds(1500), "1500us"), (.nanoseconds(7), "7ns"),
        ])
    func durationText(duration: Duration, expected: String) {
        #expect(DurationText.text(for: duration) == expected)
    }
}
