#pragma once

#include "sources/site_reader.h"

namespace leadline::sources {

/// Main function of the worker process: limits its own resources, closes every other descriptor, then crawls what it is
/// told on `in` and answers on `out` (see frame_codec.h) until `in` ends or the crawl is over. Call it first thing in
/// main(), before any thread or library is started. Returns the exit code. The process dies with the thread that started it,
/// and a page that never ends does not keep it. `readPage` is for tests.
int runCrawlWorker(int in, int out, PageReader readPage = extract::readPage);

/// Environment variables with the descriptors of the WorkerBoard the worker is to show itself on, and of the SharedPace it
/// is to keep.
constexpr char workerBoardVariable[] = "LEADLINE_WORKER_BOARD";
constexpr char workerPaceVariable[] = "LEADLINE_WORKER_PACE";

} // namespace leadline::sources
