// JPEG: what its segments count (ITU-T T.81, annex B).

extension SourceStructure {
    mutating func countJPEG(_ bytes: [UInt8], _ steps: WalkSteps) {
        var frame = (isProgressive: false, components: 0)
        for segment in JPEGSegments(of: bytes, steps: steps) {
            switch segment.marker {
            case JPEGSegments.app2 where segment.begins(with: JPEGSegments.profileName):
                profileBytes += segment.length
            case 0xE0...0xEF, 0xFE:
                metadataBytes += segment.length
                if segment.marker == JPEGSegments.app1 { countEXIF(bytes[segment.body], steps) }
            case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(segment.marker):
                frame = (segment.marker & 3 == 2, segment.byte(at: 5) ?? 0)
            case JPEGSegments.startOfScan:
                scans += 1
                // One scan with everything is all of the file.
                guard frame.isProgressive || (segment.byte(at: 0) ?? .max) < frame.components else { return }
            default: break
            }
        }
    }
}
