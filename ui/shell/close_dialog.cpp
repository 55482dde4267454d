#include "ui/shell/close_dialog.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace leadline::ui {

namespace {

constexpr int kTextWidth = 412; ///< the dialog's least width without its margins

} // namespace

CloseDialog::CloseDialog(int running, bool trayAvailable, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Tasks are running"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(8);
    column->addWidget(new Label(TextRole::Title, tr("%n task(s) still running", nullptr, running)));
    auto *text = new Label(TextRole::Muted,
        trayAvailable
            ? tr("Go on in the tray, pause and quit, or quit now. What was found is stored in each case, and work "
                 "goes on from where it was.")
            : tr("Pause and quit, or quit now. What was found is stored in either case, and work goes on from where "
                 "it was."));
    text->setWordWrap(true);
    text->setMinimumWidth(kTextWidth);
    text->setMinimumHeight(text->heightForWidth(kTextWidth));
    column->addWidget(text);
    column->addSpacing(16);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    auto *cancel = makeFlatButton(tr("Cancel"));
    auto *quit = new QPushButton(tr("Quit now"));
    auto *pause = trayAvailable ? new QPushButton(tr("Pause and quit")) : makePrimaryButton(tr("Pause and quit"));
    row->addWidget(cancel);
    row->addStretch();
    row->addWidget(quit);
    row->addWidget(pause);
    QPushButton *first = pause;
    if (trayAvailable) {
        first = makePrimaryButton(tr("Keep in tray"));
        row->addWidget(first);
        connect(first, &QAbstractButton::clicked, this, [this] { choose(CloseChoice::KeepInTray); });
    }
    column->addLayout(row);
    for (QPushButton *button : { cancel, quit, pause })
        button->setAutoDefault(button == first);
    first->setDefault(true);
    first->setFocus();
    connect(cancel, &QAbstractButton::clicked, this, [this] { choose(CloseChoice::Cancel); });
    connect(quit, &QAbstractButton::clicked, this, [this] { choose(CloseChoice::Quit); });
    connect(pause, &QAbstractButton::clicked, this, [this] { choose(CloseChoice::PauseAndQuit); });
    connect(this, &QDialog::rejected, this, [this] { choose(CloseChoice::Cancel); });
}

void CloseDialog::choose(CloseChoice choice)
{
    if (m_done)
        return;
    m_done = true;
    Q_EMIT chosen(choice);
    if (choice == CloseChoice::Cancel)
        reject();
    else
        accept();
}

} // namespace leadline::ui
