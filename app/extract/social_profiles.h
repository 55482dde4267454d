#pragma once

#include <string>
#include <string_view>

namespace leadline::extract {

struct SocialProfile
{
    std::string_view
        network; ///< facebook, instagram, linkedin, x, youtube, tiktok, pinterest, xing …; empty when it is none
    std::string url; ///< canonical https address without query and trailing slash
};

/// Recognises a profile of a person or business in an absolute address. Share buttons, login pages, posts and the networks'
/// own pages are not profiles.
[[nodiscard]] SocialProfile socialProfile(std::string_view url);

} // namespace leadline::extract
