#pragma once

namespace leadline::leadctl {

/// How leadctl ends; documented in --help and in the manual page.
enum ExitCode : int {
    Success = 0,
    Failed = 1, ///< the operation failed, or the task ended in error
    Usage = 2, ///< the command line cannot be understood
    NoBackend = 3, ///< no backend could be started or reached
    NothingRead = 4, ///< scrape: not a single page could be read
    OutputLost = 5, ///< the results could not be written: full disk, closed pipe
    Interrupted = 130, ///< Ctrl+C; what was found until then was kept and written
};

} // namespace leadline::leadctl
