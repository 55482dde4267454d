#pragma once

#include "ui/widgets/label.h"

#include <QWidget>

class QTextLayout;

namespace leadline::ui {

/// Text that wraps wherever it has to, also within a long address, so that nothing of it is left out; optionally with some
/// of its characters marked.
class WrappedText : public QWidget
{
    Q_OBJECT

public:
    WrappedText(TextRole role, const QString &text, QWidget *parent = nullptr);

    void setMark(qsizetype start, qsizetype length);
    /// 0 = as many as it takes.
    void setMaxLines(int lines);
    [[nodiscard]] QString text() const { return m_text; }

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    /// Breaks the text into lines and returns the height.
    qreal lay(QTextLayout &layout, int width) const;

    QString m_text;
    int m_markStart = -1;
    int m_markLength = 0;
    int m_maxLines = 0;
};

} // namespace leadline::ui
