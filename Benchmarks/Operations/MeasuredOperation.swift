/// One thing that the server does, on a small input that is always the same.
package struct MeasuredOperation: Sendable {
    /// Letters, digits and dashes: names a file of thresholds, too.
    package let name: String
    /// How often it is done to count its instructions: more where one is little against what comes and goes.
    package let repetitions: Int
    private let body: @Sendable () throws -> Int

    /// `body` gives a number that depends on what was done, so that nothing can be left out.
    init(_ name: String, repetitions: Int, body: @escaping @Sendable () throws -> Int) {
        self.name = name
        self.repetitions = repetitions
        self.body = body
    }

    /// Does it once.
    ///
    /// - Throws: what the server would.
    @inline(never)
    package func run() throws -> Int { try body() }
}
