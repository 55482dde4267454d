// What most sources include anyway, parsed once per target in the ci and release presets. Sources still name every header
// they use: the dev preset builds without this.
#pragma once

#include <QByteArray>
#include <QFuture>
#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QPromise>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <QUrl>
#include <QVariant>

#ifdef QT_WIDGETS_LIB
#include <QAction>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>
#include <QWidget>
#endif

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>
