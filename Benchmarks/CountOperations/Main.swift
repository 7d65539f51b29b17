import Operations

/// For counting instructions from outside: `count-operations` lists the operations with their repetitions;
/// `count-operations NAME N` does one once to warm up, and then N times.
@main
enum Main {
    static func main() throws {
        let operations = try MeasuredOperation.all()
        guard CommandLine.arguments.count == 3, let repetitions = Int(CommandLine.arguments[2]) else {
            for operation in operations { print("\(operation.name)\t\(operation.repetitions)") }
            return
        }
        for operation in operations where operation.name == CommandLine.arguments[1] {
            var sum = try operation.run()
            for _ in 0..<repetitions { sum &+= try operation.run() }
            print(sum)
        }
    }
}
