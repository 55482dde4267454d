#pragma once

#include "extract/page_reader.h"

#include <QByteArray>

#include <csignal>
#include <string_view>

namespace leadline::tests {

// Pages that break the reader of a worker whose main function hands readPoisoned() to runCrawlWorker().
const QByteArray kCrashingPage = "<html>this page crashes its reader</html>";
const QByteArray kDeepPage = "<html>this page runs its reader out of stack</html>";
const QByteArray kHangingPage = "<html>this page hangs its reader</html>";

inline int deeper(volatile char *before)
{
    volatile char here[4096];
    here[0] = before ? before[0] : '\0';
    if (here[0] != '\0')
        return 0; // never, but the compiler cannot know
    const int below = deeper(here);
    return below + here[0]; // used after the call, so that the frame stays
}

/// A crash that was ordered is not worth a sanitizer's report.
inline void dropReports()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    std::signal(SIGSEGV, SIG_DFL);
#endif
}

/// extract::readPage, but for those pages.
inline extract::PageReading readPoisoned(const extract::PageInput &page)
{
    const std::string_view body = page.body;
    const auto is = [body](const QByteArray &poison) {
        return body.find(std::string_view(poison.constData(), static_cast<size_t>(poison.size()))) != body.npos;
    };
    if (is(kCrashingPage)) {
        dropReports();
        std::raise(SIGSEGV);
    }
    if (is(kDeepPage)) {
        dropReports();
        deeper(nullptr);
    }
    if (is(kHangingPage)) {
        for (volatile int turns = 0;;)
            turns = 1 - turns;
    }
    return extract::readPage(page);
}

} // namespace leadline::tests
