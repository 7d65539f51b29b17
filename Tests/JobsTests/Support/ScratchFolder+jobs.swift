import TestSupport

extension ScratchFolder {
    /// The path of a job file in it.
    var jobFile: String { "\(path)/jobs.db" }
}
