#pragma once

namespace leadline::sources {

/// Main function of the worker process: limits its own resources, closes every other descriptor, then crawls what it is
/// told on `in` and answers on `out` (see frame_codec.h) until `in` ends or the crawl is over. Call it first thing in
/// main(), before any thread or library is started. Returns the exit code.
int runCrawlWorker(int in, int out);

} // namespace leadline::sources
