import AsyncHTTPClient

extension HTTPClient {
    /// The client of all tests. It waits for as long as the request's own time allows: `HTTPClient.patient` gives up a
    /// connection over which nothing has come for 90 seconds, and with four other processes a profile takes longer.
    ///
    /// It lives as long as the process, so nobody shuts it down.
    static let patient: HTTPClient = {
        var configuration = Configuration.singletonConfiguration
        configuration.timeout.read = nil
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
