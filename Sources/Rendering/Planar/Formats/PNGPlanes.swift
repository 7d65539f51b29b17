import Codecs
import ImageModel

/// PNG in planes: read only. Its writer takes pixels, which may have alpha.
enum PNGPlanes: PlaneReading {
    static let givesRows = true

    static func decode(_ bytes: [UInt8], into run: PlanarRun) throws(CodecError) -> Bool {
        try PNGReader.reading(bytes, damage: run.damage) { (reader) throws(CodecError) in
            try run.make(from: reader)
            return reader.isDamaged
        }
    }

    static func peakBytes(of source: SourceHeader, in plan: PlanarPlan) -> Int {
        plan.rowBytes(of: source.stored, at: .full)
    }
}
