import ImageService
import Jobs
import Settings

/// Where batches are kept, and how their webhooks are signed.
struct JobSettings {
    let path: String?
    let signer: WebhookSigner?

    /// - Throws: `SettingsError`, naming the setting.
    init(reading settings: SettingsReader) throws(SettingsError) {
        settings.group("Batches")
        path = try settings.optionalString(
            "jobs", valueName: "FILE", help: "File in which batches are kept; it is made if it is missing.")
        let secret = try settings.secret(
            "webhook-secret",
            help: "Signs what the webhooks of batches are told: whsec_ and Base64 of 24 to 64 random bytes.")
        guard let secret else {
            signer = nil
            return
        }
        signer = WebhookSigner(secret: secret.revealed)
        if signer == nil {
            throw settings.rejection(
                of: "webhook-secret", "must be whsec_ and Base64 of 24 to 64 bytes; openssl rand -base64 32 gives some")
        }
    }

    /// The store in the job file.
    ///
    /// - Throws: `JobError`; `invalidBatch` when no file is named.
    func open() throws(JobError) -> GRDBJobStore {
        guard let path else { throw JobError(.failed, "Name the job file: --jobs FILE, or STILLWATER_JOBS.") }
        return try GRDBJobStore(path: path)
    }
}
