#include "ui/models/tokens.h"
#include "ui/models/tone.h"

#include <QTest>

using namespace leadline::ui;

// WCAG 2.1 success criterion 1.4.3: 4.5 : 1 for text, 1.4.11: 3 : 1 for parts that carry meaning.
class TokensTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrast_blackOnWhite_is21()
    {
        QVERIFY(std::abs(contrastRatio(Qt::black, Qt::white) - 21.0) < 0.001);
        QVERIFY(std::abs(contrastRatio(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.01);
    }

    void text_onEveryGround_reachesAA_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void text_onEveryGround_reachesAA()
    {
        QFETCH(bool, dark);
        const Tokens t = Tokens::load(dark ? Scheme::Dark : Scheme::Light);
        const auto check = [](const QColor &text, const QColor &ground, double least, const char *what) {
            const double ratio = contrastRatio(text, ground);
            QVERIFY2(ratio >= least,
                qPrintable(QStringLiteral("%1: %2 on %3 is %4 : 1")
                               .arg(QString::fromLatin1(what), text.name(), ground.name())
                               .arg(ratio)));
        };
        const QList<QColor> grounds { t.window, t.surface, t.raised };
        for (const QColor &ground : grounds) {
            check(t.text, ground, 4.5, "text");
            check(t.text, t.hovered(ground), 4.5, "text, hovered");
            check(t.text, t.pressed(ground), 4.5, "text, pressed");
            check(t.muted, ground, 4.5, "muted");
            check(t.accent, ground, 4.5, "accent as link");
            for (const Tone tone : { Tone::Neutral, Tone::Active, Tone::Info, Tone::Success, Tone::Warning, Tone::Danger })
                check(toneColor(t, tone), ground, 4.5, "state word");
        }
        check(t.text, t.selection, 4.5, "text on selection");
        check(t.muted, t.selection, 4.5, "muted on selection");
        check(t.accentText, t.accent, 4.5, "primary button");
        for (const Tone tone : { Tone::Neutral, Tone::Active, Tone::Info, Tone::Success, Tone::Warning, Tone::Danger })
            check(toneColor(t, tone), t.selection, 3.0, "state dot on selection");
    }

    void sizes_areOnTheGrid()
    {
        const Tokens t = Tokens::load(Scheme::Light);
        QCOMPARE(t.spacing, (std::array<int, 5> { 4, 8, 12, 16, 24 }));
        QCOMPARE(t.row(Density::Compact), 24);
        QCOMPARE(t.row(Density::Normal), 28);
        QCOMPARE(t.row(Density::Comfortable), 36);
        QCOMPARE(t.railWide, 200);
        QCOMPARE(t.railNarrow, 56);
        QCOMPARE(t.radius, 6);
    }
};

QTEST_APPLESS_MAIN(TokensTest)
#include "tst_tokens.moc"
