#pragma once

#include "domain/lead_row.h"

#include <algorithm>
#include <vector>

namespace leadline::cache {

/// Membership of row numbers, one bit each: 125 KB for a million leads.
class RowBits
{
public:
    template<typename Rows> explicit RowBits(const Rows &rows)
    {
        if (rows.empty())
            return;
        m_bits.resize(size_t(*std::max_element(rows.begin(), rows.end())) + 1);
        for (const domain::RowId row : rows)
            m_bits[row] = true;
    }
    [[nodiscard]] bool operator[](domain::RowId row) const { return row < m_bits.size() && m_bits[row]; }

private:
    std::vector<bool> m_bits;
};

} // namespace leadline::cache
