import ImageService
import Jobs
import NIOHTTP1
import Rendering
import RequestGrammar
import Sources
import Storage
import Testing

@testable import HTTPAPI

@Suite struct ErrorStatusTests {
    @Test("every fault of a request has its status", arguments: RequestError.Code.allCases)
    func request(code: RequestError.Code) {
        // What a URL names wrongly is not there, as with imgproxy; what JSON says wrongly is a bad request.
        let others: [RequestError.Code: Int] = [
            .notAcceptable: 406, .invalidSignature: 403, .securityOptionNotAllowed: 403, .invalidPath: 404,
            .invalidSource: 404, .unknownOption: 404, .proOnly: 404, .invalidArgument: 404, .forbiddenOption: 404,
            .unknownPreset: 404, .expired: 404,
        ]
        let problem = Problem(RequestError(code, "text"))
        #expect(problem.status == others[code] ?? 400)
        #expect(problem.code == "request.\(code)")
        #expect(problem.detail == "text")
    }

    @Test("every failure of batches has its status", arguments: JobError.Code.allCases)
    func jobs(code: JobError.Code) {
        let others: [JobError.Code: Int] = [
            .notFound: 404, .wrongState: 409, .keyInUse: 422, .busy: 503, .noSpace: 507, .corrupt: 500,
            .newerVersion: 500, .notPermitted: 500, .failed: 500,
        ]
        let problem = Problem(JobError(code, "text"))
        #expect(problem.status == others[code] ?? 400)
        #expect(problem.code == "jobs.\(code)")
    }

    @Test("every fault of a body has its status", arguments: BodyError.Code.allCases)
    func body(code: BodyError.Code) {
        let others: [BodyError.Code: Int] = [
            .unsupportedMediaType: 415, .unsupportedEncoding: 415, .bodyTooLarge: 413, .unwritableHeader: 500,
            .timedOut: 408,
        ]
        let problem = Problem(BodyError(code, "text"))
        #expect(problem.status == others[code] ?? 400)
        #expect(problem.code == "body.\(code)")
    }

    @Test(
        "every failure of a source has its status",
        arguments: [
            (SourceError.Code.invalidReference, 400), (.schemeNotAllowed, 404), (.notConfigured, 404), (.notFound, 404),
            (.notPermitted, 404), (.notAFile, 404), (.readFailed, 500), (.nameNotResolved, 404), (.addressDenied, 404),
            (.connectFailed, 404), (.connectionLost, 422), (.timedOut, 504), (.tooManyRedirects, 404),
            (.badRedirect, 404),
            (.tooLarge, 422), (.badAnswer, 404), (.malformedAnswer, 404), (.badCertificate, 404), (.empty, 422),
            (.reservationRefused, 429), (.cancelled, 499),
            (.status(400), 400), (.status(404), 404), (.status(410), 410), (.status(429), 429), (.status(500), 502),
            (.status(503), 502), (.status(304), 502),
        ])
    func source(code: SourceError.Code, status: Int) {
        let problem = Problem(SourceError(code, "text"))
        #expect(problem.status == status)
        if case .status = code {
            #expect(problem.code == "source.status")
        } else {
            #expect(problem.code == "source.\(code)")
        }
        #expect(Problem(ServiceError.source(SourceError(code, "text"))).status == status)
    }

    @Test(
        "every failure of a picture has its status",
        arguments: [
            (RenderError.Code.notAnImage, 422), (.undecodable, 422), (.overLimit, 422), (.unencodable, 422),
            (.failed, 500),
        ])
    func render(code: RenderError.Code, status: Int) {
        let problem = Problem(ServiceError.render(RenderError(code, "text")))
        #expect(problem.status == status)
        #expect(problem.code == "render.\(code)")
    }

    @Test(
        "every failure of a store has its status",
        arguments: [
            (StorageError.Code.invalidTemplate, 400), (.invalidPath, 400), (.collision, 400), (.cancelled, 499),
            (.noSpace, 507), (.notPermitted, 500), (.writeFailed, 500), (.unavailable, 503),
        ])
    func storage(code: StorageError.Code, status: Int) {
        for problem in [
            Problem(StorageError(code, "text")), Problem(ServiceError.storage(StorageError(code, "text"))),
        ] {
            #expect(problem.status == status)
            #expect(problem.code == "storage.\(code)")
        }
    }

    @Test("what belongs to no module has its status, too")
    func others() {
        #expect(Problem(ServiceError.noStore).status == 404)
        #expect(Problem(ServiceError.cancelled).status == 499)
        #expect(Problem(CancellationError()).status == 499)
        #expect(Problem(HTTPParserError.invalidEOFState).code == "body.truncatedBody")
        #expect(Problem(HTTPParserError.invalidChunkSize).code == "body.malformedBody")
        #expect(Problem(Problem(status: 418, code: "a", detail: "b")).status == 418)
    }

    @Test("an error that nobody knows is ours, and only the log is told what it was")
    func unknown() {
        struct Secret: Error { let path = "/etc/secret" }
        let problem = Problem(Secret())
        #expect(problem.status == 500)
        #expect(problem.code == "internal")
        #expect(!problem.detail.contains("secret"))
        #expect(problem.cause?.contains("/etc/secret") == true)
    }
}
