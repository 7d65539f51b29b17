import Hummingbird
import ImageModel
import ImageService
import NIOCore

/// `text/html`: the pictures of one source below each other, for people who open a list of sizes in a browser. The page
/// contains the pictures and runs no script.
struct PageBody: RenditionsBody {
    let contentType = "text/html; charset=utf-8"
    let securityPolicy: String? = ContentSecurityPolicy.image

    func write(_ result: SourceResult, to writer: inout any ResponseBodyWriter) async throws {
        guard case .success(let answer) = result.outcome else { return }
        let title = Self.escaped(answer.stem)
        try await writer.write(
            ByteBuffer(
                string: """
                    <!DOCTYPE html>
                    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                    <title>\(title)</title>
                    <style>body{font:1em/1.4 sans-serif;margin:2em}figure{margin:0 0 2em}img{max-width:100%;height:auto}</style>
                    </head><body><h1>\(title)</h1>

                    """))
        let names = try ArchiveNames(answer)
        for (index, image) in answer.files.enumerated() {
            guard let bytes = image.bytes else { continue }
            let name = Self.escaped(names[index])
            try await writer.write(
                ByteBuffer(
                    string:
                        "<figure><img alt=\"\(name)\" width=\"\(image.facts.size.width)\" height=\"\(image.facts.size.height)\" "
                        + "src=\"data:\(image.facts.format.contentType);base64,"))
            try await bytes.writeBase64(to: &writer)
            try await writer.write(
                ByteBuffer(
                    string: "\"><figcaption>\(name): \(image.facts.size.width) × \(image.facts.size.height), "
                        + "\(image.facts.byteCount) bytes</figcaption></figure>\n"))
        }
    }

    func end(_ writer: inout any ResponseBodyWriter) async throws {
        try await writer.write(ByteBuffer(string: "</body></html>\n"))
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
