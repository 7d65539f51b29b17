/// A profile as pprof defines it: stacks with values, and the names of the addresses.
///
/// Indices replace the ids of the file: into `mappings`, `functions` and `locations` of the same profile.
public struct Profile: Sendable, Hashable {
    /// What a value counts, and in which unit.
    public struct ValueType: Sendable, Hashable {
        public var type: String
        public var unit: String

        public init(_ type: String, _ unit: String) {
            self.type = type
            self.unit = unit
        }
    }

    /// A key-value pair attached to a sample.
    public struct Label: Sendable, Hashable {
        public var key: String
        public var value: String

        public init(_ key: String, _ value: String) {
            self.key = key
            self.value = value
        }
    }

    /// One stack and its values.
    public struct Sample: Sendable, Hashable {
        /// Indices of locations, leaf first.
        public var stack: [Int]
        /// One for each of the profile's types.
        public var values: [Int64]
        public var labels: [Label] = []
        /// Numeric labels, as written by other tools.
        public var numbers: [NumericLabel] = []

        public init(stack: [Int], values: [Int64], labels: [Label] = [], numbers: [NumericLabel] = []) {
            self.stack = stack
            self.values = values
            self.labels = labels
            self.numbers = numbers
        }
    }

    /// A label whose value is a number.
    public struct NumericLabel: Sendable, Hashable {
        public var key: String
        public var value: Int64
        public var unit: String
    }

    /// A part of the address space to which a file is mapped.
    public struct Mapping: Sendable, Hashable {
        public var start: UInt64
        public var limit: UInt64
        /// The offset of `start` in the file.
        public var offset: UInt64
        public var file: String
        public var buildID: String
        public var hasFunctions = false
        public var hasFilenames = false
        public var hasLineNumbers = false
        public var hasInlineFrames = false
    }

    /// A function by name.
    public struct Function: Sendable, Hashable {
        /// For human readers.
        public var name: String
        /// The linker's name.
        public var systemName: String
        public var file: String
        public var startLine: Int64 = 0
    }

    /// A function, and a line in it; a location has several if calls are inlined, innermost first.
    public struct Line: Sendable, Hashable {
        public var function: Int
        public var line: Int64
    }

    /// An address in a stack.
    public struct Location: Sendable, Hashable {
        public var mapping: Int?
        public var address: UInt64
        public var lines: [Line]
    }

    public var sampleTypes: [ValueType]
    /// The type shown unless another is requested; empty means the last.
    public var defaultSampleType: String
    public var samples: [Sample] = []
    public var mappings: [Mapping] = []
    public var functions: [Function] = []
    public var locations: [Location] = []
    /// The unit of the distance between samples.
    public var periodType: ValueType
    public var period: Int64
    /// When it began, in nanoseconds since 1970; 0 if unknown.
    public var timeNanoseconds: Int64 = 0
    public var durationNanoseconds: Int64 = 0
    public var comments: [String] = []

    public init(sampleTypes: [ValueType], defaultSampleType: String, periodType: ValueType, period: Int64) {
        self.sampleTypes = sampleTypes
        self.defaultSampleType = defaultSampleType
        self.periodType = periodType
        self.period = period
    }

    /// The index of the type called `name`, or of the default for `nil`.
    ///
    /// - Throws: `invalidRequest`, naming the types that exist.
    public func typeIndex(of name: String?) throws(ProfilingError) -> Int {
        let wanted = name ?? defaultSampleType
        if let index = sampleTypes.firstIndex(where: { $0.type == wanted }) { return index }
        guard name == nil, !sampleTypes.isEmpty else {
            let names = sampleTypes.map(\.type).joined(separator: ", ")
            throw ProfilingError(.invalidRequest, "The profile has no values of the type \(wanted), only \(names).")
        }
        return sampleTypes.count - 1
    }

    /// The function names of a stack, leaf first, inlined calls included; unnamed functions appear as their address.
    public func names(of stack: [Int]) -> [String] {
        stack.flatMap { index in
            let location = locations[index]
            return location.lines.isEmpty
                ? [Self.address(location.address)] : location.lines.map { functions[$0.function].name }
        }
    }

    static func address(_ address: UInt64) -> String { "0x" + String(address, radix: 16) }
}
