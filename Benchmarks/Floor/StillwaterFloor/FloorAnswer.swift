import Glibc
import ImageModel
import Rendering

/// What goes out on standard output for one job, as one line of fields with tabs between them.
enum FloorAnswer {
    /// `ok`, CPU time of each repetition in nanoseconds, bytes of each file, size of each picture.
    case done(nanoseconds: [UInt64], images: [RenderedImage])
    /// `error` and why.
    case failed(String)

    func write() {
        print(text)
        // The reader waits for this line.
        fflush(nil)
    }

    private var text: String {
        switch self {
        case .failed(let message):
            return "error\t\(message)"
        case .done(let nanoseconds, let images):
            let times = nanoseconds.map(String.init).joined(separator: ",")
            let bytes = images.map { String($0.bytes.count) }.joined(separator: ",")
            let sizes = images.map { "\($0.size.width)x\($0.size.height)" }.joined(separator: ",")
            return "ok\t\(times)\t\(bytes)\t\(sizes)"
        }
    }
}

/// Why a job could not be done.
struct FloorError: Error {
    var message: String

    init(_ message: String) { self.message = message }
}
