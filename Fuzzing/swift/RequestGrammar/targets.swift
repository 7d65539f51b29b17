/// What clients ask for, in image URLs and in JSON.
let fuzzTargets: FuzzTargets = ["url": fuzzURL, "json": fuzzJSON]
