#pragma once

#include "ui/models/command_model.h"

#include <QDialog>

namespace leadline::ui {

/// Every action that has keys, in groups ('?' or F1).
class ShortcutsSheet : public QDialog
{
    Q_OBJECT

public:
    ShortcutsSheet(const std::vector<Command> &commands, QWidget *parent = nullptr);
};

} // namespace leadline::ui
