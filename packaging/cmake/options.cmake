option(LEADLINE_BACKEND "Build the daemon and its libraries" ON)
option(LEADLINE_GUI "Build the window" ON)
option(LEADLINE_TESTS "Build the tests" ON)
option(LEADLINE_BENCH "Build the benchmarks" OFF)
option(LEADLINE_PCH "Precompile common headers: faster from clean" OFF)
option(LEADLINE_WERROR "Treat warnings as errors" OFF)
set(LEADLINE_SANITIZE "" CACHE STRING "Sanitizers to build with: empty, address,undefined or thread")

# Flags and definitions come from here only.
add_library(ll_options INTERFACE)
target_compile_features(ll_options INTERFACE cxx_std_20)
target_compile_options(ll_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
                                            -Wnull-dereference -Wimplicit-fallthrough)
target_compile_definitions(ll_options INTERFACE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING
                                                QT_NO_FOREACH QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_KEYWORDS
                                                LEADLINE_VERSION="${PROJECT_VERSION}")
if(LEADLINE_WERROR)
    # GCC 12 sees null dereferences in inlined Qt containers that cannot happen; they stay visible and do not fail the build.
    target_compile_options(ll_options INTERFACE -Werror -Wno-error=null-dereference)
endif()
if(LEADLINE_SANITIZE)
    add_compile_options(-fsanitize=${LEADLINE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${LEADLINE_SANITIZE})
    foreach(source sanitizer_defaults tsan_qt)
        target_sources(ll_options INTERFACE
            $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:${CMAKE_CURRENT_LIST_DIR}/${source}.cpp>)
    endforeach()
    if(LEADLINE_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # Asio's fences, which the thread sanitizer does not model; none of ours.
        add_compile_options(-Wno-tsan)
    endif()
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_BUILD_TYPE STREQUAL "Release")
    # GCC 12 reports impossible null dereferences in inlined Qt containers when it optimises.
    target_compile_options(ll_options INTERFACE -Wno-null-dereference)
endif()
