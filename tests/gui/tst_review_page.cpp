#include "cache/lead_cache.h"
#include "services/review_service.h"
#include "services/sync_service.h"
#include "services/sync_transport.h"
#include "support/lead_factory.h"
#include "ui/models/lead_table_model.h"
#include "ui/pages/review/conflict_card.h"
#include "ui/pages/review/facet_panel.h"
#include "ui/pages/review/filter_field.h"
#include "ui/pages/review/lead_panel.h"
#include "ui/pages/review/lead_preview.h"
#include "ui/pages/review/review_page.h"
#include "ui/pages/review/selection_panel.h"
#include "ui/pages/review/waiting_dialog.h"
#include "ui/shell/app_settings.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/label.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

using namespace leadline;
using domain::ReviewStatus;

namespace {

/// A backend that cannot be reached: review must not notice.
class NoTransport final : public services::SyncTransport
{
public:
    QFuture<domain::Result<domain::ChangePage>> changes(qint64, const QString &, const domain::ClientId &, int) override
    {
        return refuse<domain::ChangePage>();
    }
    QFuture<domain::Result<domain::PushAnswer>> push(const domain::PushRequest &) override
    {
        return refuse<domain::PushAnswer>();
    }
    QFuture<domain::Result<std::vector<domain::AuditEntry>>> history(const domain::LeadId &) override
    {
        return refuse<std::vector<domain::AuditEntry>>();
    }

private:
    template<typename T> static QFuture<domain::Result<T>> refuse()
    {
        return domain::ready<domain::Result<T>>(
            domain::failure(domain::ErrorCode::Network, QStringLiteral("no backend in this test")));
    }
};

constexpr int kLeads = 300;

} // namespace

class ReviewPageTest : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] domain::Lead stored(const domain::LeadId &id)
    {
        const auto lead = tests::await(m_review->lead(id));
        return lead ? *lead : domain::Lead();
    }
    [[nodiscard]] domain::LeadId idAt(int row) const
    {
        return m_table->model()->index(row, 0).data(ui::LeadTableModel::LeadIdRole).value<domain::LeadId>();
    }
    [[nodiscard]] bool listHas(int rows) const
    {
        return QTest::qWaitFor([&] { return m_table->model()->rowCount() == rows; }, tests::kPatience);
    }
    /// Current row with its values loaded.
    [[nodiscard]] bool readyAt(int row)
    {
        return QTest::qWaitFor(
            [&] { return m_table->currentIndex().row() == row && !idAt(row).isNull(); }, tests::kPatience);
    }
    void shoot(const char *name)
    {
        const QString folder = qEnvironmentVariable("LEADLINE_SHOTS");
        if (!folder.isEmpty())
            QVERIFY(m_window->grab().save(QStringLiteral("%1/%2.png").arg(folder, QLatin1String(name))));
    }

    QTemporaryDir m_dir;
    tests::ManualClock m_clock;
    NoTransport m_transport;
    std::unique_ptr<cache::LeadCache> m_cache;
    std::unique_ptr<services::ReviewService> m_review;
    std::unique_ptr<services::SyncService> m_sync;
    std::unique_ptr<QWidget> m_window;
    ui::ReviewPage *m_page = nullptr;
    ui::DataTable *m_table = nullptr;
    ui::FilterField *m_filter = nullptr;

