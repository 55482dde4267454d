#include "extract/schema_types.h"

#include "extract/text_tools.h"

#include <algorithm>

namespace leadline::extract {

namespace {

// A table, not code: clang-format would give each type a line of its own.
// clang-format off
using Words = WordTable<512>;
constexpr Words::Entry kTypes[] = {
    { "LocalBusiness", 1 }, { "Organization", 1 }, { "Corporation", 1 }, { "OnlineBusiness", 1 }, { "OnlineStore", 1 },
    { "Store", 1 }, { "Restaurant", 1 }, { "FoodEstablishment", 1 }, { "Bakery", 1 }, { "BarOrPub", 1 }, { "Brewery", 1 },
    { "CafeOrCoffeeShop", 1 }, { "Distillery", 1 }, { "FastFoodRestaurant", 1 }, { "IceCreamShop", 1 }, { "Winery", 1 },
    { "AnimalShelter", 1 }, { "ArchiveOrganization", 1 }, { "AutomotiveBusiness", 1 }, { "AutoBodyShop", 1 },
    { "AutoDealer", 1 }, { "AutoPartsStore", 1 }, { "AutoRental", 1 }, { "AutoRepair", 1 }, { "AutoWash", 1 },
    { "GasStation", 1 }, { "MotorcycleDealer", 1 }, { "MotorcycleRepair", 1 }, { "ChildCare", 1 }, { "Dentist", 1 },
    { "DryCleaningOrLaundry", 1 }, { "EmergencyService", 1 }, { "FireStation", 1 }, { "Hospital", 1 },
    { "PoliceStation", 1 }, { "EmploymentAgency", 1 }, { "EntertainmentBusiness", 1 }, { "AdultEntertainment", 1 },
    { "AmusementPark", 1 }, { "ArtGallery", 1 }, { "Casino", 1 }, { "ComedyClub", 1 }, { "MovieTheater", 1 },
    { "NightClub", 1 }, { "FinancialService", 1 }, { "AccountingService", 1 }, { "BankOrCreditUnion", 1 },
    { "InsuranceAgency", 1 }, { "GovernmentOffice", 1 }, { "PostOffice", 1 }, { "HealthAndBeautyBusiness", 1 },
    { "BeautySalon", 1 }, { "DaySpa", 1 }, { "HairSalon", 1 }, { "HealthClub", 1 }, { "NailSalon", 1 },
    { "TattooParlor", 1 }, { "HomeAndConstructionBusiness", 1 }, { "Electrician", 1 }, { "GeneralContractor", 1 },
    { "HVACBusiness", 1 }, { "HousePainter", 1 }, { "Locksmith", 1 }, { "MovingCompany", 1 }, { "Plumber", 1 },
    { "RoofingContractor", 1 }, { "InternetCafe", 1 }, { "LegalService", 1 }, { "Attorney", 1 }, { "Notary", 1 },
    { "Library", 1 }, { "LodgingBusiness", 1 }, { "BedAndBreakfast", 1 }, { "Campground", 1 }, { "Hostel", 1 },
    { "Hotel", 1 }, { "Motel", 1 }, { "Resort", 1 }, { "SkiResort", 1 }, { "VacationRental", 1 },
    { "MedicalBusiness", 1 }, { "MedicalClinic", 1 }, { "MedicalOrganization", 1 }, { "Optician", 1 }, { "Pharmacy", 1 },
    { "Physician", 1 }, { "VeterinaryCare", 1 }, { "DiagnosticLab", 1 }, { "Physiotherapy", 1 },
    { "ProfessionalService", 1 }, { "RadioStation", 1 }, { "RealEstateAgent", 1 }, { "RecyclingCenter", 1 },
    { "SelfStorage", 1 }, { "ShoppingCenter", 1 }, { "SportsActivityLocation", 1 }, { "BowlingAlley", 1 },
    { "ExerciseGym", 1 }, { "GolfCourse", 1 }, { "PublicSwimmingPool", 1 }, { "SportsClub", 1 }, { "StadiumOrArena", 1 },
    { "TennisComplex", 1 }, { "BikeStore", 1 }, { "BookStore", 1 }, { "ClothingStore", 1 }, { "ComputerStore", 1 },
    { "ConvenienceStore", 1 }, { "DepartmentStore", 1 }, { "ElectronicsStore", 1 }, { "Florist", 1 },
    { "FurnitureStore", 1 }, { "GardenStore", 1 }, { "GroceryStore", 1 }, { "HardwareStore", 1 }, { "HobbyShop", 1 },
    { "HomeGoodsStore", 1 }, { "JewelryStore", 1 }, { "LiquorStore", 1 }, { "MensClothingStore", 1 },
    { "MobilePhoneStore", 1 }, { "MovieRentalStore", 1 }, { "MusicStore", 1 }, { "OfficeEquipmentStore", 1 },
    { "OutletStore", 1 }, { "PawnShop", 1 }, { "PetStore", 1 }, { "ShoeStore", 1 }, { "SportingGoodsStore", 1 },
    { "TireShop", 1 }, { "ToyStore", 1 }, { "WholesaleStore", 1 }, { "TelevisionStation", 1 },
    { "TouristInformationCenter", 1 }, { "TravelAgency", 1 }, { "EducationalOrganization", 1 }, { "School", 1 },
    { "Preschool", 1 }, { "CollegeOrUniversity", 1 }, { "NGO", 1 }, { "NewsMediaOrganization", 1 },
    { "PerformingGroup", 1 }, { "MusicGroup", 1 }, { "SportsOrganization", 1 }, { "SportsTeam", 1 }, { "Airline", 1 },
    { "Consortium", 1 }, { "LibrarySystem", 1 }, { "Cooperative", 1 }, { "GovernmentOrganization", 1 },
    { "ResearchOrganization", 1 }, { "Project", 0 }, { "Place", 2 }, { "CivicStructure", 2 }, { "Museum", 2 },
    { "TouristAttraction", 2 }, { "LandmarksOrHistoricalBuildings", 2 }, { "PlaceOfWorship", 2 }, { "EventVenue", 2 },
    { "Park", 2 }, { "Zoo", 2 }, { "Theater", 2 }, { "PerformingArtsTheater", 2 },
};
// clang-format on
constexpr Words kTypeTable(kTypes);

} // namespace

SchemaRank schemaRank(std::string_view type)
{
    return static_cast<SchemaRank>(std::max(kTypeTable.find(type), 0));
}

bool namesOthers(std::string_view key)
{
    static constexpr std::string_view kOthers[]
        = { "brand", "manufacturer", "author", "creator", "review", "reviews", "sponsor", "funder", "memberOf", "member",
              "affiliation", "alumniOf", "award", "itemReviewed", "competitor", "worksFor", "knows", "areaServed",
              "containedInPlace", "mentions", "citation", "isPartOf", "workExample", "performer", "acceptedPaymentMethod",
              "copyrightHolder", "hasCredential", "recognizedBy", "comment", "customer", "parentOrganization" };
    return std::find(std::begin(kOthers), std::end(kOthers), key) != std::end(kOthers);
}

std::string_view shortType(std::string_view type)
{
    const size_t cut = type.find_last_of("/#:");
    return cut == std::string_view::npos ? type : type.substr(cut + 1);
}

std::string spokenType(std::string_view type)
{
    std::string out;
    for (const char c : type) {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool afterLower = !out.empty() && (out.back() < 'A' || out.back() > 'Z');
        if (upper && afterLower && !out.empty())
            out.append(" ").push_back(lower(c));
        else
            out.push_back(c);
    }
    return out;
}

} // namespace leadline::extract
