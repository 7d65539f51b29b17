package import Codecs

extension RenderLimits {
    /// Checks what a file holds, before any library looks at it.
    ///
    /// - Throws: `overLimit`, naming the limit and what the source has; `interrupted` when it was not counted to its end.
    package func check(_ structure: SourceStructure) throws(RenderError) {
        guard !structure.isInterrupted else { throw RenderError(CodecError(.interrupted)) }
        guard !structure.hasDirectoryLoop else {
            throw RenderError(.overLimit, "The source's directories form a loop.")
        }
        guard !structure.hasEXIFLoop else {
            throw RenderError(.overLimit, "The directories of the source's EXIF form a loop.")
        }
        guard !structure.hasOverlaps else {
            throw RenderError(.overLimit, "Parts of the source that should be separate overlap.")
        }
        try Self.check(structure.profileBytes, "bytes of colour profiles", maximumProfileBytes, "max-profile-bytes")
        try Self.check(structure.metadataBytes, "bytes of metadata", maximumMetadataBytes, "max-metadata-bytes")
        try Self.check(structure.texts, "texts", maximumTexts, "max-png-texts")
        try Self.check(structure.scans, "scans", maximumScans, "max-jpeg-scans")
        try Self.check(structure.directories, "directories", maximumDirectories, "max-tiff-directories")
        try Self.check(structure.frames, "frames", maximumSourceFrames, "max-source-frames")
        try Self.check(structure.items, "items or tiles", maximumItems, "max-heif-items")
    }

    static func check(_ count: Int, _ name: String, _ maximum: Int, _ setting: String) throws(RenderError) {
        guard count > maximum else { return }
        throw RenderError(
            .overLimit, "The source has \(count) \(name); at most \(maximum) are allowed (\(setting)).")
    }
}