private Q_SLOTS:
    void init()
    {
        const QString path = m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction()) + QStringLiteral(".sqlite"));
        auto cache = cache::LeadCache::open(path, m_clock);
        QVERIFY(cache);
        m_cache = std::move(*cache);
        m_cache->setOperator(QStringLiteral("you"));
        const auto state = tests::await(m_cache->state());
        QVERIFY(state);
        domain::ChangePage page;
        page.epoch = QStringLiteral("epoch");
        for (int n = 1; n <= kLeads; ++n) {
            domain::Lead lead = tests::makeLead(n);
            lead.seq = n;
            page.changes.push_back(lead);
        }
        page.to = page.head = kLeads;
        QVERIFY(tests::await(m_cache->apply(page, 0, state->client)));
        m_review = std::make_unique<services::ReviewService>(*m_cache, m_clock);
        m_review->setOperator(QStringLiteral("you"));
        m_sync = std::make_unique<services::SyncService>(*m_cache, m_transport, m_clock);
        m_window = std::make_unique<QWidget>();
        auto *column = new QVBoxLayout(m_window.get());
        column->setContentsMargins(0, 0, 0, 0);
        m_page = new ui::ReviewPage(*m_review, *m_sync, m_clock, m_window.get());
        column->addWidget(m_page->barWidget());
        m_page->barWidget()->show();
        column->addWidget(m_page, 1);
        m_table = m_page->findChild<ui::DataTable *>();
        m_filter = m_window->findChild<ui::FilterField *>();
        m_window->resize(1240, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get(), tests::kPatience));
        QVERIFY(listHas(kLeads));
        m_table->setFocus();
        QVERIFY(readyAt(0));
    }

    void cleanup()
    {
        m_window.reset();
        m_sync.reset();
        m_review.reset();
        m_cache.reset();
    }

    void acceptKey_savesMovesOnAndUndoes()
    {
        const domain::LeadId first = idAt(0);
        const domain::LeadId second = idAt(1);
        QSignalSpy told(m_page, &ui::Page::notify);
        QTest::keyClick(m_table, Qt::Key_A);
        QTRY_COMPARE(told.count(), 1);
        QVERIFY(told.front().front().value<ui::Notification>().text.contains(QStringLiteral("Accepted")));
        QCOMPARE(stored(first).review.status, ReviewStatus::Accepted);
        QVERIFY(readyAt(1));
        shoot("review-accepted");
        QTest::keyClick(m_table, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(stored(first).review.status, ReviewStatus::New);
        QCOMPARE(stored(second).review.status, ReviewStatus::New);
    }

    void verdict_outsideTheFilter_rowLeavesAndTheNextIsCurrent()
    {
        m_page->showFilter(QStringLiteral("status:new"));
        QVERIFY(listHas(kLeads));
        QVERIFY(readyAt(0));
        const domain::LeadId second = idAt(1);
        m_table->setFocus();
        QTest::keyClick(m_table, Qt::Key_X);
        QVERIFY(listHas(kLeads - 1));
        QVERIFY(readyAt(0));
        QCOMPARE(idAt(0), second);
    }

    void bulkVerdict_selection_isOneUndoStep()
    {
        const domain::LeadId first = idAt(0);
        m_table->selectAll();
        QTest::keyClick(m_table, Qt::Key_4);
        QTRY_VERIFY(m_review->undoStep());
        QCOMPARE(m_review->undoStep()->leads, kLeads);
        QCOMPARE(stored(first).review.rating, 4);
        QTest::keyClick(m_table, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(stored(first).review.rating, 0);
    }

    void tagKey_typedTag_isSaved()
    {
        const domain::LeadId first = idAt(0);
        QTRY_VERIFY(m_page->findChild<ui::LeadPanel *>()->isVisible());
        QTest::keyClick(m_table, Qt::Key_T);
        auto *field = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(field);
        QTest::keyClicks(field, QStringLiteral("Bakery"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(stored(first).review.tags, QStringList { QStringLiteral("bakery") });
        shoot("review-tagged");
    }

    void letters_inTheFilterField_areText()
    {
        m_filter->setFocus();
        const domain::LeadId first = idAt(0);
        QTest::keyClicks(m_filter, QStringLiteral("acx"));
        QCOMPARE(m_filter->text(), QStringLiteral("acx"));
        QCOMPARE(stored(first).review.status, ReviewStatus::New);
    }

    void filter_typed_narrowsAndBadTextSaysWhy()
    {
        QTest::keyClicks(m_filter, QStringLiteral("city:Lyon has:phone"));
        QTest::keyClick(m_filter, Qt::Key_Escape);
        QTRY_VERIFY(m_table->model()->rowCount() > 0 && m_table->model()->rowCount() < 100);
        const int narrowed = m_table->model()->rowCount();
        m_filter->clear();
        QVERIFY(listHas(kLeads));
        QTest::keyClicks(m_filter, QStringLiteral("score>many"));
        QTRY_VERIFY(!m_filter->toolTip().isEmpty());
        QCOMPARE(m_table->model()->rowCount(), kLeads);
        QVERIFY(narrowed > 0);
    }

    void editKey_typedName_isACorrectionAndOneStepToUndo()
    {
        const domain::LeadId first = idAt(0);
        const QString found = stored(first).name();
        QTest::keyClick(m_table, Qt::Key_F2);
        auto *editor = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(editor);
        QCOMPARE(editor->text(), found);
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("Atelier axc"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(stored(first).review.corrections.name, std::optional(QStringLiteral("Atelier axc")));
        QCOMPARE(stored(first).review.status, ReviewStatus::New);
        QTRY_COMPARE(QApplication::focusWidget(), m_table);
        // The store has the edit a moment before the service hears of it.
        QTRY_VERIFY(m_review->undoStep());
        QTest::keyClick(m_table, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(stored(first).name(), found);
    }

    void editKey_escapeOrSameText_changesNothing()
    {
        const domain::LeadId first = idAt(0);
        QTest::keyClick(m_table, Qt::Key_F2);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(QApplication::focusWidget(), m_table);
        QTest::keyClick(m_table, Qt::Key_F2);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("other"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_COMPARE(QApplication::focusWidget(), m_table);
        QVERIFY(!stored(first).review.corrections.name);
        QVERIFY(!m_review->undoStep());
    }

    void editedPhone_grouped_isStoredPlain()
    {
        const domain::LeadId first = idAt(0);
        QVERIFY(m_table->model()->setData(
            m_table->model()->index(0, ui::LeadTableModel::Phone), QStringLiteral(" +33 1 99-00 (12) 34 ")));
        QTRY_COMPARE(stored(first).phone(), QStringLiteral("+33199001234"));
        QVERIFY(!m_table->model()->setData(m_table->model()->index(0, ui::LeadTableModel::Score), 5));
    }

    void spaceKey_previewsAndGoesOn_escapeGivesTheListBack()
    {
        auto *preview = m_page->findChild<ui::LeadPreview *>();
        QTRY_VERIFY(m_page->findChild<ui::LeadPanel *>()->isVisible());
        QTest::keyClick(m_table, Qt::Key_Space);
        QTRY_VERIFY(preview->isVisible());
        shoot("review-preview");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_J);
        QVERIFY(readyAt(1));
        QVERIFY(preview->isVisible());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!preview->isVisible());
        QCOMPARE(QApplication::focusWidget(), m_table);
    }

    void homeAndEnd_goToTheFirstAndLastLead()
    {
        QTest::keyClick(m_table, Qt::Key_End);
        QCOMPARE(m_table->currentIndex().row(), kLeads - 1);
        QTest::keyClick(m_table, Qt::Key_Home);
        QCOMPARE(m_table->currentIndex().row(), 0);
        QTest::keyClick(m_table, Qt::Key_PageDown);
        QVERIFY(m_table->currentIndex().row() > 5);
    }

    void severalSelected_panelSaysHowManyAndVerdictIsForAll()
    {
        const domain::LeadId third = idAt(2);
        QTest::keyClick(m_table, Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(m_table, Qt::Key_Down, Qt::ShiftModifier);
        auto *panel = m_page->findChild<ui::SelectionPanel *>();
        QVERIFY(panel->isVisible());
        QVERIFY(panel->findChild<QLabel *>()->text().startsWith(u'3'));
        shoot("review-several");
        QTest::keyClick(m_table, Qt::Key_T);
        auto *field = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(field && panel->isAncestorOf(field));
        QTest::keyClicks(field, QStringLiteral("fair"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(stored(third).review.tags, QStringList { QStringLiteral("fair") });
        QTRY_VERIFY(m_review->undoStep());
        QCOMPARE(m_review->undoStep()->leads, 3);
        m_table->setFocus();
        QTest::keyClick(m_table, Qt::Key_A);
        QTRY_COMPARE(stored(third).review.status, ReviewStatus::Accepted);
    }

    void trashView_offersRestoreAndNothingElse()
    {
        const domain::LeadId first = idAt(0);
        const auto button = [this](const QString &text) -> QPushButton * {
            for (auto *candidate : m_page->findChild<ui::LeadPanel *>()->findChildren<QPushButton *>()) {
                if (candidate->text() == text)
                    return candidate;
            }
            return nullptr;
        };
        QTRY_VERIFY(button(QStringLiteral("Accept"))->isVisible());
        QVERIFY(!button(QStringLiteral("Restore"))->isVisible());
        QTest::keyClick(m_table, Qt::Key_Delete);
        QVERIFY(listHas(kLeads - 1));
        m_page->showFilter(QStringLiteral("is:deleted"));
        QVERIFY(listHas(1));
        QVERIFY(readyAt(0));
        QTRY_VERIFY(button(QStringLiteral("Restore"))->isVisible());
        QVERIFY(!button(QStringLiteral("Accept"))->isVisible());
        m_table->setFocus();
        QTest::keyClick(m_table, Qt::Key_A);
        QTest::mouseClick(button(QStringLiteral("Restore")), Qt::LeftButton);
        QTRY_VERIFY(!stored(first).isDeleted());
        QCOMPARE(stored(first).review.status, ReviewStatus::New);
        m_page->showFilter({});
        QTRY_VERIFY(button(QStringLiteral("Accept"))->isVisible());
    }

    void deleteKey_leadIsInTheTrashViewAndCanBeRestored()
    {
        const domain::LeadId first = idAt(0);
        QTest::keyClick(m_table, Qt::Key_Delete);
        QVERIFY(listHas(kLeads - 1));
        m_page->showFilter(QStringLiteral("is:deleted"));
        QVERIFY(listHas(1));
        QVERIFY(readyAt(0));
        QCOMPARE(idAt(0), first);
        m_table->setFocus();
        QTest::keyClick(m_table, Qt::Key_Delete, Qt::ShiftModifier);
        QTRY_VERIFY(!stored(first).isDeleted());
    }

    /// The list may get the keyboard before it has rows, and the other way round; the marked lead is what the keys are for.
    void listShownAgain_markedLead_isSelectedAndDeleteKeyWorks()
    {
        const domain::LeadId first = idAt(0);
        m_page->showFilter(QStringLiteral("is:deleted"));
        QVERIFY(listHas(0));
        m_filter->setFocus();
        m_page->showFilter({});
        QVERIFY(listHas(kLeads));
        m_table->selectionModel()->clear();
        m_table->setFocus();
        QVERIFY(readyAt(0));
        QVERIFY(m_table->selectionModel()->isRowSelected(0));
        QTest::keyClick(m_table, Qt::Key_Delete);
        QTRY_VERIFY(stored(first).isDeleted());
    }

    void deleteKey_afterRestore_worksAgain()
    {
        const domain::LeadId first = idAt(0);
        QTest::keyClick(m_table, Qt::Key_Delete);
        QVERIFY(listHas(kLeads - 1));
        m_page->showFilter(QStringLiteral("is:deleted"));
        QVERIFY(listHas(1));
        QVERIFY(readyAt(0));
        QTest::keyClick(m_table, Qt::Key_Delete, Qt::ShiftModifier);
        QVERIFY(listHas(0));
        m_page->showFilter({});
        QVERIFY(listHas(kLeads));
        m_table->setFocus();
        QVERIFY(readyAt(0));
        QCOMPARE(idAt(0), first);
        QTest::keyClick(m_table, Qt::Key_Delete);
        QTRY_VERIFY(stored(first).isDeleted());
    }

    void filteredList_lastRowJudged_theRowAboveIsSelected()
    {
        const std::vector<domain::LeadId> three { idAt(0), idAt(1), idAt(2) };
        QVERIFY(tests::await(m_cache->edit(three, domain::LeadEdit::addTag(QStringLiteral("fair")))));
        m_page->showFilter(QStringLiteral("tag:fair status:new"));
        QVERIFY(listHas(3));
        m_table->setFocus();
        QTest::keyClick(m_table, Qt::Key_End);
        QVERIFY(readyAt(2));
        const domain::LeadId above = idAt(1);
        QTest::keyClick(m_table, Qt::Key_A);
        QVERIFY(listHas(2));
        QVERIFY(readyAt(1));
        QTRY_VERIFY(m_table->selectionModel()->isRowSelected(1));
        QTest::keyClick(m_table, Qt::Key_A);
        QVERIFY(listHas(1));
        QCOMPARE(stored(above).review.status, ReviewStatus::Accepted);
    }

    void filteredList_lastLeadJudged_keyboardStaysWithTheList()
    {
        const domain::LeadId first = idAt(0);
        QVERIFY(tests::await(m_cache->edit({ first }, domain::LeadEdit::addTag(QStringLiteral("fair")))));
        const QString filter = QStringLiteral("tag:fair -status:accepted");
        m_page->showFilter(filter);
        QVERIFY(listHas(1));
        m_table->setFocus();
        QVERIFY(readyAt(0));
        QTest::keyClick(m_table, Qt::Key_A);
        QVERIFY(listHas(0));
        QTRY_VERIFY(!m_table->isVisible());
        for (const Qt::Key key : { Qt::Key_Space, Qt::Key_N, Qt::Key_F, Qt::Key_Space }) {
            QVERIFY(m_window->focusWidget());
            QTest::keyClick(m_window->focusWidget(), key);
        }
        QCOMPARE(m_filter->text(), filter);
        // Tab leads to the button, and from there the keyboard comes back to the list.
        QTest::keyClick(m_window->focusWidget(), Qt::Key_Tab);
        auto *clear = qobject_cast<QPushButton *>(m_window->focusWidget());
        QVERIFY(clear);
        QTest::keyClick(clear, Qt::Key_Space);
        QVERIFY(listHas(kLeads));
        QTRY_COMPARE(m_window->focusWidget(), m_table);
        QCOMPARE(m_filter->text(), QString());
    }

    void tagAndNoteFields_enterAndEscape_giveTheListBack()
    {
        const domain::LeadId first = idAt(0);
        QTest::keyClick(m_table, Qt::Key_N);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("call on Monday"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(QApplication::focusWidget(), m_table);
        QTRY_COMPARE(stored(first).review.notes.size(), size_t(1));
        QTest::keyClick(m_table, Qt::Key_T);
        QVERIFY(QApplication::focusWidget() != m_table);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("half"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_COMPARE(QApplication::focusWidget(), m_table);
        QVERIFY(stored(first).review.tags.isEmpty());
    }

    void verdictKey_inThePreview_judgesAndGoesOn()
    {
        const domain::LeadId first = idAt(0);
        const domain::LeadId second = idAt(1);
        QTest::keyClick(m_table, Qt::Key_Space);
        auto *preview = m_page->findChild<ui::LeadPreview *>();
        QTRY_VERIFY(preview->isVisible());
        QTest::keyClick(preview, Qt::Key_X);
        QTRY_COMPARE(stored(first).review.status, ReviewStatus::Rejected);
        QTRY_COMPARE(idAt(m_table->currentIndex().row()), second);
        QVERIFY(preview->isVisible());
    }

    void facetList_spaceKey_togglesTheFilter()
    {
        auto *facets = m_page->findChild<ui::FacetPanel *>()->findChild<QListView *>();
        QTRY_VERIFY(facets->model()->rowCount() > 2);
        facets->setFocus();
        QTRY_VERIFY(facets->currentIndex().isValid());
        QTest::keyClick(facets, Qt::Key_Space);
        QTRY_COMPARE(m_filter->text(), QStringLiteral("status:new"));
        QTest::keyClick(facets, Qt::Key_Space);
        QTRY_COMPARE(m_filter->text(), QString());
    }

    void filterField_tabCompletesAndEscapeClears()
    {
        m_filter->setFocus();
        QTest::keyClicks(m_filter, QStringLiteral("status:acc"));
        QTest::keyClick(m_filter, Qt::Key_Tab);
        QCOMPARE(m_filter->text(), QStringLiteral("status:accepted "));
        QVERIFY(listHas(0));
        shoot("review-nothing");
        QTest::keyClick(m_filter, Qt::Key_Escape);
        QVERIFY(m_filter->text().isEmpty());
        QVERIFY(listHas(kLeads));
        QTRY_VERIFY(m_table->isVisible());
        QTest::keyClick(m_filter, Qt::Key_Escape);
        QTRY_COMPARE(m_window->focusWidget(), m_table);
    }

    void waitingList_takeBack_restoresTheLead()
    {
        const domain::LeadId first = idAt(0);
        QTest::keyClick(m_table, Qt::Key_X);
        QTRY_COMPARE(stored(first).review.status, ReviewStatus::Rejected);
        m_page->showWaiting();
        auto *dialog = m_page->findChild<ui::WaitingDialog *>();
        QVERIFY(dialog);
        auto *changes = dialog->findChild<ui::DataTable *>();
        QTRY_COMPARE(changes->model()->rowCount(), 1);
        QTRY_COMPARE(QApplication::focusWidget(), changes);
        QCOMPARE(changes->model()->index(0, 3).data().toString(), QStringLiteral("Waiting"));
        QTRY_VERIFY(changes->currentIndex().isValid());
        QTRY_COMPARE(QApplication::activeWindow(), dialog);
        shoot("review-waiting");
        QTRY_VERIFY(changes->selectionModel()->hasSelection());
        for (auto *button : dialog->findChildren<QPushButton *>()) {
            if (button->text() == QStringLiteral("Take back"))
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QTRY_COMPARE(stored(first).review.status, ReviewStatus::New);
        QTRY_COMPARE(changes->model()->rowCount(), 0);
        QTest::keyClick(dialog, Qt::Key_Escape);
    }

    void conflicts_keyboard_standsOnTheFirstAndGoesOnToTheNext()
    {
        const std::vector<domain::LeadId> leads { idAt(0), idAt(1) };
        QVERIFY(tests::await(m_cache->edit(leads, domain::LeadEdit::setStatus(ReviewStatus::Accepted))));
        const auto request = tests::await(m_cache->seal());
        QVERIFY(request);
        domain::PushAnswer answer;
        answer.epoch = request->epoch;
        answer.lastMid = 2;
        for (qint64 mid = 1; mid <= 2; ++mid) {
            domain::MutationOutcome outcome;
            outcome.mid = mid;
            outcome.result = domain::MutationResult::Conflict;
            outcome.field = QStringLiteral("status");
            outcome.theirs = QStringLiteral("rejected");
            outcome.theirsBy = QStringLiteral("bob");
            answer.outcomes.push_back(outcome);
        }
        QVERIFY(tests::await(m_cache->settle(*request, answer)));
        m_page->showWaiting();
        auto *dialog = m_page->findChild<ui::WaitingDialog *>();
        const auto onKeepMine = [dialog] {
            auto *button = qobject_cast<QPushButton *>(dialog->focusWidget());
            return button && button->text() == QStringLiteral("Keep mine");
        };
        const auto cards = [dialog] {
            qsizetype shown = 0;
            for (auto *card : dialog->findChildren<ui::ConflictCard *>())
                shown += card->isHidden() ? 0 : 1;
            return shown;
        };
        QTRY_COMPARE(cards(), 2);
        QTRY_VERIFY(onKeepMine());
        shoot("review-conflicts");
        QTest::keyClick(dialog->focusWidget(), Qt::Key_Space);
        QTRY_COMPARE(cards(), 1);
        QTRY_VERIFY(onKeepMine());
        QTest::keyClick(dialog->focusWidget(), Qt::Key_Space);
        QTRY_COMPARE(cards(), 0);
        QCOMPARE(m_review->conflictCount(), 0);
    }

    void triageKeys_pageChosenInTheWindow_workAtOnce()
    {
        ui::AppSettings settings(m_dir.filePath(QStringLiteral("settings.ini")));
        ui::MainWindow window(settings);
        auto *page = new ui::ReviewPage(*m_review, *m_sync, m_clock);
        window.addPage(page);
        window.showWorkspace();
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.showPage(page->key());
        auto *table = page->findChild<ui::DataTable *>();
        QTRY_COMPARE(QApplication::focusWidget(), table);
        // The list may come before the focus or after it.
        const auto firstLead
            = [table] { return table->model()->index(0, 0).data(ui::LeadTableModel::LeadIdRole).value<domain::LeadId>(); };
        QTRY_VERIFY(!firstLead().isNull());
        QTRY_VERIFY(table->selectionModel()->isRowSelected(0));
        const auto lead = firstLead();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_A);
        QTRY_COMPARE(stored(lead).review.status, ReviewStatus::Accepted);
    }

    void filterField_cityValues_areOfferedFromTheLeadsAtHand()
    {
        QVERIFY(readyAt(0));
        QString city; // QTest types ASCII only
        for (int row = 0; city.isEmpty() && row < m_table->model()->rowCount(); ++row) {
            const QString named = m_table->model()->index(row, ui::LeadTableModel::City).data().toString();
            if (named.size() > 2 && named.at(0) < u'\x7f' && named.at(1) < u'\x7f')
                city = named;
        }
        QVERIFY(!city.isEmpty());
        QTest::keyClicks(m_filter, QStringLiteral("city:") + city.left(2));
        QTest::keyClick(m_filter, Qt::Key_Tab);
        QVERIFY2(m_filter->text().startsWith(QStringLiteral("city:")) && m_filter->text().size() > 8,
            qPrintable(m_filter->text()));
    }

    void columnMenu_byKey_staysOpenWhileColumnsAreTicked()
    {
        QTest::keyClick(m_table, Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        QMenu *menu = nullptr;
        QTRY_VERIFY((menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())));
        const auto tick = [&](int column) {
            menu->setActiveAction(menu->actions().at(column));
            QTest::keyClick(menu, Qt::Key_Space);
        };
        QVERIFY(m_table->isColumnHidden(ui::LeadTableModel::Country));
        tick(ui::LeadTableModel::Country);
        tick(ui::LeadTableModel::City);
        QVERIFY(menu->isVisible());
        QVERIFY(!m_table->isColumnHidden(ui::LeadTableModel::Country));
        QVERIFY(m_table->isColumnHidden(ui::LeadTableModel::City));
        QTest::keyClick(menu, Qt::Key_Escape);
        QTest::keyClick(m_table, Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(m_table->isColumnHidden(ui::LeadTableModel::Country));
        QVERIFY(!m_table->isColumnHidden(ui::LeadTableModel::City));
    }

    void copyKeys_selection_isTextCsvOrMarkdown()
    {
        QVERIFY(readyAt(0));
        QTest::keyClick(m_table, Qt::Key_Down, Qt::ShiftModifier);
        const QString name = m_table->model()->index(0, ui::LeadTableModel::Name).data().toString();
        const auto copied = [] { return QGuiApplication::clipboard()->text(); };
        QTest::keySequence(m_table, QKeySequence::Copy);
        QTRY_COMPARE(copied().count(u'\n'), 1);
        QVERIFY(copied().contains(name + u'\t'));
        QTest::keyClick(m_table, Qt::Key_M, Qt::ControlModifier | Qt::AltModifier);
        QTRY_VERIFY(copied().startsWith(QStringLiteral("| ")));
        QCOMPARE(copied().count(u'\n'), 4);
        QTest::keyClick(m_table, Qt::Key_C, Qt::ControlModifier | Qt::AltModifier);
        QTRY_VERIFY(copied().contains(QStringLiteral("\r\n")));
        QVERIFY(copied().contains(name));
    }

    void refusedFilter_reason_standsBesideTheField()
    {
        QTest::keyClicks(m_filter, QStringLiteral("score>many"));
        const auto told = [this] {
            for (auto *label : m_page->barWidget()->findChildren<ui::ElidedLabel *>()) {
                if (label->isVisible())
                    return label->text();
            }
            return QString();
        };
        QTRY_VERIFY(told().contains(QStringLiteral("many")));
        m_filter->clear();
        QTRY_VERIFY(told().isEmpty());
    }

    void layout_savedAndRestored_keepsColumnsAndFilter()
    {
        m_table->setColumnHidden(ui::LeadTableModel::Country, false);
        m_page->showFilter(QStringLiteral("has:email"));
        const QByteArray layout = m_page->saveLayout();
        ui::ReviewPage other(*m_review, *m_sync, m_clock);
        other.restoreLayout(layout);
        QVERIFY(!other.findChild<ui::DataTable *>()->isColumnHidden(ui::LeadTableModel::Country));
        QCOMPARE(other.barWidget()->findChild<ui::FilterField *>()->text(), QStringLiteral("has:email"));
    }
};

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    ui::Theme theme;
    if (qEnvironmentVariable("LEADLINE_SCHEME") == QStringLiteral("dark"))
        theme.setMode(ui::ThemeMode::Dark);
    else
        theme.setMode(ui::ThemeMode::Light);
    ReviewPageTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_review_page.moc"
