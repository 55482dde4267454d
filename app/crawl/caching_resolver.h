#pragma once

#include "crawl/resolver.h"

#include <chrono>
#include <memory>
#include <string>

namespace leadline::crawl {

/// Asks another resolver once per name: questions for the same name wait for one answer, and answers are kept for a while,
/// "no such name" too, because one host is asked for by several origins (https, then http). A temporary failure is not kept.
/// Thread-safe like every resolver.
class CachingResolver final : public Resolver
{
public:
    static constexpr std::chrono::seconds keptFound { 300 };
    static constexpr std::chrono::seconds keptMissing { 60 };
    static constexpr size_t maxNames = 20'000;

    explicit CachingResolver(std::unique_ptr<Resolver> source);
    ~CachingResolver() override;

    void resolve(const std::string &host, std::function<void(Resolution)> done) override;

private:
    struct Shared;
    static void answered(const std::shared_ptr<Shared> &shared, const std::string &host, const Resolution &resolution);

    std::shared_ptr<Shared> m_shared;
    std::unique_ptr<Resolver> m_source; ///< last: gone before what its callbacks use
};

} // namespace leadline::crawl
