import GRDB

extension JobError {
    /// The error for what a call on the job file failed with.
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
                (Code.busy, "The job file is in use by another process for too long; try again later.")
            case .SQLITE_CORRUPT, .SQLITE_NOTADB:
                (.corrupt, "The job file is damaged, or is no job file; take a copy, and start with a new one.")
            case .SQLITE_FULL:
                (.noSpace, "The disk with the job file is full.")
            case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
                (.notPermitted, "The job file may not be written to.")
            case .SQLITE_CANTOPEN:
                (.notPermitted, "The job file cannot be opened: its folder must exist, and allow reading and writing.")
            case .SQLITE_IOERR:
                (.failed, "The disk with the job file fails.")
            default:
                (.failed, "The job file cannot be used.")
            }
        self.init(code, message, cause: error)
    }
}
