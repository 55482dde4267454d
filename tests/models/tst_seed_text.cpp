#include "ui/models/seed_text.h"

#include <QTest>

using namespace leadline;

class SeedTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void problem_eachKind_hasWords()
    {
        using domain::SeedProblem;
        QVERIFY(ui::seedProblemText(SeedProblem::None).isEmpty());
        for (int kind = 1; kind <= static_cast<int>(SeedProblem::Duplicate); ++kind)
            QVERIFY(!ui::seedProblemText(static_cast<SeedProblem>(kind)).isEmpty());
    }

    void name_severalAddresses_namesTheFirst()
    {
        QCOMPARE(ui::suggestedTaskName({ QStringLiteral("https://www.a.example/x") }), QStringLiteral("a.example"));
        QCOMPARE(ui::suggestedTaskName({ QStringLiteral("https://a.example:80"), QStringLiteral("b"), QStringLiteral("c") }),
            QStringLiteral("a.example and 2 more"));
    }
};

QTEST_GUILESS_MAIN(SeedTextTest)
#include "tst_seed_text.moc"
