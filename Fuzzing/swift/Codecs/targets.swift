import ImageModel

/// Walkers and readers of image files that are ours.
let fuzzTargets: FuzzTargets = [
    "beginning": fuzzBeginning, "structure": fuzzStructure, "exif": fuzzEXIF, "profile": fuzzProfile,
    "deflate": fuzzDeflate, "avif": fuzzAVIF, "bitmap": fuzzBitmap, "header": fuzzHeader,
    "meaning": fuzzMeaning,
]

/// Steps of a walk over `count` bytes: past the bound it ends, so only a walker that goes over bytes again and again
/// comes there.
func fuzzedWalk(over count: Int, _ name: String, _ body: (WalkSteps) -> Void) {
    let steps = WalkSteps(over: count)
    body(steps)
    if steps.isExhausted { fatalError("\(name): \(steps.count) steps for \(count) bytes") }
}
