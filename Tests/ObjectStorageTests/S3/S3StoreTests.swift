import ImageModel
import NIOConcurrencyHelpers
import TestSupport
import Testing

@testable import ObjectStorage

/// Against a server of the test's own, for what a real one does not do when it is wanted.
@Suite(.timeLimit(.minutes(5))) struct S3StoreTests {
    private static let picture: [UInt8] = Array("a picture".utf8)
    private static let found = FakeAnswer(headers: [("ETag", "\"1\"")], body: picture)

    /// Answers to the first requests of an object, and then the object.
    private static func first(_ answers: FakeAnswer...) -> FakeOrigin.Script {
        FakeOrigin.Script { _, before in before < answers.count ? answers[before] : found }
    }

    private static func scopes(_ origin: FakeOrigin) -> [String] {
        origin.record.requests.map { request in
            let parts = request.header("Authorization")?.split(separator: "/") ?? []
            return parts.count > 3 ? String(parts[2]) : ""
        }
    }

    @Test("the region of a bucket is learned once from a refusal, however it is told", arguments: [0, 1, 2, 3])
    func region(form: Int) async throws {
        let region = [(name: "x-amz-bucket-region", value: "eu-west-7")]
        let answer = [
            refusal(301, "PermanentRedirect", headers: region),
            refusal(307, "TemporaryRedirect", "<Region>eu-west-7</Region>"),
            refusal(400, "AuthorizationHeaderMalformed", "<Region>eu-west-7</Region>"),
            FakeAnswer(status: 301, headers: region + [("Location", "http://127.0.0.1:1/elsewhere")]),
        ][form]
        let script = FakeOrigin.Script { target, before in
            before == 0 && target == "/bucket/a" ? answer : Self.found
        }
        try await FakeOrigin.with(script: script) { origin in
            try await withS3(at: origin.url("")) { store in
                let read = try await bytes(store.get(object("a"), ObjectWish(), deadline: .far))
                #expect(read == Self.picture)
                _ = try await store.get(object("b"), ObjectWish(), deadline: .far)
            }
            #expect(Self.scopes(origin) == ["us-east-1", "eu-west-7", "eu-west-7"])
        }
    }

    @Test("a store that sends to and fro is not followed")
    func regions() async throws {
        let script = FakeOrigin.Script { _, before in
            refusal(301, "PermanentRedirect", "<Region>r-\(before)</Region>")
        }
        try await FakeOrigin.with(script: script) { origin in
            try await withS3(at: origin.url("")) { store in
                let error = await #expect(throws: ObjectStoreError.self) {
                    _ = try await store.get(object("a"), ObjectWish(), deadline: .far)
                }
                #expect(error?.code == .wrongRegion)
            }
            #expect(origin.record.requests.count == 2)
        }
    }

    @Test("a clock that is an hour off is set by the store's answer, once")
    func skew() async throws {
        let answer = refusal(403, "RequestTimeTooSkewed", headers: [("Date", "Fri, 24 May 2013 00:00:00 GMT")])
        let clock = StoreClock { 1_369_353_600 - 3600 }
        try await FakeOrigin.with(script: Self.first(answer)) { origin in
            try await withS3(at: origin.url(""), clock: clock) { store in
                _ = try await store.get(object("a"), ObjectWish(), deadline: .far)
            }
            #expect(origin.record.requests.map { $0.header("x-amz-date") } == ["20130523T230000Z", "20130524T000000Z"])
            #expect(clock.now() == 1_369_353_600)
        }
    }

    @Test("a store that will not have the right time either is not asked for ever")
    func skewAgain() async throws {
        let script = FakeOrigin.Script { _, before in
            refusal(403, "RequestTimeTooSkewed", headers: [("Date", "Fri, 24 May 201\(before % 9) 00:00:00 GMT")])
        }
        try await FakeOrigin.with(script: script) { origin in
            try await withS3(at: origin.url("")) { store in
                let error = await #expect(throws: ObjectStoreError.self) {
                    _ = try await store.get(object("a"), ObjectWish(), deadline: .far)
                }
                #expect(error?.code == .denied)
            }
            #expect(origin.record.requests.count == 2)
        }
    }

    @Test(
        "what is worth another try gets two",
        arguments: [
            refusal(503, "SlowDown"), refusal(500, "InternalError"), refusal(429, "TooManyRequests"),
            FakeAnswer(pace: .closesBeforeHead), refusal(409, "OperationAborted"),
        ])
    func tries(answer: FakeAnswer) async throws {
        try await FakeOrigin.with(script: Self.first(answer, answer)) { origin in
            try await withS3(at: origin.url("")) { store in
                let read = try await bytes(store.get(object("a"), ObjectWish(), deadline: .far))
                #expect(read == Self.picture)
            }
            #expect(origin.record.requests.count == 3)
        }
    }

    @Test("after three tries the store's refusal stands, with the time that it asks for")
    func tooManyTries() async throws {
        let answer = refusal(503, "SlowDown", headers: [("Retry-After", "7")])
        try await FakeOrigin.with(script: Self.first(answer, answer, answer)) { origin in
            try await withS3(at: origin.url("")) { store in
                let error = await #expect(throws: ObjectStoreError.self) {
                    _ = try await store.get(object("a"), ObjectWish(), deadline: .far)
                }
                #expect(error?.code == .slowDown)
                #expect(error?.storeCode == "SlowDown")
                #expect(error?.retryAfter == .seconds(7))
            }
            #expect(origin.record.requests.count == 3)
        }
    }

    @Test("a bucket that fails all the time is asked once a request in the end")
    func budget() async throws {
        let script = FakeOrigin.Script { _, _ in refusal(500, "InternalError") }
        try await FakeOrigin.with(script: script) { origin in
            try await withS3(at: origin.url("")) { store in
                for _ in 0..<60 {
                    await #expect(throws: ObjectStoreError.self) {
                        _ = try await store.get(object("a"), ObjectWish(), deadline: .far)
                    }
                }
                // Another bucket has a budget of its own.
                await #expect(throws: ObjectStoreError.self) {
                    _ = try await store.get(object("a", in: "other"), ObjectWish(), deadline: .far)
                }
            }
            #expect(origin.record.count("/bucket/a") == 60 + RetryBudget.most / RetryBudget.cost)
            #expect(origin.record.count("/other/a") == 3)
        }
    }

    @Test(
        "refusals have their kind, and no other try",
        arguments: [
            (404, "NoSuchKey", ObjectStoreError.Code.notFound), (404, "NoSuchBucket", .notFound),
            (403, "AccessDenied", .denied), (403, "SignatureDoesNotMatch", .denied),
            (416, "InvalidRange", .rangeNotSatisfiable),
            (400, "InvalidArgument", .refused), (412, "PreconditionFailed", .preconditionFailed),
        ])
    func refusals(status: Int, code: String, kind: ObjectStoreError.Code) async throws {
        try await FakeOrigin.with(script: Self.first(refusal(status, code))) { origin in
            try await withS3(at: origin.url("")) { store in
                let error = await #expect(throws: ObjectStoreError.self) {
                    _ = try await store.get(object("a"), ObjectWish(), deadline: .far)
                }
                #expect(error?.code == kind)
                #expect(error?.storeCode == code)
                #expect(error?.status == status)
            }
            #expect(origin.record.requests.count == 1)
        }
    }

    @Test("an answer that stalls ends at the deadline")
    func deadline() async throws {
        try await FakeOrigin.with(script: Self.first(FakeAnswer(pace: .stallsBeforeHead))) { origin in
            try await withS3(at: origin.url("")) { store in
                let error = await #expect(throws: ObjectStoreError.self) {
                    _ = try await store.get(object("a"), ObjectWish(), deadline: .now + .milliseconds(200))
                }
                #expect(error?.code == .timedOut)
            }
        }
    }

    @Test("a read asks for its version, range and condition")
    func wish() async throws {
        let part = FakeAnswer(status: 206, headers: [("Content-Range", "bytes 0-3/9")], body: Array(Self.picture[..<4]))
        let script = FakeOrigin.Script { target, _ in
            target.contains("versionId") ? part : FakeAnswer(status: 304, headers: [("ETag", "\"1\"")])
        }
        try await FakeOrigin.with(script: script) { origin in
            try await withS3(at: origin.url("")) { store in
                var wish = ObjectWish()
                (wish.version, wish.range, wish.rangeValidator) = ("v/1", "bytes=0-3", "\"1\"")
                let answer = try await store.get(object("a b"), wish, deadline: .far)
                #expect(answer.contentRange == "bytes 0-3/9")
                #expect(try await bytes(answer) == Array(Self.picture[..<4]))
                var condition = ObjectWish()
                condition.unlessTagged = "\"1\""
                #expect(try await store.get(object("a b"), condition, deadline: .far).isUnchanged)
            }
            let (first, second) = (origin.record.requests[0], origin.record.requests[1])
            #expect(first.target == "/bucket/a%20b?versionId=v%2F1")
            #expect(first.header("Range") == "bytes=0-3")
            #expect(first.header("If-Match") == "\"1\"")
            #expect(first.header("If-Range") == nil)
            #expect(second.header("If-None-Match") == "\"1\"")
        }
    }

    @Test("a part of an object that has changed is as good as none: all of it comes")
    func changed() async throws {
        try await FakeOrigin.with(script: Self.first(refusal(412, "PreconditionFailed"))) { origin in
            try await withS3(at: origin.url("")) { store in
                var wish = ObjectWish()
                (wish.range, wish.rangeValidator) = ("bytes=0-3", "\"0\"")
                let answer = try await store.get(object("a"), wish, deadline: .far)
                #expect(answer.contentRange == nil)
                #expect(try await bytes(answer) == Self.picture)
            }
            #expect(origin.record.requests.map { $0.header("Range") } == ["bytes=0-3", nil])
        }
    }

    @Test("objects are stored with all that the settings say, and the hash of their bytes")
    func put() async throws {
        try await FakeOrigin.with(answers: ["/bucket/a": FakeAnswer()]) { origin in
            try await withS3(at: origin.url("")) {
                $0.writing.storageClass = "STANDARD_IA"
                $0.writing.encryption = "aws:kms"
                $0.writing.encryptionKey = "key-1"
                $0.writing.accessControl = "public-read"
            } _: { store in
                var headers = ObjectHeaders()
                (headers.contentType, headers.cacheControl) = ("image/webp", "max-age=60")
                headers.metadata = ["source": "x"]
                headers.isOnlyIfAbsent = true
                let large = [UInt8](repeating: 7, count: BodyPieces.pieceBytes * 2 + 1)
                try await store.put(EncodedBytes(sharing: large), as: object("a"), headers, deadline: .far)
                let request = try #require(origin.record.requests.first)
                #expect(request.body == large)
                #expect(request.header("x-amz-content-sha256") == PayloadHash.of(EncodedBytes(sharing: large)))
                let expected = [
                    "Content-Type": "image/webp", "Cache-Control": "max-age=60", "x-amz-meta-source": "x",
                    "If-None-Match": "*", "x-amz-storage-class": "STANDARD_IA",
                    "x-amz-server-side-encryption": "aws:kms",
                    "x-amz-server-side-encryption-aws-kms-key-id": "key-1", "x-amz-acl": "public-read",
                    "Content-Length": "\(large.count)",
                ]
                for (name, value) in expected { #expect(request.header(name) == value, "\(name)") }
                #expect(request.header("Authorization")?.contains("x-amz-acl") == true)
            }
        }
    }

    @Test("a list goes on by the store's mark until its end, and its keys are decoded")
    func list() async throws {
        let pages = [
            "<IsTruncated>true</IsTruncated><NextContinuationToken>a+/=</NextContinuationToken>"
                + "<Contents><Key>p/a+b%2Bc.jpg</Key><Size>1</Size></Contents>",
            "<IsTruncated>false</IsTruncated><Contents><Key>p/%C3%BC.jpg</Key><Size>2</Size></Contents>",
        ]
        let script = FakeOrigin.Script { target, _ in
            let page = pages[target.contains("continuation-token") ? 1 : 0]
            return FakeAnswer(
                body: Array(
                    "<ListBucketResult xmlns=\"urn:x\"><EncodingType>url</EncodingType>\(page)</ListBucketResult>".utf8)
            )
        }
        try await FakeOrigin.with(script: script) { origin in
            try await withS3(at: origin.url("")) { store in
                let prefix = try ObjectPrefix(parsing: "s3://bucket/p/")
                let first = try await store.list(prefix, from: .start, deadline: .far)
                #expect(first == ObjectPage(entries: [.init(key: "p/a b+c.jpg", byteCount: 1)], next: .mark("a+/=")))
                let second = try await store.list(prefix, from: .mark("a+/="), deadline: .far)
                #expect(second == ObjectPage(entries: [.init(key: "p/ü.jpg", byteCount: 2)], next: nil))
                _ = try await store.list(prefix, from: .after(key: "p/x y"), deadline: .far)
            }
            #expect(
                origin.record.requests.map(\.target) == [
                    "/bucket?encoding-type=url&list-type=2&prefix=p%2F",
                    "/bucket?continuation-token=a%2B%2F%3D&encoding-type=url&list-type=2&prefix=p%2F",
                    "/bucket?encoding-type=url&list-type=2&prefix=p%2F&start-after=p%2Fx%20y",
                ])
        }
    }

    @Test(
        "what is no list is a bad answer", arguments: ["", "<a/>", "<ListBucketResult><Contents/></ListBucketResult>"])
    func badList(body: String) async throws {
        try await FakeOrigin.with(answers: ["/bucket": FakeAnswer(body: Array(body.utf8))]) { origin in
            try await withS3(at: origin.url("")) { store in
                let error = await #expect(throws: ObjectStoreError.self) {
                    _ = try await store.list(ObjectPrefix(parsing: "s3://bucket"), from: .start, deadline: .far)
                }
                #expect(error?.code == .badAnswer)
            }
        }
    }

    @Test("neither errors nor descriptions tell a secret")
    func secrets() async throws {
        let script = FakeOrigin.Script { _, _ in
            refusal(403, "SignatureDoesNotMatch", "<StringToSign>top-secret</StringToSign>")
        }
        try await FakeOrigin.with(script: script) { origin in
            try await withS3(at: origin.url("")) {
                $0.credentials = Credentials(
                    accessKey: "AKIDEXAMPLE", secretKey: "top-secret", sessionToken: "top-secret")
                var dumped = ""
                dump($0, to: &dumped)
                #expect(!dumped.contains("top-secret"))
                #expect(!"\($0)".contains("top-secret"))
            } _: { store in
                let error = await #expect(throws: ObjectStoreError.self) {
                    _ = try await store.get(object("a"), ObjectWish(), deadline: .far)
                }
                var dumped = ""
                dump(error, to: &dumped)
                #expect(!dumped.contains("top-secret"))
            }
        }
    }
}
