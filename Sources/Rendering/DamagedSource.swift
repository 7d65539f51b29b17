import Codecs
import ImageModel

/// Work on a source that may turn out to be damaged: as on a sound one first, and where that fails, on what there is of it.
enum DamagedSource {
    /// What `work` makes of `bytes`, a source of `format`, and whether that is less than the whole of it. `work` may be
    /// called twice; the bytes and the policy that it is given are those to decode by.
    ///
    /// PNG files of which libpng refuses no more than zlib's checksum are whole by any policy. Files that end before `pages`
    /// do by their own tables are damaged, whatever libvips says of them.
    ///
    /// - Throws: what `work` throws of `bytes`; `interrupted`.
    static func read<Value>(
        _ bytes: [UInt8], _ format: ImageFormat, pages: Range<Int>, _ policy: DamagePolicy,
        _ work: ([UInt8], DamagePolicy) throws(CodecError) -> Value
    ) throws(CodecError) -> (value: Value, isDamaged: Bool) {
        guard !CutFile.isCut(bytes, format, pages: pages) else {
            guard policy == .show else {
                throw CodecError(.undecodable, format: format, detail: "the file ends before its pages do")
            }
            return (try work(bytes, .show), true)
        }
        let refusal: CodecError
        do throws(CodecError) {
            return (try work(bytes, .refuse), false)
        } catch {
            refusal = error
        }
        guard refusal.mayBeOfDamage, policy == .show || format == .png else { throw refusal }
        do throws(CodecError) {
            guard format == .png else { return (try work(bytes, .show), true) }
            guard let mended = MendedPNG(bytes, damage: policy) else { throw refusal }
            return (try work(mended.bytes, .refuse), !mended.isWhole)
        } catch {
            // What was wrong with the file as it is says more.
            throw error.code == .interrupted ? error : refusal
        }
    }
}

extension CodecError {
    fileprivate var mayBeOfDamage: Bool {
        switch code {
        case .unreadableHeader, .undecodable, .operationFailed: true
        case .unknownFormat, .unencodable, .interrupted, .libraryUnavailable: false
        }
    }
}
