// What the sanitizers are told in every program of a sanitized build, whatever its environment: a crawl worker has next to
// none. Suppressions name libraries of others only, each with its reason. Compiled into executables by options.cmake.

#if defined(__SANITIZE_ADDRESS__)

extern "C" const char *__asan_default_options()
{
    return "strict_string_checks=1:detect_stack_use_after_return=1:check_initialization_order=1";
}

extern "C" const char *__ubsan_default_options()
{
    return "print_stacktrace=1";
}

extern "C" const char *__lsan_default_suppressions()
{
    return "";
}

#elif defined(__SANITIZE_THREAD__)

extern "C" const char *__tsan_default_options()
{
    return "history_size=4";
}

// What Qt does with its own memory under locks of its own, none of which is seen. By function, because a suppression that
// names the library also silences every thread that the library started, and ignore_noninstrumented_modules does the same.
extern "C" const char *__tsan_default_suppressions()
{
    return "race:^QWaitCondition::~QWaitCondition\n" // the last waiter has left, under Qt's mutex
           "race:^QArrayData::\n" // blocks with a counter of their owners
           "race:^QCoreApplicationPrivate::sendPostedEvents\n" // deletes events that other threads posted
           "race:^QThreadPoolPrivate::\n" // pages of its queue
           "race:^QReadWriteLock::\n" // comes from a free list without a lock
           "race:^QTest::qRun\n"; // ends its watchdog
}

#endif
