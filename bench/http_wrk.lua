-- Asks for the lines of a file in turn, each `PATH<tab>NAME: VALUE<tab>…`, and prints what came of it as one line of JSON.
local asked, next_one = {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    local path, headers = nil, {}
    for part in line:gmatch("[^\t]+") do
      if path == nil then
        path = part
      else
        local name, value = part:match("^(.-): (.*)$")
        headers[name] = value
      end
    end
    asked[#asked + 1] = wrk.format("GET", path, headers)
  end
end

function request()
  next_one = next_one % #asked + 1
  return asked[next_one]
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('\n{"requests": %d, "seconds": %.6f, "bytes": %d, "errors": %d, "p50_ms": %.4f, "p99_ms": %.4f}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
