extension OptionTable {
    /// Options of imgproxy Pro that are not supported: URLs that use them get an error that says so.
    static let proOptions: [URLOption] = [
        pro("objects_position", ["obj_pos", "op"], "gravity by detected objects"),
        pro("crop_objects", ["c_obj"], "a crop around detected objects"),
        pro("colorize", ["col"], "a colour over the picture"),
        pro("unsharp_masking", ["ush"], "unsharp masking"),
        pro("blur_detections", ["bd"], "blurring detected objects"),
        pro("draw_detections", ["dd"], "marking detected objects"),
        pro("watermark_text", ["wmt"], "a text as the watermark"),
        pro("watermark_size", ["wms"], "the watermark's size in pixels"),
        pro("watermark_rotate", ["wm_rot", "wmr"], "a rotated watermark"),
        pro("watermark_shadow", ["wmsh"], "a watermark with a shadow"),
        pro("style", ["st"], "styles for SVG sources"),
        pro("color_profile", ["cp", "icc"], "a colour profile for the result"),
        pro("video_thumbnail_second", ["vts"], "stills of videos"),
        pro("video_thumbnail_keyframes", ["vtk"], "stills of videos"),
        pro("video_thumbnail_tile", ["vtt"], "stills of videos in rows"),
        pro("video_thumbnail_animation", ["vta"], "animated stills of videos"),
        pro("progressive_blur", [], "a progressive blur"),
        pro("bypass_cache", [], "responses that bypass the cache"),
        pro("cache_tags", [], "tags of cached responses"),
    ]

    static func pro(_ name: String, _ aliases: [String], _ help: String) -> URLOption {
        URLOption(name, aliases, .unavailable, help, action: .proOnly)
    }
}
