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

#endif
