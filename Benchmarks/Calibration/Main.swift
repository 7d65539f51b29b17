import CAllocator
import Foundation
import ImageModel
import Rendering

/// One source by one plan in this process: `calibration SOURCE PLAN WARM`. Says `ready` when the source is read and WARM, a small
/// picture, has been rendered by the same plan; with the next line on standard input it renders the source, and says what its
/// plan estimates. Without arguments it lists the plans.
@main
enum Main {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 4 else {
            for plan in CalibrationPlan.all { print(plan.name) }
            return
        }
        guard let renditions = CalibrationPlan.all.first(where: { $0.name == arguments[2] })?.renditions,
            let source = bytes(arguments[1]), let warm = bytes(arguments[3])
        else { return say("error\tno such plan or file") }
        // The first render loads code and starts threads.
        _ = answer(warm, renditions)
        stillwater_allocator_purge()
        say("ready")
        _ = readLine()
        let answer = answer(source, renditions)
        // Whoever reads it looks at the peak now: nothing more may be freed or taken before that.
        say(answer)
        _ = readLine()
    }

    private static func answer(_ source: [UInt8], _ renditions: [Rendition]) -> String {
        do throws(RenderError) {
            let header = try Renderer.header(of: source)
            let plan = try RenderPlan(renditions, of: header)
            let kind = plan.planar == nil ? "libvips" : "planes"
            let images = try Renderer.render(plan, from: source).images
            let bytes = images.reduce(0) { $0 + $1.bytes.count }
            return "ok\t\(plan.peakBytes)\t\(bytes)\t\(kind)\t\(header.stored)\t\(header.format.rawValue)"
        } catch {
            return "error\t\(error.message)"
        }
    }

    private static func bytes(_ path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: path).map { [UInt8]($0) }
    }

    private static func say(_ text: String) {
        print(text)
        fflush(nil)
    }
}
