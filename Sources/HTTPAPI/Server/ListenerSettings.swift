package import Settings

/// Where the service listens, and for how many clients.
package struct ListenerSettings: Sendable {
    package var address: BindAddress
    package var adminAddress: BindAddress
    package var maximumConnections: Int
    package var idleTimeout: Duration
    /// For a request's head, and for a pause in its body.
    package var readTimeout: Duration
    /// For a client that reads nothing of its answer.
    package var writeTimeout: Duration
    package var stopTimeout: Duration
    /// The rate, in bytes per second, at which a body has to arrive while somebody waits for it.
    package var minimumUploadRate: Int
    /// What answers have as `Server`.
    package var serverName: String

    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        settings.group("Listening")
        address = try settings.address(
            "bind", default: BindAddress(host: "127.0.0.1", port: 8080), help: "Address that the service listens on.")
        adminAddress = try settings.address(
            "admin-bind", default: BindAddress(host: "127.0.0.1", port: 6060),
            help: "Address of the admin listener, which provides status, memory use and profiles.")
        maximumConnections = try settings.int(
            "max-connections", default: 1024, in: 1...1_000_000,
            help: "Maximum number of open connections. For a request on another one, the connection that has been "
                + "idle longest is closed; while all are busy, \(ConnectionPlaces.maximumWaiting) requests wait, "
                + "others get 503, and health checks are still answered.")
        idleTimeout = try settings.duration(
            "idle-timeout", default: .seconds(60), in: .seconds(1) ... .seconds(86_400),
            help: "How long a connection without traffic stays open.")
        readTimeout = try settings.duration(
            "read-timeout", default: .seconds(10), in: .milliseconds(1) ... .seconds(86_400),
            help: "Maximum time for the head of a request to arrive, and maximum pause within its body.")
        writeTimeout = try settings.duration(
            "write-timeout", default: .seconds(10), in: .milliseconds(1) ... .seconds(86_400),
            help: "How long a client may stop reading its response; noticing it may take up to twice that time.")
        minimumUploadRate = try settings.bytes(
            "min-upload-rate", default: 1024, in: 0...(1 << 40),
            help: "Minimum rate of a request's body in bytes per second, measured over read-timeout; 0 for none.")
        let nameKey = "server-name"
        serverName = try settings.string(nameKey, default: "Stillwater", help: "The Server header of answers.")
        guard serverName.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw settings.rejection(of: nameKey, "expected ASCII text")
        }
        stopTimeout = try settings.duration(
            "stop-timeout", default: .seconds(20), in: .zero ... .seconds(3600),
            help: "How long requests in flight may take to finish when the service stops.")
    }
}
