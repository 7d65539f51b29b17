/// The variables that Kubernetes puts into every pod for each service of its namespace.
///
/// A service called `stillwater`, or `stillwater-eu`, gives names that begin as our own. They say where that service is and
/// set nothing.
package enum ServiceLink {
    /// Whether `name` and its `value` have one of the forms, for a service whose variables begin with `prefix`:
    /// `STILLWATER_PORT=tcp://10.0.0.1:80`, `…_SERVICE_HOST=10.0.0.1`, `…_SERVICE_PORT=80`, `…_SERVICE_PORT_HTTP=80`,
    /// `…_PORT_80_TCP=tcp://10.0.0.1:80`, `…_PORT_80_TCP_ADDR`, `…_PORT_80_TCP_PORT`, `…_PORT_80_TCP_PROTO`.
    package static func isOne(_ name: String, value: String, prefix: String) -> Bool {
        // The prefix ends with the dash that stands before the rest of a service's name, or before the form.
        guard name.hasPrefix(prefix) else { return false }
        let rest = "_" + name.dropFirst(prefix.count)
        let isURL = value.wholeMatch(of: /(tcp|udp|sctp):\/\/[0-9A-Za-z.:\[\]\-]+/) != nil
        let isNumber = value.wholeMatch(of: /[0-9]{1,5}/) != nil
        let isAddress = value.wholeMatch(of: /[0-9A-Fa-f.:]+/) != nil
        let isProtocol = ["tcp", "udp", "sctp"].contains(value)
        switch rest {
        case _ where rest.hasSuffix("_SERVICE_HOST"): return isAddress
        case _ where rest.wholeMatch(of: /.*_SERVICE_PORT(_[A-Z0-9_]+)?/) != nil: return isNumber
        case _ where rest.wholeMatch(of: /.*_PORT_[0-9]+_(TCP|UDP|SCTP)_ADDR/) != nil: return isAddress
        case _ where rest.wholeMatch(of: /.*_PORT_[0-9]+_(TCP|UDP|SCTP)_PORT/) != nil: return isNumber
        case _ where rest.wholeMatch(of: /.*_PORT_[0-9]+_(TCP|UDP|SCTP)_PROTO/) != nil: return isProtocol
        case _ where rest.wholeMatch(of: /.*_PORT(_[0-9]+_(TCP|UDP|SCTP))?/) != nil: return isURL
        default: return false
        }
    }
}
