#include "ui/pages/review/conflict_card.h"
#include "ui/widgets/label.h"
#include "ui/widgets/theme.h"

#include <QClipboard>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace leadline;
using domain::ConflictChoice;
using domain::ConflictReason;

class ConflictCardTest : public QObject
{
    Q_OBJECT

private:
    static domain::FieldConflict conflict(ConflictReason reason)
    {
        domain::FieldConflict conflict;
        conflict.n = 7;
        conflict.leadName = QStringLiteral("Backhaus Muster");
        conflict.mine = domain::LeadEdit::setStatus(domain::ReviewStatus::Accepted);
        conflict.theirs = QStringLiteral("rejected");
        conflict.theirsBy = QStringLiteral("ada");
        conflict.reason = reason;
        return conflict;
    }

    std::unique_ptr<ui::Theme> m_theme;

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<ui::Theme>(); }

    void card_everyReason_offersWhatHelps_data()
    {
        QTest::addColumn<ConflictReason>("reason");
        QTest::addColumn<QList<ConflictChoice>>("choices");
        const QList<ConflictChoice> both { ConflictChoice::KeepMine, ConflictChoice::KeepTheirs };
        QTest::newRow("changed") << ConflictReason::Changed << both;
        QTest::newRow("deleted") << ConflictReason::Deleted << both;
        QTest::newRow("rejected") << ConflictReason::Rejected << both;
        QTest::newRow("lost") << ConflictReason::Lost << both;
        QTest::newRow("gone") << ConflictReason::Gone << QList { ConflictChoice::KeepTheirs };
    }

    void card_everyReason_offersWhatHelps()
    {
        QFETCH(ConflictReason, reason);
        QFETCH(QList<ConflictChoice>, choices);
        ui::ConflictCard card(conflict(reason), domain::SystemClock().now());
        QList<ConflictChoice> chosen;
        connect(&card, &ui::ConflictCard::chosen, &card, [&](ConflictChoice choice) { chosen << choice; });
        for (auto *button : card.findChildren<QPushButton *>()) {
            if (button->text() == QStringLiteral("Copy"))
                continue;
            QVERIFY(!button->text().isEmpty() && !button->autoDefault());
            QVERIFY(button->accessibleDescription().contains(QStringLiteral("Backhaus Muster")));
            button->click();
        }
        QCOMPARE(chosen, choices);
    }

    void card_leadIsGone_myValueCanBeCopied()
    {
        auto gone = conflict(ConflictReason::Gone);
        gone.mine = domain::LeadEdit::correct(QStringLiteral("email"), QStringLiteral("mine@x.example"));
        ui::ConflictCard card(gone, domain::SystemClock().now());
        QSignalSpy chosen(&card, &ui::ConflictCard::chosen);
        for (auto *button : card.findChildren<QPushButton *>()) {
            if (button->text() == QStringLiteral("Copy"))
                button->click();
        }
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("mine@x.example"));
        QVERIFY(chosen.isEmpty());
    }

    void card_bothValues_areNamedByTheirWords()
    {
        ui::ConflictCard card(conflict(ConflictReason::Changed), domain::SystemClock().now());
        QStringList words;
        for (auto *label : card.findChildren<ui::ElidedLabel *>())
            words << label->text();
        QVERIFY(words.contains(QStringLiteral("Accepted")));
        QVERIFY(words.contains(QStringLiteral("Rejected")));
        QVERIFY(words.contains(QStringLiteral("Backhaus Muster")));
    }
};

QTEST_MAIN(ConflictCardTest)
#include "tst_conflict_card.moc"
