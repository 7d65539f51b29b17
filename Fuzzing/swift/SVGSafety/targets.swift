let fuzzTargets: FuzzTargets = ["svg": fuzzSVG]
