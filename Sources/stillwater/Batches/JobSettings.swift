import ImageService
import Jobs
import Settings

/// Where batches are stored, and how their webhooks are signed.
struct JobSettings {
    let path: String?
    let signer: WebhookSigner?

    /// - Throws: `SettingsError`, naming the setting.
    init(reading settings: SettingsReader) throws(SettingsError) {
        settings.group("Batches")
        path = try settings.optionalString(
            "jobs", valueName: "FILE", help: "File in which batches are stored; created if it is missing.")
        let secret = try settings.secret(
            "webhook-secret",
            help: "Secret for signing webhook requests of batches: whsec_ followed by 24 to 64 random bytes in Base64.")
        guard let secret else {
            signer = nil
            return
        }
        signer = WebhookSigner(secret: secret.revealed)
        if signer == nil {
            throw settings.rejection(
                of: "webhook-secret", "must be whsec_ and 24 to 64 bytes in Base64, as made by openssl rand -base64 32")
        }
    }

    /// The store in the job file.
    ///
    /// - Throws: `JobError`; `failed` if no file is given.
    func open() throws(JobError) -> any JobStore {
        guard let path else { throw JobError(.failed, "Specify the job file: --jobs FILE, or STILLWATER_JOBS.") }
        return try GRDBJobStore(path: path)
    }
}
