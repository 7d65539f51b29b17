import GRDB

extension JobError {
    /// The error for a failed call on the job file.
    init(storeFailure error: any Error) {
        switch error {
        case let error as JobError: self = error
        case let error as DatabaseError: self.init(error)
        default: self.init(.failed, "The job file cannot be used.", cause: error)
        }
    }

    private init(_ error: DatabaseError) {
        let (code, message) =
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                (Code.busy, "Another process has been using the job file for too long; try again later.")
            case .SQLITE_CORRUPT, .SQLITE_NOTADB:
                (.corrupt, "The job file is damaged, or is not a job file; make a copy of it and start with a new one.")
            case .SQLITE_FULL:
                (.noSpace, "The disk with the job file is full.")
            case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
                (.notPermitted, "The job file may not be written to.")
            case .SQLITE_CANTOPEN:
                (.notPermitted, "The job file cannot be opened: its folder must exist, and be readable and writable.")
            case .SQLITE_IOERR:
                (.failed, "The disk with the job file fails.")
            default:
                (.failed, "The job file cannot be used.")
            }
        self.init(code, message, cause: error)
    }
}

extension JobError {
    /// The error for a row that this version cannot have written.
    static func damaged(_ what: String, _ cause: (any Error)? = nil) -> JobError {
        JobError(.corrupt, "The job file is damaged: \(what) in it cannot be read.", cause: cause)
    }
}
