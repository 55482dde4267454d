#pragma once

#include "domain/result.h"
#include "domain/task.h"

#include <QDialog>
#include <QFuture>

#include <functional>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace leadline::ui {

class ElidedLabel;
class ErrorBanner;
class Label;
class SeedEditor;

/// One dialog for a new task: addresses, pace, limits, filters, checked while typing, with an estimate before the start.
/// Starting keeps the dialog open until the backend has taken the task; a refusal is shown in it.
class NewTaskDialog : public QDialog
{
    Q_OBJECT

public:
    using Create = std::function<QFuture<domain::Result<domain::Task>>(const domain::TaskSpec &)>;

    /// `politenessKey` preselects the pace.
    NewTaskDialog(Create create, const QString &politenessKey, QWidget *parent = nullptr);

    void setSeeds(const QString &text);
    /// Fills everything from another task.
    void setSpec(const domain::TaskSpec &spec);
    [[nodiscard]] domain::TaskSpec spec() const;
    /// Adds the addresses of a CSV or text file; what is wrong with it is told in the dialog.
    void loadFile(const QString &path);

Q_SIGNALS:
    void created(const leadline::domain::Task &task);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QWidget *makeAddresses();
    [[nodiscard]] QWidget *makeOptions();
    [[nodiscard]] QWidget *makeFoot();
    void seedsRead();
    void updateEstimate();
    void chooseFile();
    void submit();

    Create m_create;
    QLineEdit *m_name = nullptr;
    SeedEditor *m_seeds = nullptr;
    ElidedLabel *m_count = nullptr;
    Label *m_problems = nullptr;
    QPushButton *m_leaveOut = nullptr;
    QComboBox *m_pace = nullptr;
    Label *m_paceText = nullptr;
    QSpinBox *m_pages = nullptr;
    QSpinBox *m_depth = nullptr;
    QSpinBox *m_mostLeads = nullptr;
    QCheckBox *m_phoneOnly = nullptr;
    QCheckBox *m_emailOnly = nullptr;
    QComboBox *m_country = nullptr;
    ErrorBanner *m_error = nullptr;
    ElidedLabel *m_estimate = nullptr;
    QPushButton *m_start = nullptr;
    bool m_sending = false;
};

} // namespace leadline::ui
