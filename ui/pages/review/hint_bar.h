#pragma once

#include "ui/widgets/panels.h"

#include <utility>
#include <vector>

namespace leadline::ui {

/// Keys with what they do, on one line at the foot of a page. Hints that do not fit are left out from the end, whole.
class HintBar : public Panel
{
    Q_OBJECT

public:
    explicit HintBar(QWidget *parent = nullptr);

    using Hint = std::pair<QString, QString>; ///< key and what it does
    void setHints(const std::vector<Hint> &hints);

    [[nodiscard]] QSize sizeHint() const override { return { 400, 40 }; }
    [[nodiscard]] QSize minimumSizeHint() const override { return { 80, 40 }; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void arrange();

    std::vector<std::pair<QWidget *, QWidget *>> m_shown; ///< key and word
};

} // namespace leadline::ui
