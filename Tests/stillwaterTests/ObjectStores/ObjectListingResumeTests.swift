import TestSupport
import Testing

/// A list of a bucket that breaks off, against a stand-in for S3.
@Suite(.timeLimit(.minutes(10))) struct ObjectListingResumeTests {
    private static func page(_ numbers: Range<Int>, isLast: Bool) -> FakeAnswer {
        let contents = numbers.map { number in
            "<Contents><Key>p/\(10_000 + number).jpg</Key><Size>1</Size></Contents>"
        }
        let end =
            isLast ? "false" : "true</IsTruncated><NextContinuationToken>next</NextContinuationToken><IsTruncated>true"
        return FakeAnswer(
            body: Array(
                "<ListBucketResult>\(contents.joined())<IsTruncated>\(end)</IsTruncated></ListBucketResult>".utf8))
    }

    @Test("a batch whose list broke off is gone on with, behind the last item that it has")
    func resumes() async throws {
        let folder = try ScratchFolder()
        let script = FakeOrigin.Script { target, _ in
            if target.contains("start-after=p%2F14999.jpg") { return Self.page(5000..<5003, isLast: true) }
            return target.contains("continuation-token") ? FakeAnswer(status: 403) : Self.page(0..<5000, isLast: false)
        }
        try await FakeOrigin.with(script: script) { origin in
            let environment = [
                "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "S", "STILLWATER_S3_ENDPOINT": origin.url(""),
                "STILLWATER_USE_S3": "true",
            ]
            let command = [
                "batch", "create", "s3://bucket/p/", "--sizes", "40", "--store", "{stem}.{ext}", "--jobs",
                "\(folder.path)/jobs.db",
            ]
            let broken = try await ChildProcess.run(command, environment: environment)
            #expect(broken.code != 0)
            let name = try #require(
                broken.errors.split(separator: "--resume ").last?.prefix { !$0.isWhitespace && $0 != "." })
            let other = try await ChildProcess.run(
                command + ["--quality", "50", "--resume", String(name)], environment: environment)
            #expect(other.code != 0)
            #expect(other.errors.contains("other options"))
            let whole = try await ChildProcess.run(command + ["--resume", String(name)], environment: environment)
            #expect(whole.code == 0, "\(whole.errors)")
            #expect(whole.output.contains(name))
            let status = try await ChildProcess.run([
                "batch", "status", String(name), "--jobs", "\(folder.path)/jobs.db",
            ])
            #expect(status.output.contains("5003"), "\(status.output)")
        }
    }

    @Test("a store that is not switched on is not listed")
    func off() async throws {
        let folder = try ScratchFolder()
        let ending = try await ChildProcess.run([
            "batch", "create", "s3://bucket/p/", "--sizes", "40", "--store", "{stem}.{ext}", "--jobs",
            "\(folder.path)/jobs.db",
        ])
        #expect(ending.code != 0)
        #expect(ending.errors.contains("use-s3"))
    }
}
