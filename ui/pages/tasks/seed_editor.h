#pragma once

#include "domain/seed_list.h"

#include <QPlainTextEdit>
#include <QSyntaxHighlighter>
#include <QTimer>

namespace leadline::ui {

/// Start addresses, one per line. Lines that cannot be used are underlined; what is wrong is told by seeds(). The text is
/// read 120 ms after the last change.
class SeedEditor : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit SeedEditor(QWidget *parent = nullptr);
    ~SeedEditor() override;

    [[nodiscard]] const domain::SeedList &seeds() const { return m_seeds; }
    /// Reads the text now.
    void readNow();
    /// Takes out the lines that cannot be used.
    void removeProblems();
    void addAddresses(const QStringList &addresses);

Q_SIGNALS:
    void seedsChanged();
    void fileDropped(const QString &path);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    [[nodiscard]] bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;

private:
    class Highlighter;

    Highlighter *m_highlighter = nullptr;
    domain::SeedList m_seeds;
    QTimer m_soon;
};

} // namespace leadline::ui
