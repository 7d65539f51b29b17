import TestSupport
import Testing

@testable import Profiling

@Suite(.computing)
struct ProfileFileTests {
    private static let profile: Profile = {
        var profile = Profile.made([(["leaf", "middle", "root"], 5), (["middle", "root"], -3)], time: 1_700_000_000)
        profile.mappings = [
            Profile.Mapping(
                start: 0x1000, limit: 0x2000, offset: 0x400, file: "/bin/program", buildID: "ab01", hasFunctions: true)
        ]
        profile.locations[0].mapping = 0
        profile.samples[0].labels = [Profile.Label("stage", "decode"), Profile.Label("format", "jpeg")]
        profile.samples[1].numbers = [Profile.NumericLabel(key: "bytes", value: 4096, unit: "bytes")]
        profile.comments = ["a comment"]
        profile.durationNanoseconds = 17
        return profile
    }()

    @Test("A written profile is read back")
    func roundTrip() throws {
        #expect(try Profile(decoding: try Self.profile.encoded()) == Self.profile)
        #expect(try Profile(decoding: ProfileEncoder.message(Self.profile)) == Self.profile)
    }

    @Test("A file that ends too early is refused, or is a smaller profile, but never more")
    func truncated() throws {
        let message = ProfileEncoder.message(Self.profile)
        for end in 0..<message.count {
            do {
                let part = try Profile(decoding: Array(message[..<end]))
                #expect(part.samples.count <= Self.profile.samples.count)
            } catch {
                #expect(error.code == .malformed)
            }
        }
        let file = try Self.profile.encoded()
        for end in 0..<file.count {
            #expect { try Profile(decoding: Array(file[..<end])) } throws: {
                ($0 as? ProfilingError)?.code == .malformed
            }
        }
    }

    @Test("Duplicate or missing numbers never lead to an invalid index")
    func numbersTwice() throws {
        var location = ProtobufWriter()
        for number in [2, 1] as [UInt64] { location.field(1, number) }
        var sample = ProtobufWriter()
        sample.field(1, packed: [1, 2])
        sample.field(2, packed: [5])
        var file = ProtobufWriter()
        file.field(1, [8, 1])
        file.field(2, sample.bytes)
        // One without a number, and one with two.
        file.field(4, [24, 1])
        file.field(4, location.bytes)
        for text in ["", "samples"] { file.field(6, Array(text.utf8)) }
        let profile = try Profile(decoding: file.bytes)
        #expect(profile.locations.count == 2)
        #expect(profile.samples[0].stack == [1, 1])
        _ = profile.names(of: profile.samples[0].stack)
    }

    @Test("Damaged bytes are refused, or read as something, without a crash")
    func damaged() {
        var generator = SplitMix64(seed: 7)
        let message = ProfileEncoder.message(Self.profile)
        for _ in 0..<2000 {
            var bytes = message
            for _ in 0..<3 {
                bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            guard let profile = try? Profile(decoding: bytes) else { continue }
            for sample in profile.samples { _ = profile.names(of: sample.stack) }
        }
    }

    @Test("pprof reads what we write", .enabled(if: PprofTool.path != nil, .init(rawValue: PprofTool.absence)))
    func pprofReads() throws {
        let folder = try ScratchFolder()
        try folder.write(try Self.profile.encoded(), to: "p.pb.gz")
        let raw = try PprofTool.run(["-raw", folder.path + "/p.pb.gz"])
        #expect(raw.status == 0)
        for expected in [
            "a comment", "cpu/nanoseconds", "5: 1 2 3", "stage:[decode]", "format:[jpeg]", "leaf /src/leaf.swift:7",
            "/bin/program ab01",
        ] {
            #expect(raw.text.contains(expected), "\(expected) in \(raw.text)")
        }
    }
}
