#include "ui/widgets/painting.h"

#include <QImage>
#include <QPainter>
#include <QTest>

using namespace leadline;

class PaintingTest : public QObject
{
    Q_OBJECT

private:
    static constexpr QSize kSize { 240, 24 };

    static QImage drawn(const QString &text, Qt::LayoutDirection window)
    {
        QImage image(kSize, QImage::Format_Grayscale8);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.setLayoutDirection(window);
        ui::drawLine(&painter, image.rect(), text);
        return image;
    }
    static QRect inked(const QImage &image)
    {
        QRect ink;
        for (int x = 0; x < image.width(); ++x) {
            for (int y = 0; y < image.height(); ++y) {
                if (image.pixelColor(x, y).lightness() < 200)
                    ink |= QRect(x, y, 1, 1);
            }
        }
        return ink;
    }
    /// A plus sign is the only glyph of a phone that does not reach up.
    static bool beginsWithPlus(const QImage &image)
    {
        const QRect ink = inked(image);
        return inked(image.copy(QRect(ink.left(), ink.top(), 4, 2))).isEmpty();
    }

private Q_SLOTS:
    void drawLine_phoneInAWindowReadFromTheRight_beginsWithItsPlusSign()
    {
        const QString phone = QStringLiteral("+33 1 99 00 11 04");
        const QImage left = drawn(phone, Qt::LeftToRight);
        QVERIFY(beginsWithPlus(left));
        QVERIFY(inked(left).left() < 8);
        QVERIFY(!beginsWithPlus(drawn(phone.mid(1), Qt::LeftToRight)));
        const QImage right = drawn(phone, Qt::RightToLeft);
        QVERIFY(beginsWithPlus(right));
        QVERIFY(inked(right).right() > kSize.width() - 8);
    }

    void drawFigures_wordsInAWindowReadFromTheRight_keepTheirSpaces()
    {
        const auto widest = [](Qt::LayoutDirection window) {
            QImage image(kSize, QImage::Format_Grayscale8);
            image.fill(Qt::white);
            QPainter painter(&image);
            painter.setLayoutDirection(window);
            ui::drawFigures(&painter, image.rect(), Qt::AlignHCenter, QStringLiteral("9 pages"));
            return inked(image);
        };
        QCOMPARE(widest(Qt::RightToLeft), widest(Qt::LeftToRight));
    }
};

QTEST_MAIN(PaintingTest)
#include "tst_painting.moc"
