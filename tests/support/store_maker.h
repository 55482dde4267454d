#pragma once

#include "storage/store_address.h"
#include "support/postgres_cluster.h"

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <memory>
#include <type_traits>

namespace leadline::tests {

/// Makes server stores of one engine for a test program that runs its slots on both: see LEADLINE_STORE_TEST_MAIN.
class StoreMaker
{
public:
    explicit StoreMaker(storage::Engine engine);
    ~StoreMaker();
    StoreMaker(const StoreMaker &) = delete;
    StoreMaker &operator=(const StoreMaker &) = delete;

    [[nodiscard]] storage::Engine engine() const { return m_engine; }
    [[nodiscard]] bool isSqlite() const { return m_engine == storage::Engine::Sqlite; }
    /// An empty store without a schema. Stays until the maker ends or remove().
    [[nodiscard]] storage::StoreAddress createEmpty();
    /// A store at the newest schema.
    [[nodiscard]] storage::StoreAddress create();
    /// The bytes of a store's files, or all rows of a database as text: for what must not be found in them.
    [[nodiscard]] QByteArray everythingIn(const storage::StoreAddress &address);
    /// Its connections have to be closed.
    void remove(const storage::StoreAddress &address);

    [[nodiscard]] PostgresCluster &cluster() { return *m_cluster; } ///< PostgreSQL

    /// The one this program runs its slots with; null in a program that runs them on SQLite only.
    [[nodiscard]] static StoreMaker *current() { return s_current; }
    void makeCurrent() { s_current = this; }

private:
    const storage::Engine m_engine;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<PostgresCluster> m_cluster;
    QString m_template; ///< migrated once, then copied
    int m_files = 0;
    static StoreMaker *s_current;
};

/// Runs `Test(StoreMaker &)`, or `Test()` whose fixtures ask StoreMaker::current(), on SQLite, then on PostgreSQL;
/// LEADLINE_TEST_ENGINE=sqlite|postgres runs it on one.
template<typename Test> int runOnBothEngines(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QByteArray wanted = qgetenv("LEADLINE_TEST_ENGINE");
    int failures = 0;
    for (const auto engine : { storage::Engine::Sqlite, storage::Engine::Postgres }) {
        const char *name = engine == storage::Engine::Sqlite ? "sqlite" : "postgres";
        if (!wanted.isEmpty() && wanted != name)
            continue;
        std::printf("Engine: %s\n", name);
        std::fflush(stdout);
        StoreMaker maker(engine);
        maker.makeCurrent();
        if constexpr (std::is_constructible_v<Test, StoreMaker &>) {
            Test test(maker);
            failures += QTest::qExec(&test, argc, argv);
        } else {
            Test test;
            failures += QTest::qExec(&test, argc, argv);
        }
    }
    return failures;
}

} // namespace leadline::tests

#define LEADLINE_STORE_TEST_MAIN(Test)                                                                                      \
    int main(int argc, char **argv)                                                                                         \
    {                                                                                                                       \
        return leadline::tests::runOnBothEngines<Test>(argc, argv);                                                         \
    }
