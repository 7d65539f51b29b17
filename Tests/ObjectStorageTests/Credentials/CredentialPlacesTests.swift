import Foundation
import TestSupport
import Testing

@testable import ObjectStorage

/// The places that credentials come from, with servers of the tests' own for those that are services.
@Suite(.timeLimit(.minutes(5))) struct CredentialPlacesTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// The credentials of a configuration whose environment is `environment` and nothing else.
    private func found(
        _ environment: [String: String], _ change: (inout S3Configuration) -> Void = { _ in }
    ) async throws -> Credentials {
        var configuration = S3Configuration()
        configuration.environment = ["AWS_EC2_METADATA_DISABLED": "true", "HOME": folder.path]
            .merging(environment) { _, own in own }
        change(&configuration)
        return try await withStoreClient { client in
            try await configuration.keeper(client, StoreClock()).credentials()
        }
    }

    private func write(_ text: String, to name: String) throws -> String {
        try folder.write(Array(text.utf8), to: name)
        return "\(folder.path)/\(name)"
    }

    private static func stsAnswer(_ key: String) -> FakeAnswer {
        FakeAnswer(
            body: Array(
                """
                <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
                <AccessKeyId>\(key)</AccessKeyId><SecretAccessKey>s2</SecretAccessKey><SessionToken>t2</SessionToken>
                <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
                """.utf8))
    }

    private static let metadata = FakeAnswer(
        body: Array(
            #"{"Code": "Success", "AccessKeyId": "META", "SecretAccessKey": "s", "Token": "t", "Expiration": "2099-01-01T00:00:00Z"}"#
                .utf8))

    private static let keys = ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t"]

    @Test("settings stand above the environment, and that above profiles")
    func order() async throws {
        _ = try write(
            "[default]\naws_access_key_id = FILE\naws_secret_access_key = s # a remark\n", to: ".aws/credentials")
        let own = try await found(Self.keys) { $0.credentials = Credentials(accessKey: "OWN", secretKey: "s") }
        #expect(own.accessKey == "OWN")
        #expect(try await found(Self.keys) == Credentials(accessKey: "ENV", secretKey: "s", sessionToken: "t"))
        #expect(try await found([:]) == Credentials(accessKey: "FILE", secretKey: "s"))
    }

    @Test("a profile is the one that settings or environment name, in either file")
    func profiles() async throws {
        let credentials = try write("[a]\naws_access_key_id=A\naws_secret_access_key=s\n", to: "credentials")
        let config = try write(
            "[profile b]\n  nested = x\naws_access_key_id = B\naws_secret_access_key = s\nregion = eu-north-9\n",
            to: "config")
        let files = ["AWS_SHARED_CREDENTIALS_FILE": credentials, "AWS_CONFIG_FILE": config]
        let named = files.merging(["AWS_PROFILE": "b"]) { one, _ in one }
        #expect(try await found(named).accessKey == "B")
        #expect(try await found(named.merging(Self.keys) { one, _ in one }) { $0.profile = "a" }.accessKey == "A")
        var configuration = S3Configuration()
        configuration.environment = named
        #expect(configuration.knownRegion == "eu-north-9")
        let error = await #expect(throws: ObjectStoreError.self) { _ = try await found(files) { $0.profile = "c" } }
        #expect(error?.code == .credentialsFailed)
    }

    @Test("a role is taken on by a web identity, whose token is read anew, without a signature")
    func webIdentity() async throws {
        let token = try write("jwt-1\n", to: "token")
        try await FakeOrigin.with(answers: ["/": Self.stsAnswer("WEB")]) { origin in
            let environment = ["AWS_WEB_IDENTITY_TOKEN_FILE": token, "AWS_ROLE_ARN": "arn:aws:iam::1:role/r"]
            let endpoint = try StoreEndpoint(parsing: origin.url(""))
            let credentials = try await found(environment) { $0.tokenService = endpoint }
            #expect(credentials.accessKey == "WEB")
            #expect(credentials.sessionToken == "t2")
            #expect(credentials.expiry == 4_070_908_800)
            let request = try #require(origin.record.requests.first)
            #expect(request.header("Authorization") == nil)
            #expect(
                String(decoding: request.body, as: UTF8.self)
                    == "Action=AssumeRoleWithWebIdentity&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr&"
                    + "RoleSessionName=stillwater&WebIdentityToken=jwt-1&Version=2011-06-15")
        }
    }

    @Test("a role of the settings is taken on with the credentials that were found")
    func assumed() async throws {
        try await FakeOrigin.with(answers: ["/": Self.stsAnswer("ROLE")]) { origin in
            let endpoint = try StoreEndpoint(parsing: origin.url(""))
            let credentials = try await found(Self.keys) {
                ($0.tokenService, $0.role, $0.externalID) = (endpoint, "arn:r", "x-1")
            }
            #expect(credentials.accessKey == "ROLE")
            let request = try #require(origin.record.requests.first)
            #expect(request.header("Authorization")?.contains("Credential=ENV/") == true)
            #expect(request.header("Authorization")?.contains("/us-east-1/sts/aws4_request") == true)
            #expect(String(decoding: request.body, as: UTF8.self).contains("&ExternalId=x-1&"))
        }
    }

    @Test("a refusal of the token service says its code, and no token")
    func stsRefusal() async throws {
        let answer = FakeAnswer(
            status: 403,
            body: Array(
                "<ErrorResponse><Error><Code>AccessDenied</Code><Message>jwt-1</Message></Error></ErrorResponse>".utf8))
        let token = try write("jwt-1", to: "token")
        try await FakeOrigin.with(answers: ["/": answer]) { origin in
            let environment = ["AWS_WEB_IDENTITY_TOKEN_FILE": token, "AWS_ROLE_ARN": "r"]
            let endpoint = try StoreEndpoint(parsing: origin.url(""))
            let error = await #expect(throws: ObjectStoreError.self) {
                _ = try await found(environment) { $0.tokenService = endpoint }
            }
            #expect(error?.code == .credentialsFailed)
            #expect(error?.message.contains("AccessDenied") == true)
            #expect(error?.description.contains("jwt-1") == false)
        }
    }

    @Test("a container's service gets its token, and the query of its URL")
    func container() async throws {
        let token = try write("pod-token\n", to: "token")
        try await FakeOrigin.with(answers: ["/v1/credentials": Self.metadata]) { origin in
            let credentials = try await found([
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": origin.url("/v1/credentials?id=a%20b"),
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": token,
            ])
            #expect(credentials.accessKey == "META")
            #expect(credentials.sessionToken == "t")
            #expect(origin.record.requests.first?.header("Authorization") == "pod-token")
            #expect(origin.record.requests.first?.target == "/v1/credentials?id=a%20b")
        }
    }

    @Test(
        "a container's token goes to no strange host without TLS",
        arguments: [
            "http://example.com/", "http://169.254.170.3/", "http://127.0.0.1.example.com/", "http://user@127.0.0.1/",
        ])
    func strangers(url: String) async throws {
        let error = await #expect(throws: ObjectStoreError.self) {
            _ = try await found([
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": url, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "pod-token",
            ])
        }
        #expect(error?.code == .credentialsFailed)
    }

    @Test("a machine's credentials come by version 2 of its metadata service alone")
    func instance() async throws {
        let path = "/latest/meta-data/iam/security-credentials/"
        let answers = [
            "/latest/api/token": FakeAnswer(body: Array("session".utf8)),
            path: FakeAnswer(body: Array("my-role\n".utf8)),
            path + "my-role": Self.metadata,
        ]
        try await FakeOrigin.with(answers: answers) { origin in
            let environment = [
                "AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": origin.url("/"),
            ]
            let credentials = try await found(environment)
            #expect(credentials.accessKey == "META")
            let requests = origin.record.requests
            #expect(requests.map(\.method) == ["PUT", "GET", "GET"])
            #expect(requests[0].header("X-aws-ec2-metadata-token-ttl-seconds") == "21600")
            #expect(requests.dropFirst().allSatisfy { $0.header("X-aws-ec2-metadata-token") == "session" })
        }
    }

    @Test("a service without version 2 is not asked any further", arguments: [403, 404, 405])
    func versionOne(status: Int) async throws {
        try await FakeOrigin.with(answers: ["/latest/api/token": FakeAnswer(status: status)]) { origin in
            let error = await #expect(throws: ObjectStoreError.self) {
                _ = try await found([
                    "AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": origin.url("/"),
                ])
            }
            #expect(error?.code == .noCredentials)
            #expect(origin.record.requests.count == 1)
        }
    }

    @Test("credentials that have ended are renewed by the store's answer, and the request is repeated once")
    func expired() async throws {
        let script = FakeOrigin.Script { target, before in
            target.hasPrefix("/bucket") ? before == 0 ? refusal(400, "ExpiredToken") : FakeAnswer() : nil
        }
        try await FakeOrigin.with(answers: ["/c": Self.metadata], script: script) { origin in
            try await withS3(at: origin.url("")) {
                $0.credentials = nil
                $0.environment = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": origin.url("/c"), "HOME": folder.path]
            } _: { store in
                _ = try await store.get(object("a"), ObjectWish(), deadline: .far)
            }
            #expect(origin.record.count("/c") == 2)
            #expect(origin.record.count("/bucket/a") == 2)
        }
    }
}
