#include "extract/phone_check.h"

#include "extract/text_tools.h"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <unordered_map>

namespace leadline::extract {

namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

constexpr size_t kMaxRemembered = 8192;

PhoneVerdict parse(const std::string &number, const std::string &region)
{
    PhoneVerdict verdict;
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    PhoneNumber parsed;
    // Without a country the international prefix most of the world dials is the plus it stands for.
    const std::string dialled = region.empty() && number.starts_with("00") ? "+" + number.substr(2) : number;
    if (util.Parse(dialled, region.empty() ? "ZZ" : region, &parsed) != PhoneNumberUtil::NO_PARSING_ERROR)
        return verdict;
    const bool valid = util.IsValidNumber(parsed);
    if (!valid && util.IsPossibleNumberWithReason(parsed) != PhoneNumberUtil::IS_POSSIBLE)
        return verdict;
    verdict.quality = valid ? PhoneQuality::Valid : PhoneQuality::Possible;
    parsed.clear_extension();
    util.Format(parsed, PhoneNumberUtil::E164, &verdict.e164);
    util.Format(parsed, PhoneNumberUtil::NATIONAL, &verdict.national);
    util.GetRegionCodeForNumber(parsed, &verdict.region);
    if (verdict.region == "ZZ" || verdict.region.size() != 2)
        util.GetRegionCodeForCountryCode(parsed.country_code(), &verdict.region);
    if (verdict.region.size() != 2)
        verdict.region.clear();
    return verdict;
}

} // namespace

const PhoneVerdict &checkPhone(std::string_view number, std::string_view region)
{
    thread_local std::unordered_map<std::string, PhoneVerdict> remembered;
    thread_local std::string key;
    key.assign(region.substr(0, 2));
    key.push_back(':');
    for (size_t i = 0; i < number.size() && key.size() < 64; ++i) {
        const char c = number[i];
        if (isAlnum(c) || c == '+' || c == '(' || c == ')' || c == ';' || c == '=')
            key.push_back(c);
        else if (key.back() != ' ')
            key.push_back(' '); // libphonenumber reads all separators alike
    }
    if (const auto known = remembered.find(key); known != remembered.end())
        return known->second;
    if (remembered.size() >= kMaxRemembered)
        remembered.clear();
    const size_t colon = key.find(':');
    return remembered.emplace(key, parse(key.substr(colon + 1), key.substr(0, colon))).first->second;
}

bool isNorthAmerican(std::string_view number, std::string_view region)
{
    constexpr std::string_view shape = "(999) 999-9999";
    if (region == "US" || number.size() != shape.size())
        return false;
    for (size_t i = 0; i < shape.size(); ++i) {
        if (shape[i] == '9' ? !isDigit(number[i]) : number[i] != shape[i])
            return false;
    }
    return checkPhone(number, region).quality != PhoneQuality::Valid
        && checkPhone(number, "US").quality == PhoneQuality::Valid;
}

bool hasTrunkZero(std::string_view region)
{
    static constexpr std::string_view kWithout[]
        = { "US", "CA", "ES", "IT", "PT", "PL", "CZ", "DK", "NO", "GR", "LU", "MT", "CY", "EE", "LV", "SG", "HK", "MX", "IS",
              "SM", "VA", "LI", "MC", "TN", "PR", "JM", "CR", "PA", "GT", "SV", "HN", "QA", "KW", "BH", "OM" };
    return std::find(std::begin(kWithout), std::end(kWithout), region) == std::end(kWithout);
}

} // namespace leadline::extract
