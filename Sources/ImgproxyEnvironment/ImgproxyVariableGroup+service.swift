// How imgproxy's variables about the service itself are treated.

extension ImgproxyVariableGroup {
    static let serving = ImgproxyVariableGroup(
        heading: "Service",
        variables: [
            .used("BIND", "bind", .text, .taken(":8080")),
            .used("PATH_PREFIX", "path-prefix", .text),
            .used("MAX_CLIENTS", "max-connections", .limit, .taken("2048")),
            .used("TIMEOUT", "request-timeout", .duration, .taken("10")),
            .used("READ_REQUEST_TIMEOUT", "read-timeout", .duration),
            .used("WRITE_RESPONSE_TIMEOUT", "write-timeout", .duration),
            .used("KEEP_ALIVE_TIMEOUT", "idle-timeout", .duration, .taken("10")),
            .used("GRACEFUL_STOP_TIMEOUT", "stop-timeout", .duration),
            .used("HEALTH_CHECK_PATH", "health-path", .text),
            .used("HEALTH_CHECK_MESSAGE", "health-message", .text),
            .used("SERVER_NAME", "server-name", .text),
            .used("ALLOW_ORIGIN", "allow-origin", .text),
            .used("SECRET", "bearer-secret", .text),
            .used("WORKERS", "render-threads", .limit),
            .used(
                "REQUESTS_QUEUE_SIZE", "max-queue", .limit,
                .kept("0", because: "A line without an end makes all who stand in it wait in vain.")),
            .used("DEVELOPMENT_ERRORS_MODE", "development-errors", .boolean),
            ImgproxyVariable(shortName: "FAIL_ON_DEPRECATION", use: .forbidsRemoved),
        ]
            + ImgproxyVariable.accepted(
                "NETWORK", "the service listens on TCP; the address decides between IPv4 and IPv6.")
            + ImgproxyVariable.accepted("SO_REUSEPORT", "one process uses all cores.")
    )

    static let sources = ImgproxyVariableGroup(
        heading: "Sources",
        variables: [
            .used("DOWNLOAD_TIMEOUT", "fetch-timeout", .duration, .taken("5")),
            .used("CLIENT_KEEP_ALIVE_TIMEOUT", "fetch-idle-timeout", .duration, .taken("90")),
            .used("MAX_REDIRECTS", "max-redirects", .count),
            .used(
                "USER_AGENT", "user-agent", .text,
                .kept(
                    "imgproxy/VERSION",
                    because: "Origins are told who asks; an origin that lets only imgproxy in needs it set.")),
            .used("IGNORE_SSL_VERIFICATION", "ignore-source-certificates", .boolean),
            .used("COOKIE_PASSTHROUGH", "cookie-passthrough", .boolean),
            .used("COOKIE_PASSTHROUGH_ALL", "cookie-passthrough-all", .boolean),
            .used("COOKIE_BASE_URL", "cookie-base-url", .text),
            .used("CUSTOM_REQUEST_HEADERS", "source-headers", .headers),
            ImgproxyVariable(shortName: "CUSTOM_HEADERS_SEPARATOR", use: .partOf("CUSTOM_REQUEST_HEADERS")),
            .used("REQUEST_HEADERS_PASSTHROUGH", "pass-request-headers", .list),
            .used("LOCAL_FILESYSTEM_ROOT", "root", .text),
        ]
    )

    static let observation = ImgproxyVariableGroup(
        heading: "Memory, logs and metrics",
        variables: [
            .used("LOG_LEVEL", "log-level", .logLevel),
            .used("FREE_MEMORY_INTERVAL", "free-memory-interval", .duration),
            .used("LOG_MEM_STATS", "schedtrace", .whereTrue("10s")),
            .used("PPROF_BIND", "admin-bind", .localAddress),
            .used("VIPS_LEAK_CHECK", "vips-leak-check", .boolean),
            .used("VIPS_CACHE_TRACE", "vips-trace", .boolean),
        ]
            + ImgproxyVariable.accepted(
                "MALLOC", "only imgproxy's container image reads it; jemalloc is built in here.")
            + ImgproxyVariable.accepted("LOG_FORMAT", "the log has one format.")
            + ImgproxyVariable.accepted(
                "SYSLOG_ENABLE SYSLOG_LEVEL SYSLOG_NETWORK SYSLOG_ADDRESS SYSLOG_TAG",
                "the log goes to standard error; the supervisor forwards it.")
            + ImgproxyVariable.accepted(
                "PROMETHEUS_BIND PROMETHEUS_NAMESPACE OPEN_TELEMETRY_ENABLE OPEN_TELEMETRY_ENABLE_METRICS "
                    + "OPEN_TELEMETRY_ENABLE_LOGS OPEN_TELEMETRY_PROPAGATE_EXTERNAL OPEN_TELEMETRY_LOGGER_NAME "
                    + "OPEN_TELEMETRY_TRACE_ID_GENERATOR OPEN_TELEMETRY_SERVER_CERT OPEN_TELEMETRY_CLIENT_CERT "
                    + "OPEN_TELEMETRY_CLIENT_KEY DATADOG_ENABLE DATADOG_ENABLE_ADDITIONAL_METRICS "
                    + "DATADOG_PROPAGATE_EXTERNAL NEW_RELIC_KEY NEW_RELIC_APP_NAME NEW_RELIC_LABELS "
                    + "NEW_RELIC_PROPAGATE_EXTERNAL CLOUD_WATCH_SERVICE_NAME CLOUD_WATCH_NAMESPACE CLOUD_WATCH_REGION",
                "metrics and traces are not sent to other systems; the access log has the timings of every request.")
            + ImgproxyVariable.accepted(
                "SENTRY_DSN SENTRY_ENVIRONMENT SENTRY_RELEASE BUGSNAG_KEY BUGSNAG_STAGE HONEYBADGER_KEY HONEYBADGER_ENV "
                    + "AIRBRAKE_PROJECT_ID AIRBRAKE_PROJECT_KEY AIRBRAKE_ENVIRONMENT AIRBRAKE_ENV "
                    + "REPORT_DOWNLOADING_ERRORS REPORT_IO_ERRORS",
                "errors are written to the log and not reported to other services.")
    )

    static let environmentLoaders = ImgproxyVariableGroup(
        heading: "Where variables come from",
        variables: ImgproxyVariable.all("ENV_LOCAL_FILE_PATH", .file)
            + ImgproxyVariable.refused(
                "ENV_AWS_SECRET_ID ENV_AWS_SECRET_REGION ENV_AWS_SECRET_VERSION_ID "
                    + "ENV_AWS_SECRET_VERSION_STAGE ENV_AWS_SSM_PARAMETERS_PATH ENV_AWS_SSM_PARAMETERS_REGION "
                    + "ENV_GCP_SECRET_ID ENV_GCP_SECRET_VERSION_ID ENV_GCP_SECRET_PROJECT_ID ENV_GCP_KEY",
                "variables are read only from the process's environment and from a file; without those stored there, keys "
                    + "and salts included, the service could run unprotected; set them in the environment.")
    )
}
